/** A column of a kept result in SQL: its exact text, and its value for order, filter, profile and typed files. */
import type { ColumnKind } from "../../../shared/contract/sql.ts";
import type { CursorColumn } from "../session.ts";

export interface StoredColumn extends CursorColumn {
  /** Its name in the table that keeps it: people's own names may be double, empty, or anything. */
  readonly key: string;
}

export function storedColumns(columns: readonly CursorColumn[]): StoredColumn[] {
  return columns.map((column, index) => ({ ...column, key: `c${index}` }));
}

/** At most `limit` characters, or all of them. */
export function textOf({ key, storedAs }: StoredColumn, limit?: number): string {
  if (storedAs === "BLOB") return `'\\x' || lower(hex(${limit === undefined ? key : `${key}[1:${limit}]`}))`;
  return limit === undefined ? `CAST(${key} AS varchar)` : `left(CAST(${key} AS varchar), ${limit})`;
}

/** The type of `valueOf`. */
export function valueType({ storedAs, textOf: meant }: StoredColumn): string {
  return meant ?? storedAs;
}

/** NULL where a text is not of its type as DuckDB reads it (such as a date before Christ of PostgreSQL). */
export function valueOf(column: StoredColumn): string {
  return column.textOf === null || column.textOf === "VARCHAR" ? column.key : `TRY_CAST(${column.key} AS ${column.textOf})`;
}

const ordered: ReadonlySet<ColumnKind> = new Set<ColumnKind>(["integer", "decimal", "float", "boolean", "date", "time", "timestamp"]);

/** Whether its values have an order other than that of their text. */
export function hasOrder(kind: ColumnKind): boolean {
  return ordered.has(kind);
}
