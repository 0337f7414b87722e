/**
 * Runs a person's text statement by statement on one session, and tells how it goes. Rows go to the result store, never to the engine.
 * The first failure ends the run; what is still open in the end is rolled back and said so.
 */
import type { SqlEvent, SqlFailureInfo, SqlPlace } from "../../../shared/contract/sql.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { SqlQuery } from "../../ports/sql-queries.ts";
import { type JobControl, JobStopped } from "../job-control.ts";
import { spanText } from "../job-log.ts";
import { createMask } from "../secrets.ts";
import { type Cursor, type Database, type Session, SqlFailure } from "../session.ts";
import { placeOf } from "../sql-text/position.ts";
import { actWords, type Statement } from "../../../shared/sql/statements.ts";
import { writes } from "../../../shared/sql/writing.ts";
import { splitStatements } from "../sql-text/tokens.ts";
import { bindText } from "./bound-text.ts";
import { isFenced, refuseTransactions, refuseWrites } from "./read-only-text.ts";
import type { ResultStore, ResultWriter } from "./result-store.ts";

const tellEveryMs = 100;
const shownNotices = 1000;

export interface QueryParts {
  readonly query: SqlQuery;
  readonly database: Database;
  readonly control: JobControl;
  readonly store: ResultStore;
  readonly tell: (event: SqlEvent) => void;
}

/** Why a statement failed, already with its place in the whole text. */
class StatementFailure extends Error {
  readonly info: SqlFailureInfo;
  constructor(info: SqlFailureInfo) {
    super(info.message);
    this.info = info;
  }
}

function placeIn({ text, origin }: SqlQuery, offset: number): SqlPlace {
  const { line, column } = placeOf(text, offset);
  if (origin === null) return { offset, line, column };
  return { offset: origin.offset + offset, line: origin.line + line - 1, column: line === 1 ? origin.column + column - 1 : column };
}

function failureInfo(error: unknown, { query, control }: QueryParts, offsetOf: (offset: number) => number | null): SqlFailureInfo {
  const mask = createMask(query.secrets);
  const facts = { detail: null, state: "", place: null };
  const stopped = error instanceof JobStopped ? error.reason : control.stopped();
  if (stopped === "cancelled") return { ...facts, kind: "cancelled", message: "cancelled" };
  if (stopped === "timeout") return { ...facts, kind: "timeout", message: `stopped after ${spanText(query.timeoutMs ?? 0)}, the time limit` };
  if (error instanceof SqlFailure) {
    const offset = error.offset === null ? null : offsetOf(error.offset);
    return { kind: error.kind, message: mask(error.message), detail: error.detail === null ? null : mask(error.detail), state: error.code, place: offset === null ? null : placeIn(query, offset) };
  }
  const isRefusal = error instanceof AppError;
  return { ...facts, kind: isRefusal ? "refused" : "host", message: mask(isRefusal ? error.message : `the SQL host met a fault of its own: ${messageOf(error)}`) };
}

export async function runQuery(parts: QueryParts): Promise<void> {
  const { query, tell } = parts;
  const began = performance.now();
  const end = (failure: SqlFailureInfo | null): void => {
    const state = failure === null ? "success" : failure.kind === "cancelled" ? "cancelled" : "failed";
    tell({ kind: "ended", state, failure, ms: performance.now() - began });
  };
  try {
    const statements = splitStatements(query.text);
    tell({ kind: "started", queryId: query.queryId, statements: statements.length, at: Date.now() });
    if (statements.length === 0) throw new AppError("sql/refused", "there is no statement in the text; write one, such as SELECT 1");
    if (query.mayWrite !== true) refuseWrites(query.connection, statements);
    await runOnSession(parts, statements);
    end(null);
  } catch (error) {
    await parts.control.settle();
    end(error instanceof StatementFailure ? error.info : failureInfo(error, parts, (offset) => offset));
  } finally {
    await parts.control.settle();
  }
}

