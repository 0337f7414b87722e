/** A catalogue made ready for look-ups; made once per catalogue object and dialect, however often one asks. */
import type { CatalogTable } from "../contract/warehouse.ts";
import { storedKey } from "./dialect.ts";
import type { SqlCatalog, SqlDialect } from "./language.ts";

type CatalogColumn = CatalogTable["columns"][number];

export interface TableEntry {
  readonly table: CatalogTable;
  readonly columns: ReadonlyMap<string, CatalogColumn>;
}

export interface CatalogIndex {
  /** By key of the schema; in the order of the catalogue. */
  readonly schemas: ReadonlyMap<string, { readonly name: string; readonly tables: ReadonlyMap<string, TableEntry> }>;
  /** All tables of a name, whatever their schema. */
  readonly byName: ReadonlyMap<string, readonly TableEntry[]>;
  readonly entries: readonly TableEntry[];
}

const indexes = new WeakMap<SqlCatalog, Map<SqlDialect, CatalogIndex>>();

export function indexCatalog(catalog: SqlCatalog, dialect: SqlDialect): CatalogIndex {
  const known = indexes.get(catalog) ?? new Map<SqlDialect, CatalogIndex>();
  indexes.set(catalog, known);
  const found = known.get(dialect) ?? makeIndex(catalog, dialect);
  known.set(dialect, found);
  return found;
}

function makeIndex(catalog: SqlCatalog, dialect: SqlDialect): CatalogIndex {
  const schemas = new Map<string, { name: string; tables: Map<string, TableEntry> }>();
  const byName = new Map<string, TableEntry[]>();
  const entries: TableEntry[] = [];
  for (const table of catalog.tables) {
    const entry = { table, columns: new Map(table.columns.map((column) => [storedKey(column.name, dialect), column])) };
    entries.push(entry);
    const schema = schemas.get(storedKey(table.schema, dialect)) ?? { name: table.schema, tables: new Map<string, TableEntry>() };
    schemas.set(storedKey(table.schema, dialect), schema);
    const key = storedKey(table.name, dialect);
    schema.tables.set(key, entry);
    const same = byName.get(key);
    if (same === undefined) byName.set(key, [entry]);
    else same.push(entry);
  }
  return { schemas, byName, entries };
}
