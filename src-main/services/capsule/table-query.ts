/**
 * The query that reads a table for a capsule: chosen columns masked, and secrets taken out of the rest, by the database itself, so that no masked value
 * ever leaves it. A hash is keyed by the workspace: equal values stay equal, and nobody can find a value by trying all.
 */
import type { CapsuleColumn, ColumnMask } from "../../../shared/capsule/manifest.ts";
import { quoteName, quoteTable, quoteText } from "../../../shared/sql/names.ts";
import { tokenPattern } from "../../core/secret-patterns.ts";
import { secretMask, shortestSecret } from "../../core/secret-text.ts";

type Dialect = "duckdb" | "postgres";

export interface TableRead {
  readonly dialect: Dialect;
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly CapsuleColumn[];
  /** By column name. */
  readonly masks: Readonly<Record<string, ColumnMask>>;
  /** Of the hashes. */
  readonly key: string;
  readonly secrets: readonly string[];
  readonly maxRows: number;
}

export function tableQuery(read: TableRead): { readonly sql: string; readonly columns: CapsuleColumn[] } {
  const columns = read.columns.map((column) => maskedColumn(read, column));
  const list = columns.map(({ sql, column }) => `${sql} AS ${quoteName(column.name)}`).join(", ");
  return { sql: `SELECT ${list} FROM ${quoteTable({ schema: read.schema, table: read.table })} LIMIT ${read.maxRows}`, columns: columns.map(({ column }) => column) };
}

const isText = (type: string): boolean => /^(varchar|character varying|character|char|bpchar|text|string|citext|name)\b/i.test(type) && !type.endsWith("]");
const isPlain = (type: string): boolean => /^(u?tinyint|u?smallint|u?integer|u?bigint|u?hugeint|int\d?|numeric|decimal|double|double precision|real|float|date|time|timestamp|interval|boolean|bool|uuid|bit)\b/i.test(type) && !type.endsWith("]");

/** The largest number that a hash of each type may be. */
const integers: Readonly<Record<string, string>> = { TINYINT: "127", UTINYINT: "255", SMALLINT: "32767", USMALLINT: "65535", INTEGER: "2147483647", UINTEGER: "4294967295", BIGINT: "1152921504606846975", UBIGINT: "1152921504606846975", HUGEINT: "1152921504606846975" };

function maskedColumn(read: TableRead, column: CapsuleColumn): { readonly sql: string; readonly column: CapsuleColumn } {
  const name = quoteName(column.name);
  const mask = Object.hasOwn(read.masks, column.name) ? (read.masks[column.name] ?? null) : null;
  if (mask === "hash") return hashed(read, column, name);
  // A value that is never chosen keeps the type.
  if (mask === "replace") return { sql: isText(column.type) ? `CASE WHEN ${name} IS NOT NULL THEN ${quoteText(secretMask)} END` : `CASE WHEN FALSE THEN ${name} END`, column: { ...column, mask } };
  return { sql: withoutSecrets(read, column.type, name), column };
}

function hashed({ dialect, key }: TableRead, column: CapsuleColumn, name: string): { readonly sql: string; readonly column: CapsuleColumn } {
  const text = `${quoteText(key)} || CAST(${name} AS varchar)`;
  const hex = dialect === "duckdb" ? `sha256(${text})` : `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;
  const most = integers[column.type.toUpperCase()];
  if (most === undefined) return { sql: `'h_' || left(${hex}, 20)`, column: { ...column, type: dialect === "duckdb" ? "VARCHAR" : "text", mask: "hash" } };
  const number = dialect === "duckdb" ? `CAST('0x' || left(${hex}, 15) AS bigint)` : `CAST(CAST('x' || left(${hex}, 15) AS bit(60)) AS bigint)`;
  return { sql: `CAST(${number} % ${most} AS ${column.type})`, column: { ...column, mask: "hash" } };
}

function withoutSecrets({ dialect, secrets }: TableRead, type: string, name: string): string {
  if (isPlain(type)) return name;
  const known = secrets.filter((secret) => secret.length >= shortestSecret && !secret.includes("\0"));
  if (isText(type)) {
    const replaced = known.reduce((sql, secret) => `replace(${sql}, ${quoteText(secret)}, ${quoteText(secretMask)})`, name);
    return `regexp_replace(${replaced}, ${quoteText(tokenPattern)}, ${quoteText(secretMask)}, 'g')`;
  }
  // Inside of a list or a document nothing can be replaced without breaking it: such a value is left out.
  const text = `CAST(${name} AS ${dialect === "duckdb" ? "varchar" : "text"})`;
  const holds = [...known.map((secret) => (dialect === "duckdb" ? `contains(${text}, ${quoteText(secret)})` : `position(${quoteText(secret)} IN ${text}) > 0`)), dialect === "duckdb" ? `regexp_matches(${text}, ${quoteText(tokenPattern)})` : `${text} ~ ${quoteText(tokenPattern)}`];
  return `CASE WHEN ${holds.join(" OR ")} THEN NULL ELSE ${name} END`;
}
