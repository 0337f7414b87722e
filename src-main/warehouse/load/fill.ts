/** Fills the prep table from the person's SQL: the last statement is the query, those before it prepare (temporary tables, settings). */
import type { JobLog } from "../job-log.ts";
import { rowsText } from "../job-log.ts";
import { sendPart } from "../send-part.ts";
import { type Column, type Session, SqlFailure } from "../session.ts";
import { quoteName, quoteTable } from "../../../shared/sql/names.ts";
import { retarget } from "../sql-text/retarget.ts";
import type { Statement } from "../../../shared/sql/statements.ts";
import { splitStatements, tokenize } from "../sql-text/tokens.ts";
import { meaningOf } from "../trial/statement.ts";
import { tryStatement } from "../trial/try-statement.ts";
import { wordOf } from "../../../shared/sql/tokens.ts";
import { mapColumns } from "./columns.ts";
import { aliasesOf, type LoadWork, step, timed } from "./load-work.ts";

const queryWords = new Set(["SELECT", "WITH", "VALUES", "TABLE", "FROM", "PIVOT", "UNPIVOT", "DESCRIBE", "SUMMARIZE", "SHOW"]);

function refuse(message: string, offset: number): SqlFailure {
  return new SqlFailure({ kind: "sql", code: "query", offset, message });
}

export function lastQuery(statements: readonly Statement[]): Statement {
  const last = statements.at(-1);
  if (last === undefined) throw refuse("found no statement; expected a query whose rows fill the table", 0);
  const first = last.tokens.find((token) => token.text !== "(");
  if (!queryWords.has(wordOf(first))) {
    throw refuse(
      `found ${first?.text.toUpperCase() ?? "nothing"} as the last statement; expected a query (SELECT, WITH, VALUES) whose rows fill the table`,
      last.start,
    );
  }
  return last;
}

/** In a try, the query that fills the table may be nothing but a query. */
function refuseChanges({ text }: Statement, foldsCase: boolean): void {
  meaningOf(tokenize(text), foldsCase);
}

async function insertQuery(
  { session, log }: { session: Session; log: JobLog },
  work: LoadWork,
  columns: readonly Column[],
  query: Statement,
): Promise<readonly Column[]> {
  const own = { from: aliasesOf(work), to: quoteTable(work.prep) };
  if (work.lens !== null) await sendPart({ sql: query.text, start: query.start }, async () => refuseChanges(query, session.dialect.foldsCase));
  const edited = work.lens?.rewrite(query.text, [own]) ?? retarget(query.text, own.from, work.prep, session.dialect.foldsCase);
  const part = { sql: edited.text, start: query.start, original: (offset: number) => edited.originalOffset(offset) };
  const source = await sendPart(part, (sql) => session.describe(sql));
  const map = mapColumns(
    source.map((column) => column.name),
    columns,
    work.ddl.table,
  );
  if (map.note !== null) log.line(`columns ${map.note}`);
  const prefix = `INSERT INTO ${quoteTable(work.prep)} (${map.columns.map((column) => quoteName(column.name)).join(", ")}) `;
  const insert = (sql: string): Promise<number | null> =>
    session.execute(prefix + sql).catch((error: unknown) => {
      throw error instanceof SqlFailure ? error.shifted(-prefix.length) : error;
    });
  await timed(
    log,
    () => sendPart(part, insert),
    (rows) => `query gave ${rowsText(rows ?? 0)}, filled by ${map.how}`,
  );
  return map.columns;
}

/** Returns the table columns that the query filled. */
export async function fillFromQuery(
  context: { session: Session; log: JobLog },
  work: LoadWork,
  columns: readonly Column[],
  sql: string,
): Promise<readonly Column[]> {
  return step("sql", sql, async () => {
    const statements = splitStatements(sql);
    const query = lastQuery(statements);
    for (const statement of statements) {
      if (statement === query) break;
      const part = { sql: statement.text, start: statement.start };
      const { lens } = work;
      await timed(
        context.log,
        () => (lens === null ? sendPart(part, (text) => context.session.execute(text)) : tryStatement({ ...context, lens, finalSchema: work.plan.finalSchema }, statement)),
        () => `ran ${statement.text.slice(0, 60).replaceAll(/\s+/g, " ")}`,
      );
    }
    return insertQuery(context, work, columns, query);
  });
}
