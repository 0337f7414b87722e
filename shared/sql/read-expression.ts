/**
 * Reads expressions without a grammar of them: what stands where an operand is expected and is no word of the language is a column;
 * a word right behind an operand never is. Parentheses are followed, subqueries handed back. Every step consumes a token.
 */
import type { ClauseName, ColumnRef, NamePart, Query } from "./structure.ts";
import type { TokenReader } from "./token-reader.ts";
import { operatorWords, reservedWords, softWords, valueWords } from "./words.ts";

export type ReadSubquery = (reader: TokenReader, parent: Query, seesParent: boolean) => Query;

/** Where the reader is within an expression. */
export interface Scan {
  readonly query: Query;
  readonly clause: ClauseName;
  readonly sourceCount: number | null;
  /** Names made inside the expression: parameters of lambdas, variables of list comprehensions. */
  readonly locals: ReadonlySet<string>;
  readonly readSubquery: ReadSubquery;
  /** What came last is an operand: a bare word now is an alias or a word of the language. */
  isOperand: boolean;
  /** A name right behind an operand, while nothing follows it. */
  alias: NamePart | null;
  /** The last column, while nothing follows it. */
  ref: ColumnRef | null;
  star: readonly NamePart[] | null;
}

/** Text nested deeper than this is not followed. */
export const maxDepth = 60;
const noAlias = new Set("OVER FILTER WITHIN AT TIME ZONE NULLS FIRST LAST PRECISION VARYING WITHOUT ISNULL NOTNULL ROWS RANGE GROUPS PRECEDING FOLLOWING ROW CURRENT EXCLUDE REPLACE RENAME".split(" "));
/** Before a parenthesis in which FROM begins a query; behind other words, as in `trim(from x)`, it does not. */
const beforeSubquery = new Set(["EXISTS", "IN", "ANY", "ALL", "SOME"]);
const subqueryWords = new Set(["SELECT", "WITH", "VALUES", "TABLE", "DESCRIBE", "SUMMARIZE", "SHOW", "PIVOT", "UNPIVOT"]);

export function newScan(of: Pick<Scan, "query" | "clause" | "readSubquery"> & { readonly sourceCount?: number | null }): Scan {
  return { query: of.query, clause: of.clause, readSubquery: of.readSubquery, sourceCount: of.sourceCount ?? null, locals: new Set(), isOperand: false, alias: null, ref: null, star: null };
}

/** Whether a query begins behind the parenthesis that stands at `ahead`. */
export function opensSubquery(reader: TokenReader, ahead = 0): boolean {
  return subqueryWords.has(reader.word(ahead + 1)) || (reader.word(ahead + 1) === "FROM" && (reader.peek(ahead - 1)?.kind !== "word" || beforeSubquery.has(reader.word(ahead - 1))));
}

function operand(scan: Scan): void {
  scan.isOperand = true;
  scan.alias = null;
  scan.ref = null;
  scan.star = null;
}

function operator(scan: Scan): void {
  operand(scan);
  scan.isOperand = false;
}

/** Reads one operand, operator or group. */
export function readPiece(reader: TokenReader, scan: Scan): void {
  const token = reader.peek();
  if (token?.kind === "symbol") return readSymbol(reader, scan, token.text);
  if (token?.kind === "string" || token?.kind === "number") {
    reader.at++;
    return operand(scan);
  }
  if (token?.kind === "template" && scan.isOperand) scan.query.isHidden = true;
  if (token?.kind === "word" && readKeyword(reader, scan)) return;
  if (token?.kind === "quoted" && scan.isOperand) return readPostfix(reader, scan);
  readReference(reader, scan);
}

function readSymbol(reader: TokenReader, scan: Scan, symbol: string): void {
  if (symbol === "(" || symbol === "[" || symbol === "{") {
    readGroup(reader, scan);
    return operand(scan);
  }
  reader.at++;
  if (")]}".includes(symbol)) operand(scan);
  else if (symbol === ":" && reader.skip(":")) readType(reader, scan);
  else if (symbol === "." && scan.isOperand) readField(reader, scan);
  else if (symbol === "*" && !scan.isOperand) {
    operand(scan);
    scan.star = [];
  } else if (!scan.isOperand && "$?:#".includes(symbol)) {
    if (reader.isGlued() && (reader.peek()?.kind === "word" || reader.peek()?.kind === "number")) reader.at++;
    operand(scan);
  } else operator(scan);
}

/** `x::double precision`, `x::decimal(12, 2)[]`. */
export function readType(reader: TokenReader, scan: Scan): void {
  reader.readPath();
  while (reader.is("(") || reader.is("[")) reader.at = reader.endOfGroup();
  operand(scan);
}

/** `(row).field`, `f(x).upper()`. */
function readField(reader: TokenReader, scan: Scan): void {
  if (!reader.skip("*")) reader.readPath();
  if (reader.is("(")) readGroup(reader, scan);
  operand(scan);
}

