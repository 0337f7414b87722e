/** The order and the filter of a result, as a person changes them. Pure. */
import type { ColumnKind, ResultColumn, ResultOrder } from "../../../../shared/contract/sql.ts";
import { t } from "../../../strings/t.ts";

export type Sort = NonNullable<ResultOrder["sort"]>[number];
export type Filter = NonNullable<ResultOrder["filter"]>[number];
export type FilterOp = Filter["op"];

const mostSorts = 8;

/** Ascending, descending, as it came; alone, or after the columns that are sorted already. */
export function nextSort(sort: readonly Sort[], column: number, add: boolean): Sort[] {
  const now = sort.find((one) => one.column === column);
  return setSort(add ? sort : sort.filter((one) => one.column === column), column, now === undefined ? false : now.descending ? null : true);
}

export function setSort(sort: readonly Sort[], column: number, descending: boolean | null): Sort[] {
  if (descending === null) return sort.filter((one) => one.column !== column);
  if (sort.some((one) => one.column === column)) return sort.map((one) => (one.column === column ? { column, descending } : one));
  return [...sort.slice(0, mostSorts - 1), { column, descending }];
}

export function withOrder(sort: readonly Sort[], filter: readonly Filter[]): ResultOrder {
  return { ...(sort.length === 0 ? {} : { sort: [...sort] }), ...(filter.length === 0 ? {} : { filter: [...filter] }) };
}

const textual: readonly FilterOp[] = ["contains", "not contains", "starts with", "=", "<>", "is null", "is not null"];
const measured: readonly FilterOp[] = ["=", "<>", "<", "<=", ">", ">=", "contains", "is null", "is not null"];
const twoWay: readonly FilterOp[] = ["=", "is null", "is not null"];

/** The usual one first. */
export function filterOps(kind: ColumnKind): readonly FilterOp[] {
  if (kind === "boolean") return twoWay;
  return isMeasured(kind) ? measured : textual;
}

export function isMeasured(kind: ColumnKind): boolean {
  return ["integer", "decimal", "float", "date", "time", "timestamp"].includes(kind);
}

const words: Readonly<Record<FilterOp, string>> = {
  contains: t("contains"),
  "not contains": t("does not contain"),
  "starts with": t("starts with"),
  "=": t("is"),
  "<>": t("is not"),
  "<": "<",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
  "is null": t("is NULL"),
  "is not null": t("is not NULL"),
};

export function opWords(op: FilterOp): string {
  return words[op];
}

export function asksValue(op: FilterOp): boolean {
  return op !== "is null" && op !== "is not null";
}

export function filterWords({ column, op, value }: Filter, columns: readonly ResultColumn[]): string {
  return `${columns[column]?.name ?? ""} ${opWords(op)}${asksValue(op) ? ` ${value === undefined || value === "" ? "“”" : value}` : ""}`;
}

/** What would be right for a value that cannot be compared with this column; null when it can. */
export function valueTrouble(kind: ColumnKind, op: FilterOp, value: string): string | null {
  if (!asksValue(op) || !isMeasured(kind) || op === "contains") return null;
  const trimmed = value.trim();
  if (kind === "integer" || kind === "decimal" || kind === "float") return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? null : t("Write a number such as 42 or 3.14");
  if (kind === "time") return /^\d{1,2}:\d\d/.test(trimmed) ? null : t("Write a time such as 13:45:00");
  return /^-?\d{4,}-\d\d-\d\d/.test(trimmed) ? null : t("Write a date such as 2026-11-21");
}
