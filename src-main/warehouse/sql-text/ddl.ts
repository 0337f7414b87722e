/**
 * Reads the ddl of a load: one CREATE TABLE for the end table, and around it CREATE INDEX, COMMENT ON, CREATE SCHEMA
 * IF NOT EXISTS and DROP TABLE IF EXISTS of the same table. It is rewritten so that the table can be built under any name.
 */
import { SqlFailure, type TableName } from "../session.ts";
import { nameOf, quoteName, quoteTable, readName, sameName, type WrittenName } from "../../../shared/sql/names.ts";
import { foreignKeyEdits } from "./foreign-keys.ts";
import { applyEdits, type Edit } from "./retarget.ts";
import { leadingWords, type Statement } from "../../../shared/sql/statements.ts";
import { splitStatements } from "./tokens.ts";
import { type Token, wordOf } from "../../../shared/sql/tokens.ts";

export interface Ddl {
  /** The end table's name as the database will keep it, without the schema. */
  readonly table: string;
  /** CREATE TABLE … AS: the ddl brings its own rows. */
  readonly fills: boolean;
  /** Keys to other tables may be left out. */
  createTable(name: TableName, how?: { readonly keepsForeignKeys: boolean }): string;
  /** CREATE INDEX statements; `mark` is added to each index name. */
  indexes(name: TableName, mark: string): string[];
  comments(name: TableName): string[];
  /** Back from an offset in the created text to the ddl as it was given. */
  originalOffset(name: TableName, offset: number, how?: { readonly keepsForeignKeys: boolean }): number;
  /** What was left out, for the log. */
  readonly ignored: readonly string[];
}

interface Target {
  readonly statement: Statement;
  readonly name: WrittenName;
  /** Token index at which the text after `create table` modifiers starts being kept. */
  readonly head: string;
}

function wrong(found: string, statement: Statement | undefined, fix: string): SqlFailure {
  const offset = statement?.start ?? 0;
  return new SqlFailure({ kind: "sql", code: "ddl", offset, message: `found ${found}; expected one CREATE TABLE for the end table; ${fix}` });
}

/** Reads `create [or replace] [unlogged] table [if not exists] name`. */
function readTarget(statement: Statement, foldsCase: boolean): Target | null {
  const words = statement.tokens.slice(0, 8).map(wordOf);
  if (words[0] !== "CREATE") return null;
  let at = words[1] === "OR" && words[2] === "REPLACE" ? 3 : 1;
  const modifiers = new Set<string>();
  while (["TEMP", "TEMPORARY", "GLOBAL", "LOCAL", "UNLOGGED"].includes(words[at] ?? "")) modifiers.add(words[at++] ?? "");
  if (words[at] !== "TABLE") return null;
  if (modifiers.has("TEMP") || modifiers.has("TEMPORARY")) throw wrong("a temporary table", statement, "remove TEMPORARY: the table is published");
  at += words[at + 1] === "IF" ? 4 : 1;
  const name = readName(statement.tokens, at, foldsCase);
  if (name === null) throw wrong("CREATE TABLE without a name", statement, "write the table's name after CREATE TABLE");
  return { statement, name, head: modifiers.has("UNLOGGED") ? "CREATE UNLOGGED TABLE" : "CREATE TABLE" };
}

/** True when an `as` outside parentheses follows the table's name, with a query behind it. */
function isFilled(tokens: readonly Token[], from: number): boolean {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (index < from) continue;
    if (token.text === "(") depth++;
    else if (token.text === ")") depth--;
    else if (depth === 0 && wordOf(token) === "AS") return true;
  }
  return false;
}

/** Edits that put `to` where the statement names the end table: after the words given, or as a reference to itself. */
function namedAfter(statement: Statement, words: readonly string[], target: WrittenName, foldsCase: boolean, to: string): Edit[] {
  const edits: Edit[] = [];
  for (const [index, token] of statement.tokens.entries()) {
    if (!words.includes(wordOf(token))) continue;
    const skip = wordOf(statement.tokens[index + 1]) === "ONLY" ? 2 : 1;
    const name = readName(statement.tokens, index + skip, foldsCase);
    if (name === null || !sameName(name.table, target.table, foldsCase)) continue;
    if (name.schema !== null && target.schema !== null && !sameName(name.schema, target.schema, foldsCase)) continue;
    const [first, last] = [statement.tokens[name.from], statement.tokens[name.to - 1]];
    if (first !== undefined && last !== undefined) edits.push({ start: first.start - statement.start, end: last.end - statement.start, text: to });
  }
  return edits;
}

