/** Reads statements that change something: INSERT, UPDATE, DELETE, MERGE, CREATE, COPY, DROP, ALTER, TRUNCATE. */
import { newScan, readGroup, readPiece } from "./read-expression.ts";
import { readBody, readCtes, readQuery, readSelectList } from "./read-query.ts";
import { readAlias, readSources } from "./read-sources.ts";
import { type ClauseName, type NamePart, newQuery, plainJoin, type Query, type StatementKind, type TableTarget } from "./structure.ts";
import type { TokenReader } from "./token-reader.ts";

export interface Change {
  readonly root: Query;
  readonly targets: TableTarget[];
}

export function readChange(reader: TokenReader, kind: StatementKind, change: Change): void {
  if (kind === "insert") readInsert(reader, change);
  else if (kind === "update") readUpdate(reader, change);
  else if (kind === "delete") readDelete(reader, change);
  else if (kind === "merge") readMerge(reader, change);
  else if (kind === "create") readCreate(reader, change);
  else if (kind === "copy") readCopy(reader, change);
  else readOther(reader, change, kind === "drop" || kind === "alter" ? kind : "truncate");
}

function addTarget(reader: TokenReader, { targets }: Change, target: Pick<TableTarget, "verb" | "path"> & Partial<TableTarget>): void {
  const start = target.path[0]?.start ?? reader.offset();
  if (target.path.length > 0) targets.push({ isTemporary: false, columns: null, query: null, start, end: target.path.at(-1)?.end ?? start, ...target });
}

/** The query of a statement that changes a table: the table is its first source. */
function readTarget(reader: TokenReader, change: Change, verb: TableTarget["verb"]): Query {
  reader.skipWords("ONLY");
  const start = reader.offset();
  const query = newQuery(start, change.root, true);
  query.end = reader.end;
  const path = reader.readPath();
  addTarget(reader, change, { verb, path });
  if (reader.is("*")) reader.at++;
  const { alias, columns } = verb === "insert" && reader.word() !== "AS" ? { alias: null, columns: [] } : readAlias(reader);
  const isOpen = path.length === 0 || path.some(({ name }) => name === null);
  query.sources.push({ kind: isOpen ? "open" : "table", path, alias, columns, query: null, join: plainJoin, start, end: reader.lastEnd() });
  return query;
}

function enter(reader: TokenReader, query: Query, clause: ClauseName): void {
  query.clauses.push({ name: clause, start: reader.offset() });
}

/** Clauses behind the table of INSERT, UPDATE and DELETE, each where it may stand. */
function readClauses(reader: TokenReader, query: Query): void {
  let clause: ClauseName = "other";
  let scan = newScan({ query, clause, readSubquery: readQuery });
  const begin = (name: ClauseName): void => {
    enter(reader, query, name);
    clause = name;
    scan = newScan({ query, clause, readSubquery: readQuery });
  };
  while (!reader.done() && !reader.is(")")) {
    const word = reader.word();
    if (word === "SET") {
      begin("set");
      reader.at++;
      readAssignments(reader, query);
    } else if (word === "FROM" && reader.word(-1) !== "DISTINCT") {
      begin("from");
      reader.at++;
      readSources(reader, { query, readSubquery: readQuery });
    } else if (word === "WHERE") {
      begin("where");
      reader.at++;
    } else if (word === "RETURNING") {
      begin("returning");
      reader.at++;
      readSelectList(reader, query, "returning");
    } else if (reader.skip(",")) scan.isOperand = false;
    else readPiece(reader, scan);
  }
}

/** `a = 1, (b, c) = (select …)`: what stands left of the sign is a column of the table alone. */
function readAssignments(reader: TokenReader, query: Query): void {
  const isEnd = (): boolean => reader.done() || reader.is(")") || ["FROM", "WHERE", "RETURNING", "WHEN"].includes(reader.word());
  while (!isEnd()) {
    const target = newScan({ query, clause: "target", readSubquery: readQuery });
    while (!isEnd() && !reader.is("=")) readPiece(reader, target);
    reader.skip("=");
    const value = newScan({ query, clause: "set", readSubquery: readQuery });
    while (!reader.done() && !reader.is(",") && !reader.is(")") && !(isEnd() && reader.word(-1) !== "DISTINCT")) readPiece(reader, value);
    reader.skip(",");
  }
}

function readInsert(reader: TokenReader, change: Change): void {
  reader.at++;
  if (reader.skipWords("OR")) reader.at++;
  reader.skipWords("INTO");
  const query = readTarget(reader, change, "insert");
  for (const word of ["BY", "NAME", "POSITION"]) reader.skipWords(word);
  if (reader.is("(") && !["SELECT", "WITH", "VALUES", "FROM"].includes(reader.word(1))) {
    enter(reader, query, "target");
    readGroup(reader, newScan({ query, clause: "target", readSubquery: readQuery }));
  }
  if (reader.skipWords("OVERRIDING")) reader.at += 2;
  for (const word of ["BY", "NAME", "POSITION"]) reader.skipWords(word);
  if (reader.isTemplate()) query.isHidden = true;
  if (["SELECT", "WITH", "VALUES", "FROM", "TABLE"].includes(reader.word()) || reader.is("(")) readInserted(reader, query);
  // Of `excluded` and the columns in ON CONFLICT only the database can tell.
  if (!reader.done()) query.isHidden = true;
  readClauses(reader, query);
}