async function runOnSession(parts: QueryParts, statements: readonly Statement[]): Promise<void> {
  const { query, database, control, tell } = parts;
  const raw = await control.orStopped(database.open("person"), (late) => void late.close());
  let current = 0;
  let notices = 0;
  raw.onNotice((text) => void (notices++ < shownNotices && tell({ kind: "notice", index: current, text: createMask(query.secrets)(text) })));
  try {
    const session = control.guard(raw);
    const fenced = isFenced(query.connection, query.mayWrite === true);
    if (fenced) await beginReadOnly(session, query.connection.id, statements);
    for (const [index, statement] of statements.entries()) {
      current = index;
      await runStatement(parts, session, { statement, index });
    }
    if (!fenced && raw.inTransaction()) throw new AppError("sql/refused", "the text began a transaction and did not end it, so it was rolled back; write COMMIT at its end");
  } finally {
    await control.settle();
    await raw.close();
  }
}

/** Once a query has run in it, the transaction cannot be made a writing one any more. */
async function beginReadOnly(session: Session, connection: string, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) refuseTransactions(connection, statement);
  await session.execute("BEGIN TRANSACTION READ ONLY");
  await session.execute("SELECT 1");
}

async function runStatement(parts: QueryParts, session: Session, { statement, index }: { statement: Statement; index: number }): Promise<void> {
  const { query, tell } = parts;
  const began = performance.now();
  tell({ kind: "statement", index, words: actWords(statement), writes: writes(statement), place: placeIn(query, statement.start), end: (query.origin?.offset ?? 0) + statement.start + statement.text.length });
  let originalOffset = (offset: number): number => offset;
  try {
    const bound = bindText(statement, query.params, session.dialect.kind);
    originalOffset = bound.originalOffset;
    const cursor = await session.open(bound);
    const done = cursor.columns === null ? await finishPlain(cursor) : await keepRows(parts, cursor, index);
    tell({ kind: "finished", index, ...done, ms: performance.now() - began });
  } catch (error) {
    const info = failureInfo(error, parts, (offset) => statement.start + originalOffset(offset));
    tell({ kind: "failed", index, failure: info, ms: performance.now() - began });
    throw new StatementFailure(info);
  }
}

interface Done {
  readonly resultId: string | null;
  readonly rows: number | null;
  readonly capped: boolean;
}

async function finishPlain(cursor: Cursor): Promise<Done> {
  while ((await cursor.next()) !== null);
  return { resultId: null, rows: await cursor.close(), capped: false };
}

async function keepRows({ query, control, store, tell }: QueryParts, cursor: Cursor, index: number): Promise<Done> {
  const columns = cursor.columns ?? [];
  const writer = await store.create(columns).catch(async (error: unknown) => {
    await cursor.abandon();
    throw error;
  });
  try {
    tell({ kind: "columns", index, resultId: writer.id, columns: columns.map(({ name, type, kind }) => ({ name, type, kind })) });
    const capped = await pour(cursor, writer, { maxRows: query.maxRows, control, told: (rows) => tell({ kind: "rows", index, rows }) });
    await cursor.close();
    return { resultId: writer.id, rows: await writer.finish(query.maxRows), capped };
  } catch (error) {
    await cursor.abandon();
    await writer.drop();
    throw error;
  }
}

export interface Pour {
  readonly maxRows: number;
  readonly control: JobControl;
  told(rows: number): void;
}

/** Moves rows from the cursor into the result; true when there were more than `maxRows`. */
export async function pour(cursor: Cursor, writer: ResultWriter, { maxRows, control, told }: Pour): Promise<boolean> {
  let toldAt = 0;
  for (let batch = await cursor.next(); batch !== null; batch = await cursor.next()) {
    const stopped = control.stopped();
    if (stopped !== null) throw new JobStopped(stopped);
    writer.append(batch);
    if (writer.appended > maxRows) return true;
    const now = performance.now();
    if (now - toldAt < tellEveryMs) continue;
    toldAt = now;
    writer.flush();
    told(writer.appended);
  }
  return false;
}
