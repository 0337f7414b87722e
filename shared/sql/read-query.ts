/** Reads WITH, SELECT, VALUES and set operations into nested queries. Tolerant: what it does not know it passes over. */
import { maxDepth, newScan, readPiece, type Scan } from "./read-expression.ts";
import { readNames, readSources } from "./read-sources.ts";
import { type ClauseName, type ColumnRef, newQuery, type NamePart, type Query } from "./structure.ts";
import type { TokenReader } from "./token-reader.ts";

const clauseOfWord: Readonly<Record<string, ClauseName>> = {
  WHERE: "where", GROUP: "group", HAVING: "having", QUALIFY: "qualify", WINDOW: "window", ORDER: "order", LIMIT: "limit", OFFSET: "limit", FETCH: "limit",
  FOR: "other", VALUES: "values",
};

/** A whole query, up to the parenthesis that closes around it or the end. The reader stands at its first word. */
export function readQuery(reader: TokenReader, parent: Query, seesParent: boolean): Query {
  const query = newQuery(reader.offset(), parent, seesParent);
  reader.depth++;
  if (reader.depth > maxDepth) passOver(reader, query);
  else {
    readCtes(reader, query);
    readBody(reader, query);
  }
  reader.depth--;
  query.end = reader.offset();
  return query;
}

/** Deeper than any person writes: read as if a template stood there. */
function passOver(reader: TokenReader, query: Query): void {
  query.isHidden = true;
  while (!reader.done() && !reader.is(")")) reader.at = reader.is("(") ? reader.endOfGroup() : reader.at + 1;
}

/** WITH name (columns) AS [NOT] MATERIALIZED (query), … */
export function readCtes(reader: TokenReader, query: Query): void {
  if (reader.word() !== "WITH") return;
  reader.at++;
  const isRecursive = reader.skipWords("RECURSIVE");
  do {
    if (reader.isTemplate()) query.isHidden = true;
    if (!reader.isNameStart() || ["SELECT", "INSERT", "UPDATE", "DELETE", "FROM"].includes(reader.word())) return;
    readCte(reader, query, isRecursive);
  } while (reader.skip(","));
  if (reader.isTemplate()) query.isHidden = true;
}

function readCte(reader: TokenReader, query: Query, isRecursive: boolean): void {
  const start = reader.offset();
  const name = reader.readName();
  const columns = reader.is("(") ? readNames(reader) : [];
  if (reader.skipWords("USING", "KEY")) reader.at = reader.endOfGroup();
  reader.skipWords("AS");
  reader.skipWords("NOT");
  reader.skipWords("MATERIALIZED");
  if (!reader.is("(")) {
    query.ctes.push({ name, columns, query: null, isRecursive, start, end: reader.lastEnd() });
    return;
  }
  if (["INSERT", "UPDATE", "DELETE", "MERGE"].includes(reader.word(1))) {
    reader.skipInner();
    query.ctes.push({ name, columns, query: null, isRecursive, start, end: reader.lastEnd() });
    return;
  }
  // Filled in afterwards: a recursive query reads itself.
  const at = query.ctes.push({ name, columns, query: null, isRecursive, start, end: reader.end }) - 1;
  reader.at++;
  const inner = readQuery(reader, query, false);
  query.ctes[at] = { name, columns, query: inner, isRecursive, start, end: reader.offset() };
  reader.skip(")");
  if (reader.word() === "SEARCH" || reader.word() === "CYCLE") query.isHidden = true;
}

/** The SELECTs of a query, which UNION and its like hold together. */
export function readBody(reader: TokenReader, query: Query): void {
  let isAfterSetOperation = false;
  while (!endsBody(reader)) {
    const before = reader.at;
    const core = newQuery(reader.offset(), query, true);
    core.isAfterSetOperation = isAfterSetOperation;
    query.body ??= core;
    isAfterSetOperation = readCore(reader, core) || isAfterSetOperation;
    core.end = reader.offset();
    if (reader.at === before) reader.at++;
  }
  if (query.body !== null) for (const core of query.children) if (isAfterSetOperation && core.clauses.some(({ name }) => name === "order")) core.isAfterSetOperation = true;
}

/** What follows belongs to the INSERT around. */
function endsBody(reader: TokenReader): boolean {
  return reader.done() || reader.is(")") || reader.word() === "RETURNING" || (reader.word() === "ON" && reader.word(1) === "CONFLICT");
}