function createEdits(target: Target, foldsCase: boolean, to: TableName, keepsForeignKeys: boolean): Edit[] {
  const { statement, name } = target;
  const last = statement.tokens[name.to - 1];
  const head: Edit = { start: 0, end: (last?.end ?? statement.start) - statement.start, text: `${target.head} ${quoteTable(to)}` };
  const references = namedAfter(statement, ["REFERENCES"], name, foldsCase, quoteTable(to));
  const own = references.filter((edit) => edit.start >= head.end);
  if (keepsForeignKeys) return [head, ...own];
  const keys = foreignKeyEdits(statement.tokens, name, foldsCase).map((edit) => ({ ...edit, start: edit.start - statement.start, end: edit.end - statement.start }));
  return [head, ...[...own, ...keys].sort((a, b) => a.start - b.start)];
}

function indexText(statement: Statement, target: WrittenName, foldsCase: boolean, to: TableName, mark: string): string {
  const edits = namedAfter(statement, ["ON"], target, foldsCase, quoteTable(to)).slice(0, 1);
  const on = statement.tokens.findIndex((token) => wordOf(token) === "ON");
  const name = statement.tokens[on - 1];
  const plain = name !== undefined && !["INDEX", "EXISTS", "CONCURRENTLY"].includes(wordOf(name));
  if (plain) edits.unshift({ start: name.start - statement.start, end: name.end - statement.start, text: quoteName(nameOf(name, foldsCase) + mark) });
  return applyEdits(statement.text, edits).text;
}

/** `comment on table t`, or `comment on column t.c`: in the second the last part of the name is the column. */
function commentText(statement: Statement, target: WrittenName, foldsCase: boolean, to: TableName): string | null {
  if (wordOf(statement.tokens[2]) === "TABLE") {
    const edits = namedAfter(statement, ["TABLE"], target, foldsCase, quoteTable(to)).slice(0, 1);
    return edits.length === 0 ? null : applyEdits(statement.text, edits).text;
  }
  const name = readName(statement.tokens, 3, foldsCase);
  const [first, last] = [statement.tokens[3], statement.tokens[(name?.to ?? 0) - 3]];
  if (name?.schema == null || first === undefined || last === undefined || !sameName(name.schema, target.table, foldsCase)) return null;
  return applyEdits(statement.text, [{ start: first.start - statement.start, end: last.end - statement.start, text: quoteTable(to) }]).text;
}

type Role = "table" | "index" | "comment" | "ignored";

function roleOf(statement: Statement, target: Target, foldsCase: boolean): Role {
  const words = leadingWords(statement, 3);
  if (statement === target.statement) return "table";
  if (words[0] === "CREATE" && (words[1] === "INDEX" || words[2] === "INDEX")) return "index";
  if (words[0] === "COMMENT" && (words[2] === "TABLE" || words[2] === "COLUMN")) return "comment";
  if (words[0] === "CREATE" && words[1] === "SCHEMA") return "ignored";
  const drops = words[0] === "DROP" && words[1] === "TABLE" && namedAfter(statement, ["TABLE", "EXISTS"], target.name, foldsCase, "").length > 0;
  if (drops) return "ignored";
  throw wrong(
    words.join(" ") || statement.text.slice(0, 30),
    statement,
    "keep only CREATE TABLE, CREATE INDEX and COMMENT ON in the ddl, and put other work in a task of its own",
  );
}

export function readDdl(sql: string, foldsCase: boolean): Ddl {
  const statements = splitStatements(sql);
  const targets = statements.flatMap((statement) => readTarget(statement, foldsCase) ?? []);
  const [target, second] = targets;
  if (target === undefined)
    throw wrong(statements.length === 0 ? "no statement" : leadingWords(statements[0] as Statement).join(" "), statements[0], "write CREATE TABLE name (…)");
  if (second !== undefined) throw wrong("a second CREATE TABLE", second.statement, "give each table a task of its own");
  const roles = statements.map((statement) => ({ statement, role: roleOf(statement, target, foldsCase) }));
  const only = (role: Role): Statement[] => roles.filter((each) => each.role === role).map((each) => each.statement);
  const create = (name: TableName, { keepsForeignKeys } = { keepsForeignKeys: true }) => applyEdits(target.statement.text, createEdits(target, foldsCase, name, keepsForeignKeys));
  return {
    table: target.name.table,
    fills: isFilled(target.statement.tokens, target.name.to),
    createTable: (name, how) => create(name, how).text,
    indexes: (name, mark) => only("index").map((statement) => indexText(statement, target.name, foldsCase, name, mark)),
    comments: (name) => only("comment").flatMap((statement) => commentText(statement, target.name, foldsCase, name) ?? []),
    originalOffset: (name, offset, how) => target.statement.start + create(name, how).originalOffset(offset),
    ignored: only("ignored").map((statement) => statement.text),
  };
}
