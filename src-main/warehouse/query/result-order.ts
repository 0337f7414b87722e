/** Sort and filter of a kept result as SQL. Values are bound; columns are named by their place. */
import type { ResultFilter, ResultOrder } from "../../../shared/contract/sql.ts";
import type { z } from "zod";
import { AppError } from "../../../shared/errors/app-error.ts";
import { hasOrder, type StoredColumn, textOf, valueOf, valueType } from "./stored-column.ts";

type Filter = z.infer<typeof ResultFilter>;

export interface OrderSql {
  readonly where: string;
  readonly orderBy: string;
  readonly values: readonly string[];
}

/** Null when nothing is sorted or filtered. */
export function orderKey({ sort = [], filter = [] }: ResultOrder): string | null {
  return sort.length + filter.length === 0 ? null : JSON.stringify([sort, filter]);
}

export function orderSql(columns: readonly StoredColumn[], { sort = [], filter = [] }: ResultOrder): OrderSql {
  const values: string[] = [];
  const bind = (value: string): string => `$${values.push(value)}`;
  const at = (index: number): StoredColumn => {
    const column = columns[index];
    if (column === undefined) throw new AppError("input/invalid", `Result: there is no column ${index + 1}; it has ${columns.length}.`);
    return column;
  };
  const where = filter.map((one) => `(${filterSql(at(one.column), one, bind)})`);
  const orderBy = sort.flatMap(({ column, descending }) => sortSql(at(column)).map((by) => `${by} ${descending ? "DESC" : "ASC"} NULLS LAST`));
  return { where: where.length === 0 ? "true" : where.join(" AND "), orderBy: [...orderBy, "rowid"].join(", "), values };
}

/** What DuckDB cannot order (text that means another type) falls back to its text. */
function sortSql(column: StoredColumn): string[] {
  if (column.kind === "nested" || column.kind === "other") return [textOf(column)];
  return column.textOf === null || !hasOrder(column.kind) ? [column.key] : [valueOf(column), column.key];
}

function filterSql(column: StoredColumn, { op, value = "" }: Filter, bind: (value: string) => string): string {
  const text = textOf(column);
  switch (op) {
    case "is null":
      return `${column.key} IS NULL`;
    case "is not null":
      return `${column.key} IS NOT NULL`;
    case "contains":
      return `contains(lower(${text}), lower(${bind(value)}))`;
    case "not contains":
      return `NOT coalesce(contains(lower(${text}), lower(${bind(value)})), false)`;
    case "starts with":
      return `starts_with(lower(${text}), lower(${bind(value)}))`;
    default:
      return comparison(column, op, value, bind);
  }
}

/** Exact for text that is written as the database writes it; by value for what is written otherwise (1.0 for 1). */
function comparison(column: StoredColumn, op: "=" | "<>" | "<" | "<=" | ">" | ">=", value: string, bind: (value: string) => string): string {
  const text = textOf(column);
  if (!hasOrder(column.kind)) return `${text} ${op} ${bind(value)}`;
  const isFine = column.kind === "float" || column.kind === "boolean" || column.kind === "date" || column.kind === "time" || column.kind === "timestamp";
  const isNumber = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value);
  if (!isFine && !isNumber) throw new AppError("input/invalid", `Filter on column "${column.name}": ${JSON.stringify(value.slice(0, 80))} is no number; write one such as 42 or 3.14.`);
  // A fraction must not be rounded to the column's own type, nor a long integer to a fraction's.
  const type = isFine ? valueType(column) : /^\s*[+-]?\d+\s*$/.test(value) && value.trim().length <= 38 ? "HUGEINT" : "DOUBLE";
  const given = bind(value.trim());
  const typed = `CAST(${given} AS ${type})`;
  const equal = `(${text} = ${given} OR ${valueOf(column)} = ${typed})`;
  if (op === "=") return equal;
  return op === "<>" ? `NOT ${equal}` : `${valueOf(column)} ${op} ${typed}`;
}