/** Words of the language. False when the word is a name. */
function readKeyword(reader: TokenReader, scan: Scan): boolean {
  const word = reader.word();
  if (reader.is(".", 1)) return false;
  if (valueWords.has(word) && !reader.is("(", 1)) {
    reader.at++;
    operand(scan);
    return true;
  }
  if (word === "COLLATE") {
    reader.at++;
    reader.readPath();
    operand(scan);
    return true;
  }
  if (operatorWords.has(word)) {
    reader.at++;
    operator(scan);
    return true;
  }
  if (scan.isOperand) {
    readPostfix(reader, scan);
    return true;
  }
  // `date '2026-01-01'`
  if (reader.peek(1)?.kind === "string" && !reader.isGlued(1)) {
    reader.at++;
    return true;
  }
  // `{key: value}`, `array[from:to]`
  if (reader.is(":", 1) && !reader.is(":", 2)) {
    reader.at += 2;
    operator(scan);
    return true;
  }
  return false;
}

function readPostfix(reader: TokenReader, scan: Scan): void {
  const isWord = !noAlias.has(reader.word()) && !reservedWords.has(reader.word());
  if (reader.peek()?.kind !== "word" || isWord) {
    scan.ref = null;
    scan.alias = reader.readName();
    return;
  }
  reader.at++;
  scan.alias = null;
  scan.ref = null;
}

function readReference(reader: TokenReader, scan: Scan): void {
  const before = reader.at;
  const isWord = reader.peek()?.kind === "word";
  const path = reader.readPath();
  if (reader.at === before) reader.at++;
  operand(scan);
  if (reader.is("(")) return readCall(reader, scan);
  if (reader.is("*") && reader.is(".", -1)) {
    reader.at++;
    scan.star = path;
    return;
  }
  const [first] = path;
  if (first === undefined) return;
  const isWordOfLanguage = isWord && path.length === 1 && (softWords.has((first.name ?? "").toUpperCase()) || reservedWords.has((first.name ?? "").toUpperCase()));
  const isArrow = reader.is("-") && reader.is(">", 1);
  const isUnfinished = reader.is(".", -1);
  const isSoft = isWordOfLanguage || isArrow || isUnfinished || scan.locals.has(first.name ?? "") || path.some(({ name }) => name === null);
  scan.ref = { path, clause: scan.clause, isSoft, sourceCount: scan.sourceCount };
  scan.query.refs.push(scan.ref);
}

function readCall(reader: TokenReader, scan: Scan): void {
  readGroup(reader, scan);
  operand(scan);
}

/** Everything within the parenthesis, bracket or brace that opens here. */
export function readGroup(reader: TokenReader, outer: Scan): void {
  if (reader.depth >= maxDepth) {
    outer.query.isHidden = true;
    reader.at = reader.endOfGroup();
    return;
  }
  reader.depth++;
  if (reader.is("(") && opensSubquery(reader)) readSubqueryInGroup(reader, outer);
  else readGroupItems(reader, { ...newScan(outer), locals: localsOf(reader, outer.locals) });
  reader.depth--;
}

function readSubqueryInGroup(reader: TokenReader, outer: Scan): void {
  reader.at++;
  outer.readSubquery(reader, outer.query, true);
  reader.skip(")");
}

function readGroupItems(reader: TokenReader, scan: Scan): void {
  reader.at++;
  while (!reader.done()) {
    if (reader.is(")") || reader.is("]") || reader.is("}")) {
      reader.at++;
      return;
    }
    if (reader.word() === "AS") skipType(reader);
    else if (reader.skip(",")) operator(scan);
    else readPiece(reader, scan);
  }
}

/** `cast(x as decimal(12, 2))`, `replace (x as y)`: what follows is no column. */
function skipType(reader: TokenReader): void {
  reader.at++;
  while (!reader.done() && !reader.is(",") && !reader.is(")")) reader.at = reader.is("(") || reader.is("[") ? reader.endOfGroup() : reader.at + 1;
}

/** `x -> x + 1`, `(x, y) -> …`, `lambda x, y: …`, `[x for x in list]`: names that a group makes for itself. */
function localsOf(reader: TokenReader, outer: ReadonlySet<string>): ReadonlySet<string> {
  const length = reader.endOfGroup() - reader.at;
  const names = new Set<string>();
  for (let ahead = 1; ahead < length; ahead++) {
    if (reader.is("-", ahead) && reader.is(">", ahead + 1)) for (const name of namesBefore(reader, ahead)) names.add(name);
    if (reader.word(ahead) === "LAMBDA" || reader.word(ahead) === "FOR") {
      for (let at = ahead + 1; reader.peek(at)?.kind === "word" || reader.is(",", at); at++) names.add(reader.peek(at)?.text ?? "");
    }
  }
  return names.size === 0 ? outer : new Set([...outer, ...names]);
}

function namesBefore(reader: TokenReader, arrow: number): string[] {
  if (!reader.is(")", arrow - 1)) return [reader.peek(arrow - 1)?.text ?? ""];
  const names: string[] = [];
  for (let at = arrow - 2; reader.peek(at)?.kind === "word" || reader.is(",", at); at--) names.push(reader.peek(at)?.text ?? "");
  return names;
}
