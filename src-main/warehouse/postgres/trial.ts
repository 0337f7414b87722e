/** What tries do in PostgreSQL. Its locks tell which tables a transaction has changed, functions and rules included. */
import { quoteName, quoteTable, quoteText, showTable } from "../../../shared/sql/names.ts";
import { noSuchTable } from "../preview.ts";
import type { Session, TableName, TrialDialect } from "../session.ts";

async function kindOf(session: Session, { schema, table }: TableName): Promise<"table" | "view" | null> {
  const [row] = await session.read(
    `SELECT c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ${quoteText(schema)} AND c.relname = ${quoteText(table)} AND c.relkind IN ('r', 'p', 'f', 'v', 'm')`,
  );
  if (row === undefined) return null;
  return row[0] === "v" || row[0] === "m" ? "view" : "table";
}

/** Foreign keys are not among what LIKE copies: a try must not hold the tables of others. */
async function copyTable(session: Session, from: TableName, to: TableName): Promise<void> {
  if ((await kindOf(session, from)) === null) throw noSuchTable(from);
  const [source, target] = [quoteTable(from), quoteTable(to)];
  await session.execute(`CREATE TABLE ${target} (LIKE ${source} INCLUDING ALL)`);
  const columns = await session.read(`SELECT attname FROM pg_attribute WHERE attrelid = ${quoteText(source)}::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`);
  const list = columns.map(([name]) => quoteName(name ?? "")).join(", ");
  await session.execute(`INSERT INTO ${target} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM ${source}`);
}

const changes = ["RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"].map(quoteText).join(", ");

export const postgresTrial: TrialDialect = {
  kindOf,
  async hasSchema(session, schema) {
    const rows = await session.read(`SELECT nspname FROM pg_namespace WHERE nspname = ${quoteText(schema)}`);
    return rows.length > 0;
  },
  async list(session, schema) {
    const rows = await session.read(
      `SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ${quoteText(schema)} AND c.relkind IN ('r', 'v') ORDER BY c.relkind DESC`,
    );
    return rows.map(([name, kind]) => ({ name: name ?? "", kind: kind === "v" ? "view" : "table" }));
  },
  copyTable,
  async changedOutside(session, schema) {
    const rows = await session.read(
      `SELECT DISTINCT n.nspname, c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND l.mode IN (${changes}) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname <> ${quoteText(schema)} AND n.nspname NOT LIKE 'pg\\_%'
         AND NOT (c.relkind = 'S' AND l.mode = 'RowExclusiveLock') ORDER BY 1, 2`,
    );
    return rows.map(([at, table]) => showTable({ schema: at ?? "", table: table ?? "" }));
  },
  temporary: (table) => `"pg_temp".${quoteName(table)}`,
};
