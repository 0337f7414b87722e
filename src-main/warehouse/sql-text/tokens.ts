/**
 * The words of a SQL text as PostgreSQL and DuckDB read them: nested comments, E'' escapes, dollar quotes.
 * Own code because the splitter library (dbgate-query-splitter 4.12) cuts `E'it\'s;'` and nested comments in two.
 */
import { SqlFailure } from "../session.ts";

export type TokenKind = "word" | "quoted" | "string" | "number" | "symbol";

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const wordStart = /[\p{L}_]/u;
const word = /[\p{L}\p{N}_$]+/uy;
const number = /(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const space = /\s+/y;

function matchAt(pattern: RegExp, sql: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? null;
}

function unclosed(what: string, offset: number, expected: string): SqlFailure {
  return new SqlFailure({ kind: "sql", code: "42601", offset, message: `unclosed ${what}; expected ${expected} before the end of the text` });
}

function endOfComment(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith("/*", at)) {
      depth++;
      at++;
    } else if (sql.startsWith("*/", at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  throw unclosed("comment", start, "*/");
}

/** `open` is the index of the quote character; doubling it keeps the text open, and so does a backslash when asked. */
function endOfQuote(sql: string, open: number, backslash: boolean): number {
  const quote = sql.charAt(open);
  for (let at = open + 1; at < sql.length; at++) {
    const here = sql.charAt(at);
    if (backslash && here === "\\") at++;
    else if (here === quote) {
      if (sql.charAt(at + 1) !== quote) return at + 1;
      at++;
    }
  }
  throw unclosed(quote === "'" ? "text" : "identifier", open, quote);
}

function endOfDollarQuote(sql: string, start: number, tag: string): number {
  const close = sql.indexOf(tag, start + tag.length);
  if (close < 0) throw unclosed("dollar-quoted text", start, tag);
  return close + tag.length;
}

/** Where white space and comments at `at` end. */
function skipSpace(sql: string, from: number): number {
  let at = from;
  for (;;) {
    const blank = matchAt(space, sql, at);
    if (blank !== null) at += blank.length;
    else if (sql.startsWith("--", at)) at = (sql.indexOf("\n", at) + 1 || sql.length + 1) - 1;
    else if (sql.startsWith("/*", at)) at = endOfComment(sql, at);
    else return at;
  }
}

function readToken(sql: string, start: number): { kind: TokenKind; end: number } {
  const first = sql.charAt(start);
  if (first === "'") return { kind: "string", end: endOfQuote(sql, start, false) };
  if (first === '"') return { kind: "quoted", end: endOfQuote(sql, start, false) };
  if (first === "$") {
    const tag = matchAt(dollarTag, sql, start);
    if (tag !== null) return { kind: "string", end: endOfDollarQuote(sql, start, tag) };
  }
  if (/[eEbBxXnN]/.test(first) && sql.charAt(start + 1) === "'") {
    return { kind: "string", end: endOfQuote(sql, start + 1, first === "e" || first === "E") };
  }
  if (wordStart.test(String.fromCodePoint(sql.codePointAt(start) ?? 0))) {
    return { kind: "word", end: start + (matchAt(word, sql, start) ?? first).length };
  }
  const digits = matchAt(number, sql, start);
  return digits === null ? { kind: "symbol", end: start + 1 } : { kind: "number", end: start + digits.length };
}

/** Throws SqlFailure with the place of a quote or comment that never ends. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skipSpace(sql, 0); at < sql.length; at = skipSpace(sql, at)) {
    const { kind, end } = readToken(sql, at);
    tokens.push({ kind, start: at, end, text: sql.slice(at, end) });
    at = end;
  }
  return tokens;
}

/** Upper-case word of a token, or "" for anything that is no plain word. */
export function wordOf(token: Token | undefined): string {
  return token?.kind === "word" ? token.text.toUpperCase() : "";
}
