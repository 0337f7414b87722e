/**
 * The last step of a load: one transaction that shows the audited rows to readers and leaves a marker.
 *   replace   the dialect's own way (see its publish module)
 *   append    insert the new rows beside the old ones
 *   merge     rows with a known key are updated, the others inserted; keys must be unique and not null in the new rows
 * Append and merge write only the columns that the source filled; the others keep or get the final table's defaults.
 */
import type { JobLog } from "../job-log.ts";
import { type Column, type Publication, type Session, SqlFailure } from "../session.ts";
import { quoteName, quoteTable, quoteText, showTable } from "../../../shared/sql/names.ts";
import { bookkeepingTable } from "./bookkeeping.ts";
import { CommitInDoubt, JobFailure } from "../job-failure.ts";
import type { LoadContext, LoadWork } from "./load-work.ts";

export interface Written {
  readonly columns: readonly Column[];
  readonly filled: readonly Column[];
  readonly totalRows: number;
}

const markerDays = 90;

/** Another session kept the final table locked; the publication is tried again. */
const lockBusy = "55P03";
const lockTries = 40;

function publicationOf(work: LoadWork, session: Session): Publication {
  const late = !session.dialect.indexesOnPrep;
  return {
    prep: work.prep,
    final: work.final,
    createTable: (name) => work.ddl.createTable(name),
    finishing: (name) => [...(late ? work.ddl.indexes(name, "") : []), ...work.ddl.comments(name)],
    filledByDdl: work.ddl.fills,
    mark: work.mark,
  };
}

function finalColumns(work: LoadWork, written: Written, existing: readonly Column[]): string[] {
  const names = existing.map((column) => column.name);
  const missing = written.filled.filter((column) => !names.includes(column.name)).map((column) => column.name);
  if (missing.length > 0) {
    throw new JobFailure(
      `load ${work.plan.load.mode}: ${showTable(work.final)} lacks ${missing.join(", ")} (it has ${names.join(", ")}); alter the table, or use load: replace`,
    );
  }
  return written.filled.map((column) => column.name);
}

async function append(session: Session, work: LoadWork, names: readonly string[]): Promise<void> {
  const list = names.map(quoteName).join(", ");
  await session.execute(`INSERT INTO ${quoteTable(work.final)} (${list}) SELECT ${list} FROM ${quoteTable(work.prep)}`);
}

function mergeKeys(work: LoadWork, names: readonly string[], foldsCase: boolean): string[] {
  const asked = work.plan.load.mode === "merge" ? work.plan.load.keys : [];
  const keys = asked.flatMap((key) => names.find((name) => name === key) ?? names.find((name) => name.toLowerCase() === key.toLowerCase()) ?? []);
  if (keys.length !== asked.length || keys.length === 0) {
    throw new JobFailure(
      `load merge: keys are ${asked.join(", ") || "none"}; expected columns that the source fills (${names.join(", ")})${foldsCase ? "" : ", in any case"}`,
    );
  }
  return keys;
}

/** Keys that are null or come twice would make the result depend on chance. */
async function refuseUnclearKeys(session: Session, work: LoadWork, keys: readonly string[]): Promise<void> {
  const quoted = keys.map(quoteName);
  const condition = quoted.map((key) => `${key} IS NULL`).join(" OR ");
  const prep = quoteTable(work.prep);
  const [nulls] = await session.read(`SELECT CAST(count(*) AS varchar) FROM ${prep} WHERE ${condition}`);
  const [twice] = await session.read(
    `SELECT CAST(count(*) AS varchar) FROM (SELECT 1 AS one FROM ${prep} GROUP BY ${quoted.join(", ")} HAVING count(*) > 1) AS repeated`,
  );
  const found = [
    nulls?.[0] === "0" ? "" : `${nulls?.[0]} rows with a null key`,
    twice?.[0] === "0" ? "" : `${twice?.[0]} keys that come more than once`,
  ].filter(Boolean);
  if (found.length > 0)
    throw new JobFailure(`load merge by ${keys.join(", ")}: the new rows hold ${found.join(" and ")}; expected each key once and never null`);
}

