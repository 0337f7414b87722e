/** What tries do in DuckDB. A statement that changes tables is known there by its first word, so nothing has to be asked after it. */
import { quoteName, quoteTable, quoteText } from "../../../shared/sql/names.ts";
import { noSuchTable } from "../preview.ts";
import type { Session, TableName, TrialDialect } from "../session.ts";
import { readDdl } from "../sql-text/ddl.ts";

const here = "database_name = current_database()";

async function findRelation(session: Session, { schema, table }: TableName): Promise<{ kind: "table" | "view"; sql: string } | null> {
  const at = (column: string): string => `${here} AND lower(schema_name) = lower(${quoteText(schema)}) AND lower(${column}) = lower(${quoteText(table)})`;
  const [row] = await session.read(`SELECT 'table', sql FROM duckdb_tables() WHERE ${at("table_name")} UNION ALL SELECT 'view', sql FROM duckdb_views() WHERE ${at("view_name")} LIMIT 1`);
  return row === undefined ? null : { kind: row[0] === "view" ? "view" : "table", sql: row[1] ?? "" };
}

async function copyTable(session: Session, from: TableName, to: TableName): Promise<void> {
  const source = await findRelation(session, from);
  if (source === null) throw noSuchTable(from);
  if (source.kind === "view") {
    await session.execute(`CREATE TABLE ${quoteTable(to)} AS FROM ${quoteTable(from)}`);
    return;
  }
  await session.execute(readDdl(source.sql, false).createTable(to, { keepsForeignKeys: false }));
  const columns = (await session.dialect.columns(session, from)) ?? [];
  const list = columns.flatMap(({ name, generated }) => (generated ? [] : [quoteName(name)])).join(", ");
  await session.execute(`INSERT INTO ${quoteTable(to)} (${list}) SELECT ${list} FROM ${quoteTable(from)}`);
}

export const duckTrial: TrialDialect = {
  kindOf: async (session, name) => (await findRelation(session, name))?.kind ?? null,
  async hasSchema(session, schema) {
    const rows = await session.read(`SELECT schema_name FROM duckdb_schemas() WHERE ${here} AND lower(schema_name) = lower(${quoteText(schema)})`);
    return rows.length > 0;
  },
  async list(session, schema) {
    const at = `WHERE ${here} AND schema_name = ${quoteText(schema)}`;
    const rows = await session.read(`SELECT table_name, 'table' FROM duckdb_tables() ${at} UNION ALL SELECT view_name, 'view' FROM duckdb_views() ${at}`);
    return rows.map(([name, kind]) => ({ name: name ?? "", kind: kind === "view" ? "view" : "table" }));
  },
  copyTable,
  watchOutside: async () => async () => [],
  temporary: (table) => `"temp"."main".${quoteName(table)}`,
};
