/** The catalogue tree as the flat rows that a virtual list draws. Pure. */
import type { Catalog, CatalogTable, ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import { t } from "../../strings/t.ts";

export type CatalogState = { readonly kind: "loading" } | { readonly kind: "failed"; readonly message: string } | { readonly kind: "ready"; readonly catalog: Catalog };

export type TreeRow =
  | { readonly kind: "connection"; readonly id: string; readonly open: boolean; readonly connection: ConnectionInfo; readonly tables: number | null }
  | { readonly kind: "schema"; readonly id: string; readonly open: boolean; readonly name: string; readonly tables: number }
  | { readonly kind: "table"; readonly id: string; readonly connection: string; readonly table: CatalogTable }
  | { readonly kind: "note"; readonly id: string; readonly text: string; readonly tone: "loading" | "failed" | "plain" };

export interface TreeInput {
  readonly connections: readonly ConnectionInfo[];
  readonly catalogs: Readonly<Record<string, CatalogState>>;
  readonly closed: ReadonlySet<string>;
  readonly search: string;
}

export function treeRows({ connections, catalogs, closed, search }: TreeInput): TreeRow[] {
  const wanted = search.trim().toLowerCase();
  return connections.flatMap((connection) => {
    const state = catalogs[connection.id] ?? { kind: "loading" };
    const found = state.kind === "ready" ? state.catalog.tables.filter((table) => wanted === "" || `${table.schema}.${table.name}`.toLowerCase().includes(wanted)) : [];
    // While one searches every hit is shown, whatever was folded.
    const open = wanted !== "" || !closed.has(connection.id);
    const head: TreeRow = { kind: "connection", id: connection.id, open, connection, tables: state.kind === "ready" ? found.length : null };
    return open ? [head, ...innerRows(connection.id, state, found, wanted === "" ? closed : new Set<string>())] : [head];
  });
}

function innerRows(connection: string, state: CatalogState, tables: readonly CatalogTable[], closed: ReadonlySet<string>): TreeRow[] {
  if (state.kind === "loading") return [{ kind: "note", id: `${connection}/…`, text: t("Reading the catalogue…"), tone: "loading" }];
  if (state.kind === "failed") return [{ kind: "note", id: `${connection}/!`, text: state.message, tone: "failed" }];
  if (tables.length === 0) return [{ kind: "note", id: `${connection}/0`, text: state.catalog.tables.length === 0 ? t("No table yet") : t("No table matches"), tone: "plain" }];
  const schemas = new Map<string, CatalogTable[]>();
  for (const table of tables) schemas.set(table.schema, [...(schemas.get(table.schema) ?? []), table]);
  return [...schemas].sort(([a], [b]) => a.localeCompare(b, "en")).flatMap(([name, inside]) => {
    const id = `${connection}/${name}`;
    const open = !closed.has(id);
    const head: TreeRow = { kind: "schema", id, open, name, tables: inside.length };
    const rows = inside.toSorted((a, b) => a.name.localeCompare(b.name, "en")).map((table): TreeRow => ({ kind: "table", id: `${id}/${table.name}`, connection, table }));
    return open ? [head, ...rows] : [head];
  });
}

/** The depth of a row in the tree, from 1. */
export function levelOf(row: TreeRow): number {
  return row.kind === "connection" ? 1 : row.kind === "table" ? 3 : 2;
}
