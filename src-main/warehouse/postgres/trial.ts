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
  await separateSequences(session, from, to);
}

/**
 * The sequences of the copy are its own: one that it shared with the table would go on counting there, and would hold the table when that is
 * to be dropped. Each goes on where the other stands.
 */
async function separateSequences(session: Session, from: TableName, to: TableName): Promise<void> {
  const target = `${quoteText(quoteTable(to))}::regclass`;
  const shared = await session.read(
    `SELECT DISTINCT a.attname, s.oid::regclass::text, pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
     JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refclassid = 'pg_class'::regclass
     JOIN pg_class s ON s.oid = p.refobjid AND s.relkind = 'S' WHERE d.adrelid = ${target} AND a.attgenerated = '' ORDER BY 1, 2`,
  );
  for (const [index, [column, sequence, expression]] of shared.entries()) {
    const own = quoteTable({ schema: to.schema, table: `seq${index}_${to.table.slice(-50)}` });
    await session.execute(`CREATE SEQUENCE ${own} OWNED BY ${quoteTable(to)}.${quoteName(column ?? "")}`);
    await goOn(session, own, sequence ?? "");
    const value = (expression ?? "").replaceAll(`${quoteText(sequence ?? "")}::regclass`, `${quoteText(own)}::regclass`);
    await session.execute(`ALTER TABLE ${quoteTable(to)} ALTER COLUMN ${quoteName(column ?? "")} SET DEFAULT ${value === expression ? `nextval(${quoteText(own)})` : value}`);
  }
  const identity = await session.read(`SELECT attname FROM pg_attribute WHERE attrelid = ${target} AND attnum > 0 AND NOT attisdropped AND attidentity <> '' ORDER BY attnum`);
  for (const [column] of identity) {
    const [names] = await session.read(`SELECT ${[to, from].map((table) => `pg_get_serial_sequence(${quoteText(quoteTable(table))}, ${quoteText(column ?? "")})`).join(", ")}`);
    if (names?.[0] != null && names[1] != null) await goOn(session, names[0], names[1]);
  }
}

/** Both as they are written in SQL. */
async function goOn(session: Session, own: string, other: string): Promise<void> {
  await session.read(`SELECT setval(${quoteText(own)}, last_value, is_called)::text FROM ${other}`);
}

const changes = ["RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"].map(quoteText).join(", ");

const kinds = "c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')";

/** By their number in the database, which stays with them whatever becomes of their name. */
async function relationsOutside(session: Session, schema: string): Promise<[id: string, name: string][]> {
  const rows = await session.read(
    `SELECT c.oid::text, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${kinds} AND n.nspname <> ${quoteText(schema)} AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`,
  );
  return rows.map(([id, at, name]) => [id ?? "", showTable({ schema: at ?? "", table: name ?? "" })]);
}

/** Its locks say what it has changed, dropped or moved away; what it has made is not among those of before. Taking numbers from a sequence changes no table. */
async function changedSince(session: Session, schema: string, before: ReadonlyMap<string, string>): Promise<string[]> {
  const rows = await session.read(
    `SELECT DISTINCT l.relation::text, n.nspname, c.relname FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND l.mode IN (${changes}) AND (c.oid IS NULL OR ${kinds}) AND NOT coalesce(c.relkind = 'S' AND l.mode = 'RowExclusiveLock', false)`,
  );
  const changed = rows.flatMap(([id, at, name]) => {
    const old = before.get(id ?? "");
    if (old !== undefined) return [old];
    return at == null || at === schema || at.startsWith("pg_") ? [] : [showTable({ schema: at, table: name ?? "" })];
  });
  return [...new Set(changed)].sort();
}

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
  async watchOutside(session, schema) {
    const before = new Map(await relationsOutside(session, schema));
    return () => changedSince(session, schema, before);
  },
  temporary: (table) => `"pg_temp".${quoteName(table)}`,
};
