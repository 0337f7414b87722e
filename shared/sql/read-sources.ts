/** Reads what stands behind FROM and JOIN: tables, subqueries, functions, their aliases, and the conditions between them. */
import { maxDepth, newScan, opensSubquery, readGroup, readPiece, type ReadSubquery } from "./read-expression.ts";
import { type Join, type NamePart, plainJoin, type Query, type Source } from "./structure.ts";
import type { TokenReader } from "./token-reader.ts";
import { clauseWords, joinWords, reservedWords } from "./words.ts";

export interface SourceContext {
  readonly query: Query;
  readonly readSubquery: ReadSubquery;
}

const notAnAlias = new Set("TABLESAMPLE PIVOT UNPIVOT WHERE SET VALUES WINDOW QUALIFY SAMPLE RETURNING SELECT DEFAULT OVERRIDING BY WHEN FOR AT WITH DO".split(" "));
const rowWords = new Set(["ON", "USING"]);

/** At a clause of the query around, a closing parenthesis or the end. */
function isEnd(reader: TokenReader): boolean {
  const word = reader.word();
  if (reader.done() || reader.is(")")) return true;
  if (word === "ON") return reader.word(1) === "CONFLICT";
  if (word === "USING") return reader.word(1) === "SAMPLE";
  if (word === "WITH" || word === "SAMPLE") return false;
  return clauseWords.has(word) || word === "WHEN";
}

/** Sources up to the end of the clause. Behind FROM, or behind USING of DELETE and MERGE. */
export function readSources(reader: TokenReader, context: SourceContext): void {
  let join = plainJoin;
  while (!isEnd(reader)) {
    const word = reader.word();
    if (reader.skip(",")) join = plainJoin;
    else if (rowWords.has(word)) readCondition(reader, context);
    else if (joinWords.has(word) && !(reader.is("(", 1) && word !== "JOIN" && word !== "ONLY" && word !== "LATERAL")) {
      if (word !== "JOIN" && word !== "LATERAL" && word !== "ONLY" && reader.word(-1) !== "NATURAL" && !joinWords.has(reader.word(-1))) join = plainJoin;
      join = { ...join, isNatural: join.isNatural || word === "NATURAL", isSemi: join.isSemi || word === "SEMI" || word === "ANTI" };
      reader.at++;
    } else {
      readSource(reader, context, join);
      join = plainJoin;
    }
  }
}

/** ON … up to the next join, or USING (…), which belongs to the source read last. */
function readCondition(reader: TokenReader, { query, readSubquery }: SourceContext): void {
  const start = reader.offset();
  if (reader.skipWords("USING")) return readUsing(reader, query);
  reader.at++;
  query.clauses.push({ name: "on", start });
  const scan = newScan({ query, clause: "on", readSubquery, sourceCount: query.sources.length });
  while (!isEnd(reader) && !reader.is(",") && reader.word() !== "ON" && !(joinWords.has(reader.word()) && !reader.is("(", 1))) readPiece(reader, scan);
  query.clauses.push({ name: "from", start: reader.offset() });
}

function readUsing(reader: TokenReader, query: Query): void {
  const using = readNames(reader);
  const last = query.sources.at(-1);
  if (last !== undefined) query.sources[query.sources.length - 1] = { ...last, join: { ...last.join, using }, end: reader.lastEnd() };
}

/** `(a, b)`; types behind the names are passed over. */
export function readNames(reader: TokenReader): NamePart[] {
  const names: NamePart[] = [];
  if (!reader.skip("(")) return names;
  while (!reader.done() && !reader.is(")")) {
    if (reader.isNameStart()) names.push(reader.readName());
    while (!reader.done() && !reader.is(",") && !reader.is(")")) reader.at = reader.is("(") ? reader.endOfGroup() : reader.at + 1;
    reader.skip(",");
  }
  reader.skip(")");
  return names;
}

function readSource(reader: TokenReader, context: SourceContext, join: Join): void {
  const { query } = context;
  const start = reader.offset();
  if (reader.is("(") && !opensSubquery(reader) && reader.depth < maxDepth) return readJoinInParentheses(reader, context);
  const found = readRelation(reader, context);
  if (reader.skipWords("WITH", "ORDINALITY")) query.isHidden = true;
  const { alias, columns } = readAlias(reader);
  // A second relation without a comma, `from t {{ joins }}`, PIVOT: what follows is anybody's guess.
  if (reader.isTemplate() || ["PIVOT", "UNPIVOT", "MATCH_RECOGNIZE"].includes(reader.word())) query.isHidden = true;
  if (["PIVOT", "UNPIVOT"].includes(reader.word()) && reader.is("(", 1)) {
    reader.at++;
    reader.at = reader.endOfGroup();
    readAlias(reader);
  }
  if (reader.word() === "TABLESAMPLE") skipSample(reader);
  query.sources.push({ ...found, alias, columns, join, start, end: reader.lastEnd() });
}

function skipSample(reader: TokenReader): void {
  reader.at++;
  reader.readPath();
  if (reader.is("(")) reader.at = reader.endOfGroup();
  if (reader.skipWords("REPEATABLE")) reader.at = reader.endOfGroup();
}

function readJoinInParentheses(reader: TokenReader, context: SourceContext): void {
  reader.at++;
  reader.depth++;
  const from = reader.at;
  readSources(reader, context);
  reader.depth--;
  if (!reader.skip(")") && reader.at === from) reader.at++;
  // `(a join b) as x` hides the names inside.
  if (readAlias(reader).alias !== null) context.query.isHidden = true;
}

type Relation = Pick<Source, "kind" | "path" | "query">;

function readRelation(reader: TokenReader, { query, readSubquery }: SourceContext): Relation {
  const open = { kind: "open", path: [], query: null } as const;
  if (reader.is("(") && opensSubquery(reader)) {
    reader.at++;
    const inner = readSubquery(reader, query, true);
    reader.skip(")");
    return { kind: "query", path: [], query: inner };
  }
  if (!reader.isNameStart()) {
    reader.at = reader.is("(") || reader.is("[") ? reader.endOfGroup() : reader.at + 1;
    return open;
  }
  const path = reader.readPath();
  if (reader.is("(")) {
    readGroup(reader, newScan({ query, clause: "from", readSubquery }));
    return { ...open, path };
  }
  return { kind: path.length === 0 || path.some(({ name }) => name === null) || reader.is(".", -1) ? "open" : "table", path, query: null };
}

export function readAlias(reader: TokenReader): Pick<Source, "alias" | "columns"> {
  const isWritten = reader.skipWords("AS");
  const word = reader.word();
  const kind = reader.peek()?.kind;
  const mayBe = kind === "quoted" || (kind === "word" && !notAnAlias.has(word) && !clauseWords.has(word) && !joinWords.has(word) && !reservedWords.has(word));
  if (!mayBe && !(isWritten && kind === "string")) {
    // `as (a int, b text)`
    return { alias: null, columns: isWritten ? readNames(reader) : [] };
  }
  const alias = reader.readName();
  return { alias, columns: readNames(reader) };
}
