/** Values that are lists of records, as rows of a table. Pure. */
import { toExactJson } from "../../../../shared/base/exact-json.ts";
import type { RowSet } from "../../../../shared/contract/warehouse.ts";

const mostColumns = 200;

/** Null for what is no list of records: plain objects, at least one, and no two alike in nothing. */
export function recordsOf(value: unknown): RowSet | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return null;
  const names = [...new Set(value.flatMap((each) => Object.keys(each)))].slice(0, mostColumns);
  if (names.length === 0) return null;
  const columns = names.map((name) => ({ name, type: typeOf(value.map((each) => ownOf(each, name) ?? undefined)) }));
  return { columns, rows: value.map((each) => names.map((name) => cellOf(ownOf(each, name)))), totalRows: value.length };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Empty for what is not all numbers. */
function typeOf(values: readonly unknown[]): string {
  const kinds = new Set(values.map((each) => (Number.isInteger(each) ? "whole" : typeof each)));
  if (![...kinds].every((kind) => ["undefined", "whole", "number", "bigint"].includes(kind))) return "";
  return kinds.has("bigint") && !kinds.has("number") ? "BIGINT" : "DOUBLE";
}

/** Not what every object has by itself, such as a `constructor`. */
function ownOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function cellOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : toExactJson(value);
}
