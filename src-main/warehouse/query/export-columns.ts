/** What a column becomes in a typed file: its own type where every value fits it exactly, its text otherwise. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { type StoredColumn, textOf, valueOf } from "./stored-column.ts";

export interface ExportColumn {
  readonly name: string;
  readonly sql: string;
}

const exactDigits = 15;

/** The columns whose text does not all mean what its type says (infinity, dates before Christ, numbers too long). */
async function unfit(connection: DuckDBConnection, relation: string, columns: readonly StoredColumn[], test: (column: StoredColumn) => string | null): Promise<Set<string>> {
  const asked = columns.flatMap((column) => {
    const condition = test(column);
    return condition === null ? [] : [{ key: column.key, sql: `CAST(coalesce(bool_or(${condition}), false) AS varchar)` }];
  });
  if (asked.length === 0) return new Set();
  const [row] = (await connection.runAndReadAll(`SELECT ${asked.map(({ sql }) => sql).join(", ")} FROM ${relation}`)).getRows();
  return new Set(asked.filter((_, index) => row?.[index] === "true").map(({ key }) => key));
}

/** Names in a file of columns may not be double, nor empty. */
export function distinctNames(columns: readonly StoredColumn[]): string[] {
  const taken = new Set<string>();
  return columns.map(({ name }, index) => {
    const base = name === "" ? `column_${index + 1}` : name;
    let free = base;
    for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${base}_${count}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

/** A number of PostgreSQL without a fixed precision has no type in Parquet that holds all of its digits. */
function parquetMisfit(column: StoredColumn): string | null {
  if (column.textOf === null || column.textOf === "VARCHAR") return null;
  if (column.kind === "decimal" && column.textOf === "DOUBLE") return `${column.key} IS NOT NULL AND (TRY_CAST(${column.key} AS DOUBLE) IS NULL OR ${digits(column)} > ${exactDigits})`;
  return `${column.key} IS NOT NULL AND ${valueOf(column)} IS NULL`;
}

function digits(column: StoredColumn): string {
  return `length(ltrim(regexp_replace(${textOf(column)}, '\\D', '', 'g'), '0'))`;
}

export async function parquetColumns(connection: DuckDBConnection, relation: string, columns: readonly StoredColumn[]): Promise<{ columns: ExportColumn[]; asText: string[] }> {
  const misfit = await unfit(connection, relation, columns, parquetMisfit);
  const names = distinctNames(columns);
  const sqlOf = (column: StoredColumn): string => (misfit.has(column.key) ? textOf(column) : valueOf(column));
  return { columns: columns.map((column, index) => ({ name: names[index] ?? "", sql: sqlOf(column) })), asText: columns.filter(({ key }) => misfit.has(key)).map(({ name }) => name) };
}

/** Readers of JSON take numbers for doubles: what those cannot hold is written as text, for the whole column. */
function jsonMisfit(column: StoredColumn): string | null {
  const filled = `${column.key} IS NOT NULL`;
  if (column.kind === "integer" || column.kind === "decimal") return `${filled} AND (${digits(column)} > ${exactDigits} OR TRY_CAST(${column.key} AS DOUBLE) IS NULL)`;
  if (column.kind === "float") return `${filled} AND NOT isfinite(TRY_CAST(${column.key} AS DOUBLE))`;
  return null;
}

export async function jsonColumns(connection: DuckDBConnection, relation: string, columns: readonly StoredColumn[]): Promise<{ columns: ExportColumn[]; asText: string[] }> {
  const misfit = await unfit(connection, relation, columns, jsonMisfit);
  const names = distinctNames(columns);
  const sqlOf = (column: StoredColumn): string => {
    if (misfit.has(column.key)) return textOf(column);
    if (column.kind === "integer") return `CAST(${column.key} AS BIGINT)`;
    if (column.kind === "decimal" || column.kind === "float") return `CAST(${column.key} AS DOUBLE)`;
    if (column.kind === "boolean") return valueOf(column);
    if (column.kind !== "nested") return textOf(column);
    return /^jsonb?$/i.test(column.type) ? `CAST(${column.key} AS JSON)` : column.textOf === null ? column.key : textOf(column);
  };
  return { columns: columns.map((column, index) => ({ name: names[index] ?? "", sql: sqlOf(column) })), asText: columns.filter(({ key }) => misfit.has(key)).map(({ name }) => name) };
}
