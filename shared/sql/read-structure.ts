/** Reads the structure of a script. Any text gives an answer, at any moment while a person types it; nothing is ever thrown. */
import { readChange } from "./read-change.ts";
import { readBody, readCtes } from "./read-query.ts";
import { cutStatements, type Statement } from "./statements.ts";
import { newQuery, type Query, type StatementKind, type StatementShape, type TableTarget, type TextShape } from "./structure.ts";
import { type ReaderOptions, TokenReader } from "./token-reader.ts";
import { isMeaningful, type Token, wordOf } from "./tokens.ts";

const kinds: Readonly<Record<string, StatementKind>> = {
  INSERT: "insert", REPLACE: "insert", UPDATE: "update", DELETE: "delete", MERGE: "merge", CREATE: "create", DROP: "drop", ALTER: "alter", TRUNCATE: "truncate", COPY: "copy",
  SELECT: "select", FROM: "select", VALUES: "select", TABLE: "select", DESCRIBE: "select", SUMMARIZE: "select", PIVOT: "select", UNPIVOT: "select", "(": "select",
};

/** `tokens` are those of the text, templates among them. */
export function structureOf(text: string, tokens: readonly Token[], options: ReaderOptions): TextShape {
  const cut = cutStatements(text, tokens.filter(isMeaningful));
  const statements = cut.map((statement, index) => readStatement(statement, cut[index + 1]?.start ?? text.length, options));
  return { statements, movesNames: cut.some(movesNames) };
}

function movesNames({ tokens, text }: Statement): boolean {
  const word = wordOf(tokens[0]);
  return ["ATTACH", "DETACH", "USE", "IMPORT", "LOAD", "CALL", "DO", "EXECUTE"].includes(word) || (word === "SET" && /^set\s+(?:local\s+|session\s+|global\s+)?(?:search_path|schema)\b/i.test(text));
}

function isBlock({ kind, text }: Token): boolean {
  return kind === "template" && (text.startsWith("{%") || text.startsWith("{#"));
}

function readStatement({ tokens, start }: Statement, end: number, options: ReaderOptions): StatementShape {
  const targets: TableTarget[] = [];
  const root = newQuery(start, null, false);
  root.end = end;
  const kind = readWithin(tokens.filter((token) => !isBlock(token)), { root, end, options, targets });
  return { kind, start, end, query: root, targets, mentions: mentionsIn(tokens, end, options), hasBlocks: tokens.some((token) => isBlock(token) && !token.text.startsWith("{#")) };
}

interface Reading {
  readonly root: Query;
  readonly end: number;
  readonly options: ReaderOptions;
  readonly targets: TableTarget[];
}

function readWithin(tokens: readonly Token[], { root, end, options, targets }: Reading): StatementKind {
  const reader = new TokenReader(tokens, end, options);
  skipExplain(reader);
  readCtes(reader, root);
  const kind = kinds[reader.word() || (reader.is("(") ? "(" : "")] ?? "other";
  if (kind === "select" || (kind === "other" && root.ctes.length > 0)) readBody(reader, root);
  else if (kind !== "other") readChange(reader, kind, { root, targets });
  if (reader.isTemplate() && kind === "other") root.isHidden = true;
  for (const { from, to } of reader.inner) readWithin(tokens.slice(from, to), { root: innerRoot(root, tokens[from]?.start ?? end, tokens[to - 1]?.end ?? end), end, options, targets });
  return kind;
}

function innerRoot(parent: Query, start: number, end: number): Query {
  const root = newQuery(start, parent, false);
  root.end = end;
  return root;
}

function skipExplain(reader: TokenReader): void {
  if (reader.skipWords("EXPLAIN")) {
    if (reader.is("(")) reader.at = reader.endOfGroup();
    while (reader.skipWords("ANALYZE") || reader.skipWords("VERBOSE"));
  }
  if (reader.word() === "PREPARE") while (!reader.done() && reader.word(-1) !== "AS") reader.at++;
}

/** `references other (id)` */
function mentionsIn(tokens: readonly Token[], end: number, options: ReaderOptions): StatementShape["mentions"] {
  const reader = new TokenReader(tokens, end, options);
  const found: StatementShape["mentions"][number][] = [];
  if (wordOf(tokens[0]) !== "CREATE" && wordOf(tokens[0]) !== "ALTER") return found;
  for (; !reader.done(); reader.at++) {
    if (reader.word() !== "REFERENCES") continue;
    reader.at++;
    found.push(reader.readPath());
    reader.at--;
  }
  return found;
}
