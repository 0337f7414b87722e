/** Reading rows and figures for the screen: read-only, limited in rows, cell length and time, on a session of its own. */
import type { RowSet } from "../../shared/contract/warehouse.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { cutCell } from "./checks/run-checks.ts";
import { type ProfileDialect, type ProfileSource, profileColumns } from "./profile-plan.ts";
import { type Column, type ProfileWork, type Session, SqlFailure, type TableName } from "./session.ts";
import { quoteName, quoteTable, showTable } from "../../shared/sql/names.ts";

const shownCharacters = 10_000;
export const previewLimitMs = 20_000;
const countLimitMs = 2000;

/** Runs read-only work and interrupts it at its limit; rolls back in the end. */
export async function readOnly<T>(session: Session, limitMs: number, work: () => Promise<T>): Promise<T> {
  let isLate = false;
  let underWay: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    isLate = true;
    underWay = session.interrupt().catch(() => undefined);
  }, limitMs);
  try {
    await session.execute("BEGIN TRANSACTION READ ONLY");
    return await work();
  } catch (error) {
    if (isLate) throw new AppError("query/cancelled", `the query ran longer than ${limitMs / 1000} s; narrow it down or use a smaller table`);
    throw error;
  } finally {
    clearInterval(timer);
    await underWay;
    if (session.inTransaction()) await session.execute("ROLLBACK");
  }
}

/** Null when counting takes too long. */
async function countRows(session: Session, table: TableName): Promise<number | null> {
  try {
    const [cells] = await readOnly(session, countLimitMs, () => session.read(`SELECT CAST(count(*) AS varchar) FROM ${quoteTable(table)}`));
    return Number(cells?.[0] ?? 0);
  } catch (error) {
    if (error instanceof AppError && error.code === "query/cancelled") return null;
    throw error;
  }
}

export function noSuchTable(table: TableName): SqlFailure {
  return new SqlFailure({ kind: "sql", code: "missing", message: `no table or view ${showTable(table)}; refresh the catalogue` });
}

export async function readRows(
  session: Session,
  table: TableName,
  columns: readonly Pick<Column, "name" | "type">[],
  page: { limit: number; offset: number },
): Promise<RowSet> {
  const limit = Math.min(5000, Math.max(1, Math.trunc(page.limit)));
  const offset = Math.max(0, Math.trunc(page.offset));
  const texts = columns.map((column) => session.dialect.text(quoteName(column.name), column.type, shownCharacters)).join(", ");
  const query = `SELECT ${texts} FROM ${quoteTable(table)} LIMIT ${limit} OFFSET ${offset}`;
  const rows = await readOnly(session, previewLimitMs, () => session.read(query));
  return {
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: rows.map((row) => row.map((cell) => cutCell(cell, shownCharacters))),
    totalRows: await countRows(session, table),
  };
}

export interface ProfiledTable {
  readonly dialect: ProfileDialect;
  readonly columns: readonly Column[];
  sourceOf(session: Session): Promise<ProfileSource>;
}

/** All of it sees the table as it stood at one moment. */
export async function profileTable(session: Session, { dialect, columns, sourceOf }: ProfiledTable, { from, count, guard, tell }: ProfileWork): Promise<void> {
  const guarded = guard(session);
  await guarded.execute("BEGIN TRANSACTION READ ONLY");
  try {
    const source = await sourceOf(guarded);
    const asked = columns.slice(from, from + count);
    let done = from;
    for await (const profiles of profileColumns(guarded, dialect, source, asked)) {
      done += profiles.length;
      tell({ columns: profiles, done, total: columns.length });
    }
  } finally {
    if (session.inTransaction()) await session.execute("ROLLBACK");
  }
}
