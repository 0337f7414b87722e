/** The rows of one query, each as JSON text: what a mapped task expands over. Read-only, and never more than were asked for. */
import type { SqlRows } from "../ports/sql-host.ts";
import { JobFailure } from "./job-failure.ts";
import { rowsText } from "./job-log.ts";
import { type LoadContext, step, timed } from "./load/load-work.ts";
import { sendPart } from "./send-part.ts";
import { splitStatements } from "./sql-text/tokens.ts";
import type { Lens } from "./trial/lens.ts";

export interface RowsWork {
  readonly sql: string;
  readonly finalSchema: string;
  readonly most: number;
}

const lead = "SELECT CAST(to_json(one) AS varchar) FROM (";

export async function readMapRows({ session, log }: LoadContext, work: RowsWork, lens: Lens | null): Promise<SqlRows> {
  const [statement, ...more] = splitStatements(work.sql);
  if (statement === undefined || more.length > 0) throw new JobFailure(`query: found ${more.length + (statement === undefined ? 0 : 1)} statements; expected one SELECT, whose rows are the values`);
  if (lens === null) {
    await session.dialect.ensureSchema(session, work.finalSchema);
    await session.execute(session.dialect.searchPath([work.finalSchema]));
  } else await lens.openToRead([work.sql]);
  return step("query", work.sql, async () => {
    const text = lens?.rewrite(statement.text).text ?? statement.text;
    const part = { sql: `${lead}${text}\n) AS one LIMIT ${work.most}`, start: statement.start, original: (offset: number) => offset - lead.length };
    await session.execute("BEGIN TRANSACTION READ ONLY");
    const cells = await timed(log, () => sendPart(part, (sql) => session.read(sql)), (rows) => `query: ${rowsText(rows.length)}`);
    await session.execute("ROLLBACK");
    return cells.map(([cell]) => cell ?? "{}");
  });
}
