/**
 * The one lexer of SQL, as PostgreSQL and DuckDB read it: nested comments, E'' escapes, dollar quotes; with templates as opaque tokens
 * where they are asked for. Loses nothing: the tokens joined are the text. Never throws: what is not closed says so.
 * Own code because the splitter library (dbgate-query-splitter 4.12) cuts `E'it\'s;'` and nested comments in two.
 */
import { templateAt } from "./template-span.ts";

export type TokenKind = "word" | "quoted" | "string" | "number" | "symbol" | "template" | "space" | "comment";

export interface Token {
  readonly kind: TokenKind;
  /** Offsets are UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Set when the text ends before the token does. */
  readonly unclosed?: { readonly what: string; readonly expected: string };
}

export interface LexOptions {
  /** Whether `{{ }}`, `{% %}` and `{# #}` are tokens. False for rendered SQL, where braces are braces. */
  readonly templates: boolean;
}

type Unclosed = NonNullable<Token["unclosed"]>;
interface Reading {
  readonly kind: TokenKind;
  readonly end: number;
  readonly unclosed?: Unclosed;
}

const wordStart = /[\p{L}_]/u;
const word = /[\p{L}\p{N}_$]+/uy;
const number = /(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const space = /\s+/y;
const textPrefix = /[eEbBxXnN]/;

function matchAt(pattern: RegExp, sql: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? null;
}

/** All tokens of a text, white space and comments included. */
export function lexSql(sql: string, options: LexOptions): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length; ) {
    const { kind, end, unclosed } = readToken(sql, at, options.templates);
    const token = { kind, start: at, end, text: sql.slice(at, end) };
    tokens.push(unclosed === undefined ? token : { ...token, unclosed });
    at = end;
  }
  return tokens;
}

/** Without white space and comments. */
export function isMeaningful({ kind }: Token): boolean {
  return kind !== "space" && kind !== "comment";
}

/** Upper-case word of a token, or "" for anything that is no plain word. */
export function wordOf(token: Token | undefined): string {
  return token?.kind === "word" ? token.text.toUpperCase() : "";
}

function readToken(sql: string, start: number, templates: boolean): Reading {
  const blank = matchAt(space, sql, start);
  if (blank !== null) return { kind: "space", end: start + blank.length };
  const first = sql.charAt(start);
  if (templates && first === "{") {
    const span = templateAt(sql, start);
    if (span !== null) return closedOr("template", span.end, span.isClosed, { what: "template", expected: { "{{": "}}", "{%": "%}" }[sql.slice(start, start + 2)] ?? "#}" });
  }
  if (sql.startsWith("--", start)) return { kind: "comment", end: endOfLineComment(sql, start, templates) };
  if (sql.startsWith("/*", start)) return readComment(sql, start, templates);
  return readText(sql, start, templates) ?? readPlain(sql, start);
}

function closedOr(kind: TokenKind, end: number, isClosed: boolean, unclosed: Unclosed): Reading {
  return isClosed ? { kind, end } : { kind, end, unclosed };
}

function readText(sql: string, start: number, templates: boolean): Reading | null {
  const first = sql.charAt(start);
  if (first === "'") return readQuote(sql, { kind: "string", open: start, backslash: false, templates });
  if (first === '"') return readQuote(sql, { kind: "quoted", open: start, backslash: false, templates });
  if (first === "$") {
    const tag = matchAt(dollarTag, sql, start);
    const close = tag === null ? -1 : sql.indexOf(tag, start + tag.length);
    if (tag !== null) return closedOr("string", close < 0 ? sql.length : close + tag.length, close >= 0, { what: "dollar-quoted text", expected: tag });
  }
  if (sql.charAt(start + 1) === "'" && textPrefix.test(first)) {
    return readQuote(sql, { kind: "string", open: start + 1, backslash: first === "e" || first === "E", templates });
  }
  return null;
}

function readPlain(sql: string, start: number): Reading {
  const code = sql.codePointAt(start) ?? 0;
  if (wordStart.test(String.fromCodePoint(code))) return { kind: "word", end: start + (matchAt(word, sql, start)?.length ?? 1) };
  const digits = matchAt(number, sql, start);
  return digits === null ? { kind: "symbol", end: start + 1 } : { kind: "number", end: start + digits.length };
}

/** A closed template inside text or a comment is skipped as a whole: it may hold quotes and line ends of its own. */
function skipTemplate(sql: string, at: number, templates: boolean): number {
  const span = templates ? templateAt(sql, at) : null;
  return span?.isClosed === true ? span.end - 1 : at;
}

function endOfLineComment(sql: string, start: number, templates: boolean): number {
  if (!templates) return (sql.indexOf("\n", start) + 1 || sql.length + 1) - 1;
  for (let at = start; at < sql.length; at++) {
    if (sql.charAt(at) === "\n") return at;
    at = skipTemplate(sql, at, templates);
  }
  return sql.length;
}

function readComment(sql: string, start: number, templates: boolean): Reading {
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith("/*", at)) {
      depth++;
      at++;
    } else if (sql.startsWith("*/", at)) {
      depth--;
      at++;
      if (depth === 0) return { kind: "comment", end: at + 1 };
    } else at = skipTemplate(sql, at, templates);
  }
  return { kind: "comment", end: sql.length, unclosed: { what: "comment", expected: "*/" } };
}

interface Quote {
  readonly kind: "string" | "quoted";
  /** Index of the quote character; doubling it keeps the text open, and so does a backslash when asked. */
  readonly open: number;
  readonly backslash: boolean;
  readonly templates: boolean;
}

function readQuote(sql: string, { kind, open, backslash, templates }: Quote): Reading {
  const quote = sql.charAt(open);
  for (let at = open + 1; at < sql.length; at++) {
    const here = sql.charAt(at);
    if (backslash && here === "\\") at++;
    else if (here === quote) {
      if (sql.charAt(at + 1) !== quote) return { kind, end: at + 1 };
      at++;
    } else if (here === "{") at = skipTemplate(sql, at, templates);
  }
  return { kind, end: sql.length, unclosed: { what: quote === "'" ? "text" : "identifier", expected: quote } };
}
