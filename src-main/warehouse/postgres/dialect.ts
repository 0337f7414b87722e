/**
 * How write–audit–publish is done in PostgreSQL. Advisory locks keep several Dagwrights on one database apart: one on
 * each prep table (whoever can take it knows that its owner is gone), one on each attempt while it publishes (so that
 * `wasPublished` waits for a commit in flight), one on each final table.
 */
import { bookkeepingSchema, bookkeepingTable, createBookkeeping } from "../load/bookkeeping.ts";
import { isPrepName } from "../load/prep-name.ts";
import { type Column, type Dialect, type Session, SqlFailure, type TableName } from "../session.ts";
import { quoteName, quoteTable, quoteText, showTable } from "../../../shared/sql/names.ts";
import { loadFile } from "./files.ts";
import { replaceTable } from "./replace.ts";
import { postgresTrial } from "./trial.ts";

/** A session may wait this long for a table's lock: a longer queue would keep readers out. */
const lockWait = "3s";

function lockKey(purpose: string, name: string): string {
  return `hashtext('dagwright ${purpose}'), hashtext(${quoteText(name)})`;
}

export function attemptLock(attemptId: string): string {
  return lockKey("publish", attemptId);
}

async function schemaExists(session: Session, schema: string): Promise<boolean> {
  const rows = await session.read(`SELECT nspname FROM pg_namespace WHERE nspname = ${quoteText(schema)}`);
  return rows.length > 0;
}

/** CREATE … IF NOT EXISTS asks for the right to create even when there is nothing to create, and can collide with itself. */
async function createOnce(session: Session, statement: string): Promise<void> {
  await session.execute("BEGIN");
  try {
    await session.execute(`SELECT pg_advisory_xact_lock(${lockKey("create", "schema")})`);
    // Somebody else may have made it meanwhile: nobody needs to read of that.
    await session.execute("SET LOCAL client_min_messages = warning");
    await session.execute(statement);
    await session.execute("COMMIT");
  } catch (error) {
    if (session.inTransaction()) await session.execute("ROLLBACK");
    throw error instanceof SqlFailure ? error.relocated(() => null) : error;
  }
}

async function ensureSchema(session: Session, schema: string): Promise<void> {
  if (!(await schemaExists(session, schema))) await createOnce(session, `CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`);
}

async function ensureBookkeeping(session: Session): Promise<void> {
  await ensureSchema(session, bookkeepingSchema);
  const [known] = await session.read(`SELECT to_regclass(${quoteText(bookkeepingTable)})::text`);
  if (known?.[0] == null) await createOnce(session, createBookkeeping);
}

async function readColumns(session: Session, name: TableName): Promise<Column[] | null> {
  const [relation] = await session.read(
    `SELECT c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ${quoteText(name.schema)} AND c.relname = ${quoteText(name.table)}`,
  );
  if (relation === undefined) return null;
  if (relation[0] !== "r" && relation[0] !== "p")
    throw new SqlFailure({ kind: "sql", message: `${showTable(name)} is not a table (a view, perhaps); expected a table, or no such name` });
  const rows = await session.read(
    `SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atthasdef OR a.attidentity <> '', a.attgenerated <> ''
     FROM pg_attribute a WHERE a.attrelid = ${quoteText(quoteTable(name))}::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
  );
  return rows.map(([column, type, notNull, hasDefault, generated]) => ({
    name: column ?? "",
    type: type ?? "",
    nullable: notNull === "f",
    hasDefault: hasDefault === "t",
    generated: generated === "t",
  }));
}

/** IF EXISTS alone would put a notice into the person's log after every load whose table has moved into its place. */
async function dropPrep(session: Session, prep: TableName): Promise<void> {
  await dropIfThere(session, prep);
}

async function dropIfThere(session: Session, name: TableName): Promise<boolean> {
  const [known] = await session.read(`SELECT to_regclass(${quoteText(quoteTable(name))})::text`);
  if (known?.[0] == null) return false;
  await session.execute(`DROP TABLE IF EXISTS ${quoteTable(name)}`);
  return true;
}

async function dropLeftover(session: Session, name: TableName): Promise<boolean> {
  const [cells] = await session.read(`SELECT pg_try_advisory_lock(${lockKey("prep", showTable(name))})`);
  if (cells?.[0] !== "t") return false;
  try {
    await session.execute(`SET lock_timeout = '1s'`);
    // Looked for again under the lock: its owner may have ended well, and dropped it, since the list was read.
    return await dropIfThere(session, name);
  } catch (error) {
    // Somebody reads it, or it is not ours to drop: it stays until the next load.
    if (error instanceof SqlFailure && error.kind === "sql") return false;
    throw error;
  } finally {
    await session.execute("RESET lock_timeout");
    await session.execute(`SELECT pg_advisory_unlock(${lockKey("prep", showTable(name))})`);
  }
}

async function dropLeftovers(session: Session, schema: string): Promise<string[]> {
  const rows = await session.read(`SELECT tablename FROM pg_tables WHERE schemaname = ${quoteText(schema)} AND tablename LIKE '%\\_\\_dw\\_________'`);
  const names = rows.map(([name]) => name ?? "").filter(isPrepName);
  const dropped: string[] = [];
  for (const table of names) if (await dropLeftover(session, { schema, table })) dropped.push(table);
  return dropped;
}

const aloneWords = new Set(["VACUUM", "REINDEX", "CLUSTER"]);

function runsAlone(words: readonly string[]): boolean {
  const [first = "", second] = words;
  if (aloneWords.has(first) || (first === "ALTER" && second === "SYSTEM")) return true;
  if ((first === "CREATE" || first === "DROP") && (second === "DATABASE" || second === "TABLESPACE" || second === "SUBSCRIPTION")) return true;
  return words.includes("CONCURRENTLY");
}

export const postgresDialect: Dialect = {
  kind: "postgres",
  indexesOnPrep: true,
  foldsCase: true,
  text: (expression, _type, limit) => `left(CAST(${expression} AS text), ${limit + 1})`,
  ageMs: (expression) => `trunc(extract(epoch from now() - CAST(${expression} AS timestamptz)) * 1000)`,
  searchPath: (schemas) => `SET search_path = ${[...schemas, "public"].map(quoteName).join(", ")}`,
  ensureSchema,
  ensureBookkeeping,
  columns: readColumns,
  async claim(session, prep) {
    await session.execute(`SELECT pg_advisory_lock(${lockKey("prep", showTable(prep))})`);
  },
  async release(session, prep) {
    await session.execute(`SELECT pg_advisory_unlock(${lockKey("prep", showTable(prep))})`);
  },
  dropPrep,
  dropLeftovers,
  loadFile,
  alone: (work) => work(),
  async lockPublication(session, attemptId, final) {
    await session.execute(`SET LOCAL lock_timeout = '${lockWait}'`);
    await session.execute(`SELECT pg_advisory_xact_lock(${attemptLock(attemptId)})`);
    await session.execute(`SELECT pg_advisory_xact_lock(${lockKey("table", showTable(final))})`);
  },
  replace: replaceTable,
  runsAlone,
  trial: postgresTrial,
};