async function merge(session: Session, work: LoadWork, names: readonly string[]): Promise<void> {
  const keys = mergeKeys(work, names, session.dialect.foldsCase);
  await refuseUnclearKeys(session, work, keys);
  const [final, prep] = [quoteTable(work.final), quoteTable(work.prep)];
  const others = names.filter((name) => !keys.includes(name)).map(quoteName);
  const isSame = keys.map((key) => `old.${quoteName(key)} = new.${quoteName(key)}`).join(" AND ");
  if (others.length > 0) {
    await session.execute(`UPDATE ${final} AS old SET ${others.map((name) => `${name} = new.${name}`).join(", ")} FROM ${prep} AS new WHERE ${isSame}`);
  }
  const list = names.map(quoteName);
  await session.execute(
    `INSERT INTO ${final} (${list.join(", ")}) SELECT ${list.map((name) => `new.${name}`).join(", ")} FROM ${prep} AS new WHERE NOT EXISTS (SELECT 1 FROM ${final} AS old WHERE ${isSame})`,
  );
}

async function showRows(session: Session, work: LoadWork, written: Written): Promise<void> {
  const existing = await session.dialect.columns(session, work.final);
  const { mode } = work.plan.load;
  if (mode === "replace" || existing === null) return session.dialect.replace(session, publicationOf(work, session));
  await addTo(session, work, { written, existing });
}

/** Append and merge, into a table that is there. */
export async function addRows(session: Session, work: LoadWork, written: Written): Promise<void> {
  await addTo(session, work, { written, existing: (await session.dialect.columns(session, work.final)) ?? [] });
}

async function addTo(session: Session, work: LoadWork, { written, existing }: { written: Written; existing: readonly Column[] }): Promise<void> {
  const names = finalColumns(work, written, existing);
  await (work.plan.load.mode === "append" ? append(session, work, names) : merge(session, work, names));
}

async function leaveMarker(session: Session, work: LoadWork, totalRows: number): Promise<void> {
  const values = [quoteText(work.attemptId), quoteText(showTable(work.final)), String(totalRows), "now()"].join(", ");
  await session.execute(`DELETE FROM ${bookkeepingTable} WHERE published_at < now() - INTERVAL '${markerDays} days'`);
  await session.execute(`INSERT INTO ${bookkeepingTable} (attempt_id, table_name, row_count, published_at) VALUES (${values})`);
}

async function publishOnce(session: Session, work: LoadWork, written: Written): Promise<void> {
  await session.execute("BEGIN");
  await session.dialect.lockPublication(session, work.attemptId, work.final);
  await showRows(session, work, written);
  await leaveMarker(session, work, written.totalRows);
  await commit(session);
}

async function commit(session: Session): Promise<void> {
  try {
    await session.execute("COMMIT");
  } catch (error) {
    throw error instanceof SqlFailure && error.kind === "connection" ? new CommitInDoubt(error.message) : error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof SqlFailure && error.code === lockBusy;
}

async function publishPatiently(session: Session, work: LoadWork, written: Written, log: JobLog): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await publishOnce(session, work, written);
    } catch (error) {
      if (!isBusy(error) || tries === lockTries) throw error;
      log.line(`${showTable(work.final)} is in use by another session; trying again`);
      await session.execute("ROLLBACK");
    }
  }
}

/** Rolls back before the next publication may begin: an open transaction here would be its conflict. */
async function rollBack(raw: Session): Promise<void> {
  if (!raw.inTransaction()) return;
  // What cannot be rolled back here (the connection is gone) is reported by the failure that led here.
  await raw.execute("ROLLBACK").catch(() => undefined);
}

export async function publish({ session, raw, log }: LoadContext, work: LoadWork, written: Written): Promise<void> {
  try {
    await session.dialect.alone(() => publishPatiently(session, work, written, log).finally(() => rollBack(raw)));
  } catch (error) {
    if (error instanceof SqlFailure && error.kind === "sql") {
      throw new JobFailure(`publishing ${showTable(work.final)}: ${error.message}${error.detail === null ? "" : ` (${error.detail})`}`, { cause: error });
    }
    throw error;
  }
}
