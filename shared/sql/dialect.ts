/** How each dialect folds names, when a name needs quotes, and where names without a schema are looked up. */
import type { SqlDialect, SqlSettings } from "./language.ts";
import { quoteName } from "./names.ts";
import type { NamePart } from "./structure.ts";
import { reservedWords } from "./words.ts";

/** Equal keys are the same name: DuckDB ignores case always, PostgreSQL folds what is not quoted. */
export function keyOf(name: string, isQuoted: boolean, dialect: SqlDialect): string {
  return dialect === "duckdb" || !isQuoted ? name.toLowerCase() : name;
}

/** The key of a name as the database keeps it. */
export function storedKey(name: string, dialect: SqlDialect): string {
  return dialect === "duckdb" ? name.toLowerCase() : name;
}

export function partKey(part: NamePart, dialect: SqlDialect): string | null {
  return part.name === null ? null : keyOf(part.name, part.isQuoted, dialect);
}

const plainName: Readonly<Record<SqlDialect, RegExp>> = { duckdb: /^[a-z_][\w$]*$/i, postgres: /^[a-z_][a-z0-9_$]*$/ };

/** Words that no column of DuckDB is called without quotes, besides those of the language. */
const ofDuckDb = new Set(["AT", "BY", "COLUMNS", "GENERATED", "MAP", "STRUCT", "TRY_CAST", "UNPACK"]);

/** A stored name as it is written in SQL. */
export function writeName(name: string, dialect: SqlDialect, quoting: SqlSettings["quoting"]): string {
  const isPlain = plainName[dialect].test(name) && !reservedWords.has(name.toUpperCase()) && !(dialect === "duckdb" && ofDuckDb.has(name.toUpperCase()));
  return quoting === "auto" && isPlain ? name : quoteName(name);
}

/** The schema that is always there. */
export const ownSchema: Readonly<Record<SqlDialect, string>> = { duckdb: "main", postgres: "public" };

/** Schemas and tables of the database itself, which no catalogue lists. */
export function isSystemName(key: string): boolean {
  return /^(?:pg_|duckdb_|pragma_|sqlite_|information_schema|temp$|system$)/.test(key);
}