/** One SELECT; true when a set operation ended it. */
export function readCore(reader: TokenReader, query: Query): boolean {
  let scan = newScan({ query, clause: "other", readSubquery: readQuery });
  const enter = (clause: ClauseName): void => {
    query.clauses.push({ name: clause, start: reader.offset() });
    scan = newScan({ query, clause, readSubquery: readQuery });
  };
  while (!endsBody(reader)) {
    const word = reader.word();
    const isFirst = query.clauses.length === 0;
    if (word === "UNION" || word === "INTERSECT" || word === "EXCEPT") return skipSetOperation(reader);
    if (word === "SELECT") {
      if (query.clauses.some(({ name }) => name === "select")) return false;
      enter("select");
      reader.at++;
      readSelectList(reader, query);
    } else if (word === "FROM" && !isDistinctFrom(reader)) {
      enter("from");
      reader.at++;
      readSources(reader, { query, readSubquery: readQuery });
    } else if (isFirst && reader.is("(")) readNested(reader, query, enter);
    else if (isFirst && (word === "TABLE" || word === "DESCRIBE" || word === "SUMMARIZE" || word === "SHOW" || word === "PIVOT" || word === "UNPIVOT")) readTableBody(reader, query, enter);
    else if (isClause(reader, word)) {
      enter(clauseOfWord[word] ?? "other");
      reader.at++;
      if (word === "VALUES") query.outputs.push({ kind: "unnamed", start: reader.offset(), end: reader.offset() });
    } else if (word === "USING" && reader.word(1) === "SAMPLE") {
      enter("other");
      reader.at += 2;
    } else if (scan.clause === "window" && reader.word(1) === "AS") reader.at++;
    else if (reader.skip(",")) scan.isOperand = false;
    else {
      if (isFirst && reader.isTemplate()) query.isHidden = true;
      readPiece(reader, scan);
    }
  }
  return false;
}

function skipSetOperation(reader: TokenReader): true {
  reader.at++;
  for (const word of ["ALL", "DISTINCT", "BY", "NAME"]) reader.skipWords(word);
  return true;
}

/** `(select …) union …`: the columns are those of the query inside. */
function readNested(reader: TokenReader, query: Query, enter: (clause: ClauseName) => void): void {
  enter("other");
  reader.at++;
  query.body = readQuery(reader, query, true);
  reader.skip(")");
  query.isAfterSetOperation = true;
}

/** `TABLE t`, `SUMMARIZE t`, `PIVOT t ON …`. */
function readTableBody(reader: TokenReader, query: Query, enter: (clause: ClauseName) => void): void {
  const isPlain = reader.word() === "TABLE";
  enter("from");
  reader.at++;
  if (reader.word() === "SELECT" || reader.word() === "WITH" || reader.word() === "ALL" || reader.word() === "TABLES") query.isHidden = true;
  else readSources(reader, { query, readSubquery: readQuery });
  const place = { start: query.start, end: reader.lastEnd() };
  query.outputs.push(isPlain ? { kind: "star", of: [], ...place } : { kind: "unnamed", ...place });
  if (!isPlain) query.isHidden = true;
}

function isClause(reader: TokenReader, word: string): boolean {
  if (clauseOfWord[word] === undefined) return false;
  if (reader.is(".", 1) || reader.is(".", -1)) return false;
  return (word !== "GROUP" && word !== "ORDER") || !reader.is("(", 1);
}

function isDistinctFrom(reader: TokenReader): boolean {
  return reader.word(-1) === "DISTINCT" && (reader.word(-2) === "IS" || reader.word(-2) === "NOT");
}

function endsSelectList(reader: TokenReader): boolean {
  const word = reader.word();
  if (endsBody(reader)) return true;
  if (word === "FROM") return !isDistinctFrom(reader);
  if (word === "INTO" || word === "SELECT" || word === "UNION" || word === "INTERSECT" || word === "EXCEPT") return true;
  return word !== "FOR" && word !== "VALUES" && isClause(reader, word);
}

/** Items up to the next clause. Behind SELECT and RETURNING. */
export function readSelectList(reader: TokenReader, query: Query, clause: "select" | "returning" = "select"): void {
  reader.skipWords("ALL");
  if (reader.skipWords("DISTINCT") && reader.skipWords("ON")) readPiece(reader, newScan({ query, clause: "select", readSubquery: readQuery }));
  while (!endsSelectList(reader)) {
    readItem(reader, query, clause);
    reader.skip(",");
  }
}

function readItem(reader: TokenReader, query: Query, clause: "select" | "returning"): void {
  let prefix: NamePart | null = null;
  if (reader.isNameStart() && reader.is(":", 1) && !reader.is(":", 2)) {
    prefix = reader.readName();
    reader.at++;
  }
  const scan = newScan({ query, clause, readSubquery: readQuery });
  const from = reader.at;
  const start = reader.offset();
  let pieces = 0;
  let ref: ColumnRef | null = null;
  let alias: NamePart | null = null;
  while (!endsSelectList(reader) && !reader.is(",")) {
    if (reader.skipWords("AS")) {
      alias = reader.isNameStart() || reader.peek()?.kind === "string" ? reader.readName() : null;
      continue;
    }
    if (reader.isTemplate() && pieces === 0 && !reader.is(".", 1)) query.isHidden = true;
    readPiece(reader, scan);
    if (scan.alias === null) ref = ++pieces === 1 ? scan.ref : null;
  }
  if (reader.at > from) addOutput(query, { star: scan.star, name: prefix ?? alias ?? scan.alias, ref, start, end: reader.lastEnd() });
}

interface NewOutput {
  readonly star: Scan["star"];
  readonly name: NamePart | null;
  readonly ref: ColumnRef | null;
  readonly start: number;
  readonly end: number;
}

function addOutput(query: Query, { star, name, ref, ...place }: NewOutput): void {
  const last = ref?.path.at(-1);
  if (name !== null) query.outputs.push({ kind: "named", name, ref, ...place });
  else if (star !== null) query.outputs.push({ kind: "star", of: star, ...place });
  else if (last !== undefined) query.outputs.push({ kind: "named", name: last, ref, ...place });
  else query.outputs.push({ kind: "unnamed", ...place });
}
