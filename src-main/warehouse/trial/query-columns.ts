/**
 * Columns of the query that is to fill a task's table, asked of the database: it plans the query and reads no row. The query sees what a
 * try would see. What that takes is rolled back.
 */
import { AppError } from "../../../shared/errors/app-error.ts";
import type { AskedColumns, NamedType } from "../../ports/sql-host.ts";
import { createJobControl, JobStopped } from "../job-control.ts";
import { JobFailure } from "../job-failure.ts";
import { lastQuery } from "../load/fill.ts";
import { step } from "../load/load-work.ts";
import { previewLimitMs } from "../preview.ts";
import { sendPart } from "../send-part.ts";
import { type Session, SqlFailure } from "../session.ts";
import { splitStatements } from "../sql-text/tokens.ts";
import { Lens } from "./lens.ts";

export async function columnsOfQuery(raw: Session, asked: AskedColumns): Promise<readonly NamedType[]> {
  const control = createJobControl(previewLimitMs);
  const session = control.guard(raw);
  const lens = new Lens(session, asked.area, { finalSchema: asked.finalSchema, attemptId: "" });
  try {
    await session.execute("BEGIN");
    await lens.openToRead([asked.sql]);
    return await step("sql", asked.sql, () => lastColumns(session, lens, asked.sql));
  } catch (error) {
    throw toldToPerson(error, lens);
  } finally {
    await control.settle();
    if (raw.inTransaction()) await raw.execute("ROLLBACK");
  }
}

async function lastColumns(session: Session, lens: Lens, sql: string): Promise<readonly NamedType[]> {
  const statements = splitStatements(sql);
  const query = lastQuery(statements);
  const edited = lens.rewrite(query.text);
  const prefix = "SELECT * FROM (\n";
  const part = { sql: `${prefix}${edited.text}\n) AS described LIMIT 0`, start: query.start, original: (offset: number) => edited.originalOffset(Math.max(0, offset - prefix.length)) };
  try {
    return await sendPart(part, (text) => described(session, text));
  } catch (error) {
    if (!(error instanceof SqlFailure) || statements.length === 1) throw error;
    throw new SqlFailure({ ...error, message: `${error.message}\nThe statements before the query were not run, so what they make is not there` });
  }
}

async function described(session: Session, sql: string): Promise<readonly NamedType[]> {
  const cursor = await session.open({ sql, values: [] });
  const columns = (cursor.columns ?? []).map(({ name, type }) => ({ name, type }));
  await cursor.close();
  return columns;
}

function toldToPerson(error: unknown, lens: Lens): unknown {
  if (error instanceof JobStopped) return new AppError("query/cancelled", `the database did not say the columns within ${previewLimitMs / 1000} s`);
  return error instanceof JobFailure ? new AppError("sql/failed", lens.explain(error.message)) : error;
}
