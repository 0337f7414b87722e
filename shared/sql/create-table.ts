/** CREATE TABLE for what a query gives. Pure. */
import { writeName } from "./dialect.ts";
import type { SqlDialect } from "./language.ts";

/** What a column of nothing but NULL is said to be; no table may have it. */
const untyped = /^"?(?:null|sqlnull|unknown)"?$/i;

export function ddlOf(table: string, columns: readonly { readonly name: string; readonly type: string }[], dialect: SqlDialect): string {
  const names = columns.map(({ name }) => writeName(name, dialect, "auto"));
  const width = Math.max(0, ...names.map((name) => name.length));
  const lines = columns.map(({ type }, at) => `  ${(names[at] ?? "").padEnd(width)} ${untyped.test(type) ? "text" : type}`);
  return `create table ${writeName(table, dialect, "auto")} (\n${lines.join(",\n")}\n)`;
}

/** Columns that one table cannot have beside each other, or that have no name of their own. */
export function unfitColumns(columns: readonly { readonly name: string }[]): string[] {
  const names = columns.map(({ name }) => name.toLowerCase());
  return [...new Set(columns.filter(({ name }, at) => name === "" || name === "?column?" || names.indexOf(name.toLowerCase()) !== at).map(({ name }) => name))];
}
