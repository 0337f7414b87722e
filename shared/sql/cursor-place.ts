/** What a person may be about to write at a cursor: a table, a column, a word that goes on, a word of a template, or nothing of ours. */
import { readPathBefore } from "./path-before.ts";
import { queryAt, type Reading, shapeAt } from "./scope.ts";
import type { ClauseName, NamePart, Query, StatementShape } from "./structure.ts";
import { templateAt } from "./template-span.ts";
import { type Token, wordOf } from "./tokens.ts";
import { clauseWords, joinWords, operatorWords, valueWords } from "./words.ts";

export type PlaceKind = "nothing" | "template" | "start" | "table" | "column" | "operator";

export interface CursorPlace {
  readonly kind: PlaceKind;
  /** The word at the cursor, and its part before it without quotes. */
  readonly from: number;
  readonly to: number;
  readonly typed: string;
  readonly isQuoted: boolean;
  /** The names before the dot. */
  readonly qualifier: readonly NamePart[];
  readonly statement: StatementShape | null;
  readonly query: Query | null;
  readonly clause: ClauseName | null;
  /** Words before the one at the cursor, nearest first, in upper case; symbols as they are. */
  readonly before: readonly string[];
}

const nothing = { kind: "nothing", typed: "", isQuoted: false, qualifier: [], statement: null, query: null, clause: null, before: [] } as const;

export function placeAt(reading: Reading, offset: number): CursorPlace {
  const { text } = reading.input;
  const template = templateTyped(text, offset);
  if (template !== null) return { ...nothing, kind: "template", from: offset - template.length, to: offset, typed: template };
  const token = reading.tokens.find(({ start, end }) => start < offset && offset <= end);
  if (token !== undefined && isClosedToUs(token, offset)) return { ...nothing, from: offset, to: offset };
  const isName = token?.kind === "word" || token?.kind === "quoted";
  const from = isName ? token.start : offset;
  const isQuoted = token?.kind === "quoted" && isName;
  const to = isQuoted && token.unclosed === undefined ? token.end : offset;
  const typed = text.slice(from + (isQuoted ? 1 : 0), offset);
  const { path, rest } = readPathBefore(reading, from);
  const before = wordsBefore(rest);
  const start = path[0]?.start ?? from;
  const statement = isAfterSemicolon(rest) ? null : shapeAt(reading, Math.max(0, start - 1));
  const query = statement === null ? null : queryAt(statement, start);
  const clause = query?.clauses.findLast((one) => one.start < start)?.name ?? null;
  const kind = typed.endsWith('"') && isQuoted ? "nothing" : kindOf({ rest, before, statement, clause, path, query });
  return { kind, from, to, typed, isQuoted, qualifier: path, statement, query, clause, before };
}

/** What is typed of a word within `{{ }}` or `{% %}` around the cursor; null outside of them. */
function templateTyped(text: string, offset: number): string | null {
  const open = Math.max(text.lastIndexOf("{{", offset - 2), text.lastIndexOf("{%", offset - 2));
  const span = open < 0 || offset < open + 2 ? null : templateAt(text, open);
  if (span === null || offset > (span.isClosed ? span.end - 2 : span.end)) return null;
  return /[\w.]*$/.exec(text.slice(open + 2, offset))?.[0] ?? "";
}

function isClosedToUs({ kind, end, unclosed, text }: Token, offset: number): boolean {
  if (kind === "comment") return offset < end || unclosed !== undefined || text.startsWith("--");
  if (kind === "string" || kind === "template") return offset < end || unclosed !== undefined;
  return kind === "number";
}

function isAfterSemicolon(rest: readonly Token[]): boolean {
  const last = rest.at(-1);
  return last === undefined || (last.kind === "symbol" && last.text === ";");
}

function wordsBefore(rest: readonly Token[]): string[] {
  return rest.slice(-6).toReversed().map((token) => wordOf(token) || (token.kind === "symbol" ? token.text : ""));
}

