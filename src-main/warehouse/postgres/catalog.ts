/** What is in a PostgreSQL database that the user may see, without system schemas and our bookkeeping. */
import type { Catalog } from "../../../shared/contract/warehouse.ts";
import { bookkeepingSchema } from "../load/bookkeeping.ts";
import { isPrepName } from "../load/prep-name.ts";
import { noSuchTable } from "../preview.ts";
import type { Column, Session, TableName } from "../session.ts";
import { quoteText } from "../../../shared/sql/names.ts";

const shown = `c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', ${quoteText(bookkeepingSchema)}) AND has_schema_privilege(n.oid, 'USAGE')`;

export async function readCatalog(session: Session, connection: string): Promise<Catalog> {
  const relations = await session.read(
    `SELECT c.oid::text, n.nspname, c.relname, c.relkind, trunc(c.reltuples)::bigint::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${shown} ORDER BY 2, 3`,
  );
  const columns = await session.read(
    `SELECT a.attrelid::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${shown} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum`,
  );
  const byTable = Map.groupBy(columns, ([oid]) => oid ?? "");
  const tables = relations.map(([oid, schema, name, kind, estimate]) => ({
    schema: schema ?? "",
    name: name ?? "",
    kind: kind === "v" || kind === "m" ? ("view" as const) : ("table" as const),
    // −1 means that the table was never counted.
    rowCount: kind === "v" || Number(estimate) < 0 ? null : Number(estimate),
    columns: (byTable.get(oid ?? "") ?? []).map(([, column, type, notNull]) => ({ name: column ?? "", type: type ?? "", nullable: notNull === "f" })),
  }));
  return { connection, tables: tables.filter((table) => !isPrepName(table.name)), takenAt: Date.now() };
}

/** Columns of a table or a view, and the server's estimate of its rows. */
export async function readRelation(session: Session, table: TableName): Promise<{ columns: Column[]; estimate: number; isTable: boolean }> {
  const [relation] = await session.read(
    `SELECT c.oid::text, trunc(c.reltuples)::bigint::text, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ${quoteText(table.schema)} AND c.relname = ${quoteText(table.table)} AND c.relkind IN ('r', 'p', 'f', 'v', 'm')`,
  );
  if (relation === undefined) throw noSuchTable(table);
  const [oid, estimate, kind] = relation;
  const rows = await session.read(
    `SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = ${oid} AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  );
  const columns = rows.map(([name, type]) => ({ name: name ?? "", type: type ?? "", nullable: true, hasDefault: false, generated: false }));
  return { columns, estimate: Number(estimate), isTable: kind === "r" || kind === "m" };
}
