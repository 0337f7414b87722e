/** Identifiers and literals: how they are written safely and what a written one means. */
import type { Token } from "./tokens.ts";

/** A table with its schema, as the database keeps the names. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteTable(name: TableName): string {
  return `${quoteName(name.schema)}.${quoteName(name.table)}`;
}

/** A text literal; both databases read it without backslash escapes. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** How a person reads a table's name. */
export function showTable(name: TableName): string {
  return `${name.schema}.${name.table}`;
}

export function isName(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "quoted";
}

/** The identifier a token stands for. */
export function nameOf(token: Token, foldsCase: boolean): string {
  if (token.kind === "quoted") return token.text.slice(1, -1).replaceAll('""', '"');
  return foldsCase ? token.text.toLowerCase() : token.text;
}

export function sameName(a: string, b: string, foldsCase: boolean): boolean {
  return foldsCase ? a === b : a.toLowerCase() === b.toLowerCase();
}

export interface WrittenName {
  readonly schema: string | null;
  readonly table: string;
  /** Token indexes, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Reads `a`, `a.b` or `a.b.c` (the database's own name in front is dropped) at a token. */
export function readName(tokens: readonly Token[], from: number, foldsCase: boolean): WrittenName | null {
  const parts: string[] = [];
  let at = from;
  for (let token = tokens[at]; isName(token); token = tokens[at]) {
    parts.push(nameOf(token, foldsCase));
    at++;
    if (tokens[at]?.text !== "." || !isName(tokens[at + 1])) break;
    at++;
  }
  const table = parts.at(-1);
  return table === undefined || parts.length > 3 ? null : { schema: parts.at(-2) ?? null, table, from, to: at };
}