interface Facts {
  readonly rest: readonly Token[];
  readonly before: readonly string[];
  readonly statement: StatementShape | null;
  readonly clause: ClauseName | null;
  readonly path: readonly NamePart[];
  readonly query: Query | null;
}

/** Only certain words may follow these. */
const expectsWord = new Set(["ORDER", "GROUP", "PARTITION", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "IS", "INSERT", "DELETE", "UNION"]);
const tableBefore = new Set(["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "VIEW", "DESCRIBE", "SUMMARIZE", "LATERAL", "REFERENCES", "PIVOT", "UNPIVOT", "TRUNCATE", "COPY"]);

function kindOf(facts: Facts): PlaceKind {
  const { rest, before, statement, clause, path } = facts;
  const [last = "", second = "", third = ""] = before;
  if (statement === null) return path.length > 0 ? "column" : "start";
  if (namesTable(facts)) return "table";
  if (path.length > 0) return "column";
  if (namesColumn(facts)) return "nothing";
  if (last === "EXPLAIN" || last === "ANALYZE") return "start";
  if (last === "AS") return second === "" || statement.kind === "create" ? (statement.kind === "create" ? "start" : "nothing") : "nothing";
  if (last === "(" && (second === "AS" || (second === "MATERIALIZED" && third !== ""))) return "start";
  if (last === ")" && clause === null && statement.query.ctes.length > 0) return "start";
  const token = rest.at(-1);
  if (expectsWord.has(last)) return "operator";
  if (token !== undefined && isOperand(token, second)) return "operator";
  if (clause === null && statement.kind === "other") return "start";
  return "column";
}

/** In `create table t (a int, |`: a name is made up here, and Enter behind the parenthesis is a new line. */
function namesColumn({ rest, before, statement, clause }: Facts): boolean {
  if (statement?.kind !== "create" || clause !== null || (before[0] !== "(" && before[0] !== ",")) return false;
  const own = rest.filter(({ start }) => start >= statement.start);
  const opening = own.findIndex(({ kind, text }) => kind === "symbol" && text === "(");
  const makes = own.slice(0, opening).map(wordOf);
  return makes.includes("TABLE") && !makes.includes("AS") && depthOf(own) === 1;
}

function depthOf(tokens: readonly Token[]): number {
  let depth = 0;
  for (const { kind, text } of tokens) if (kind === "symbol") depth += text === "(" ? 1 : text === ")" ? -1 : 0;
  return depth;
}

function namesTable({ rest, before, statement, clause, query }: Facts): boolean {
  const [last = "", second = "", third = ""] = before;
  if (last === "FROM") return clause === "from" || second === "DELETE" || statement?.kind === "copy";
  if (last === "INTO") return true;
  if (last === "TABLE" || last === "VIEW") return second !== "CREATE" && third !== "CREATE";
  if (last === "UPDATE") return second !== "DO" && second !== "FOR" && second !== "THEN";
  if (last === "USING") return statement?.kind === "delete" || statement?.kind === "merge";
  if (last === "EXISTS") return second === "IF" && statement?.kind === "drop";
  if (last === "ONLY") return tableBefore.has(second);
  if (tableBefore.has(last)) return true;
  if (last === "(" && (second === "FROM" || second === "JOIN")) return true;
  return last === "," && clause === "from" && query !== null && isOutsideParens(rest, query.clauses.findLast(({ name }) => name === "from")?.start ?? 0);
}

function isOutsideParens(rest: readonly Token[], from: number): boolean {
  return depthOf(rest.filter(({ start }) => start >= from)) <= 0;
}

function isOperand(token: Token, before: string): boolean {
  if (token.kind === "symbol") return token.text === ")" || token.text === "]" || (token.text === "*" && ["SELECT", ",", ".", "DISTINCT"].includes(before));
  const word = wordOf(token);
  if (word === "") return true;
  return valueWords.has(word) || !(operatorWords.has(word) || clauseWords.has(word) || joinWords.has(word));
}