/** The rows to insert cannot see the table that they go to. */
function readInserted(reader: TokenReader, query: Query): void {
  const inner = newQuery(reader.offset(), query, false);
  readCtes(reader, inner);
  const at = reader.offset();
  readBody(reader, inner);
  inner.end = reader.done() ? reader.end : Math.max(at, reader.offset());
}

function readUpdate(reader: TokenReader, change: Change): void {
  reader.at++;
  if (reader.skipWords("OR")) reader.at++;
  readClauses(reader, readTarget(reader, change, "update"));
}

function readDelete(reader: TokenReader, change: Change): void {
  reader.at++;
  reader.skipWords("FROM");
  const query = readTarget(reader, change, "delete");
  if (reader.word() === "USING") {
    enter(reader, query, "from");
    reader.at++;
    readSources(reader, { query, readSubquery: readQuery });
  }
  readClauses(reader, query);
}

function readMerge(reader: TokenReader, change: Change): void {
  reader.at++;
  reader.skipWords("INTO");
  const query = readTarget(reader, change, "merge");
  query.isHidden = true;
  if (reader.word() === "USING") {
    enter(reader, query, "from");
    reader.at++;
    readSources(reader, { query, readSubquery: readQuery });
  }
  readClauses(reader, query);
}

function readCreate(reader: TokenReader, change: Change): void {
  reader.at++;
  if (reader.skipWords("OR")) reader.at++;
  let isTemporary = false;
  while (["TEMP", "TEMPORARY", "GLOBAL", "LOCAL", "UNLOGGED", "MATERIALIZED", "RECURSIVE", "PERSISTENT", "SECRET"].includes(reader.word())) {
    isTemporary = isTemporary || reader.word().startsWith("TEMP");
    reader.at++;
  }
  if (reader.word() !== "TABLE" && reader.word() !== "VIEW") return;
  reader.at++;
  if (reader.skipWords("IF", "NOT")) reader.at++;
  const path = reader.readPath();
  const columns = reader.is("(") ? readColumns(reader) : null;
  while (!reader.done() && !["AS", "SELECT", "WITH", "FROM"].includes(reader.word())) reader.at = reader.is("(") ? reader.endOfGroup() : reader.at + 1;
  reader.skipWords("AS");
  const query = reader.done() ? null : readQuery(reader, change.root, false);
  addTarget(reader, change, { verb: "create", path, isTemporary, columns, query });
}

const tableWords = new Set(["PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "CONSTRAINT", "LIKE", "EXCLUDE"]);

/** `(a int primary key, b decimal(12, 2), unique (a))`: names and types; null where LIKE brings columns from elsewhere. */
function readColumns(reader: TokenReader): { name: string; type: string }[] | null {
  const columns: { name: string; type: string }[] = [];
  let isKnown = true;
  reader.skip("(");
  while (!reader.done() && !reader.is(")")) {
    isKnown = isKnown && reader.word() !== "LIKE" && !reader.isTemplate();
    if (reader.isNameStart() && !tableWords.has(reader.word())) {
      const { name } = reader.readName();
      columns.push({ name: name ?? "", type: readTypeText(reader) });
    }
    while (!reader.done() && !reader.is(",") && !reader.is(")")) reader.at = reader.is("(") ? reader.endOfGroup() : reader.at + 1;
    reader.skip(",");
  }
  reader.skip(")");
  return isKnown ? columns : null;
}

function readTypeText(reader: TokenReader): string {
  const stops = new Set(["NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "GENERATED", "COLLATE", "CONSTRAINT", "AS"]);
  let text = "";
  while (!reader.done() && !reader.is(",") && !reader.is(")") && !stops.has(reader.word())) {
    const to = reader.is("(") ? reader.endOfGroup() : reader.at + 1;
    for (; reader.at < to; reader.at++) text += `${text === "" || reader.isGlued() ? "" : " "}${reader.peek()?.text ?? ""}`;
  }
  return text;
}

function readCopy(reader: TokenReader, change: Change): void {
  reader.at++;
  if (reader.is("(")) {
    reader.at++;
    readQuery(reader, change.root, false);
    return;
  }
  const start = reader.offset();
  const path = reader.readPath();
  if (reader.is("(")) reader.at = reader.endOfGroup();
  if (reader.word() === "FROM") addTarget(reader, change, { verb: "copy", path });
  else if (path.length > 0) {
    const query = newQuery(start, change.root, false);
    query.sources.push({ kind: path.some(({ name }) => name === null) ? "open" : "table", path, alias: null, columns: [], query: null, join: plainJoin, start, end: reader.lastEnd() });
    query.end = reader.end;
  }
}

/** DROP TABLE a, b · ALTER TABLE a · TRUNCATE a */
function readOther(reader: TokenReader, change: Change, verb: "drop" | "alter" | "truncate"): void {
  reader.at++;
  if (reader.word() === "MATERIALIZED") reader.at++;
  if (reader.word() === "TABLE" || reader.word() === "VIEW") reader.at++;
  else if (verb !== "truncate") return;
  if (reader.skipWords("IF")) reader.at++;
  do {
    reader.skipWords("ONLY");
    const path: NamePart[] = reader.readPath();
    addTarget(reader, change, { verb, path });
  } while (reader.skip(","));
}
