/** Cuts a script into statements without cutting text, comments, templates, parentheses or `begin atomic` bodies. */
import { isMeaningful, lexSql, type Token, wordOf } from "./tokens.ts";

export interface Statement {
  /** Without the semicolon and without comments around it. */
  readonly text: string;
  /** Where it starts in the script. */
  readonly start: number;
  /** Without white space and comments; offsets are those of the script. */
  readonly tokens: readonly Token[];
}

/** The first `count` words in upper case; fewer when something else comes first. */
export function leadingWords(statement: Statement, count = 4): string[] {
  const words: string[] = [];
  for (const token of statement.tokens.slice(0, count)) {
    const word = wordOf(token);
    if (word === "") break;
    words.push(word);
  }
  return words;
}

/** What a second word tells of: `CREATE TABLE`, `INSERT INTO`. Behind others stands a name of the person's. */
const objects = new Set(["TABLE", "VIEW", "INTO", "FROM", "SCHEMA", "INDEX", "TEMP", "TEMPORARY", "UNIQUE", "FUNCTION", "MACRO", "SEQUENCE", "TYPE", "TRANSACTION", "ANALYZE", "MATERIALIZED", "DATABASE", "EXTENSION", "UNLOGGED", "ROLE", "USER", "ONLY"]);

/** What a statement does, for a log: `SELECT`, `CREATE TABLE`. */
export function actWords(statement: Statement): string {
  const [first = "", ...rest] = leadingWords(statement, 4);
  const [second = ""] = rest[0] === "OR" ? rest.slice(2) : rest;
  return objects.has(second) && first !== "SELECT" ? `${first} ${second}` : first;
}

function isRoutine(tokens: readonly Token[]): boolean {
  const [create, second, third, fourth] = tokens.slice(0, 4).map(wordOf);
  if (create !== "CREATE") return false;
  const kind = second === "OR" && third === "REPLACE" ? fourth : second;
  return kind === "FUNCTION" || kind === "PROCEDURE";
}

/** How deep in `begin atomic … end` a routine's body is after this token. */
function bodyDepth(depth: number, token: Token, next: Token | undefined): number {
  const word = wordOf(token);
  if (word === "BEGIN" && wordOf(next) === "ATOMIC") return depth + 1;
  if (depth > 0 && word === "CASE") return depth + 1;
  return depth > 0 && word === "END" ? depth - 1 : depth;
}

function parenDepth(depth: number, token: Token): number {
  if (token.kind !== "symbol") return depth;
  if (token.text === "(") return depth + 1;
  return token.text === ")" ? Math.max(0, depth - 1) : depth;
}

/** The statements of a text whose tokens (without white space and comments) are known. */
export function cutStatements(sql: string, tokens: readonly Token[]): Statement[] {
  const statements: Statement[] = [];
  let current: Token[] = [];
  let parens = 0;
  let body = 0;
  const finish = (): void => {
    const [first] = current;
    const last = current.at(-1);
    if (first !== undefined && last !== undefined) {
      statements.push({ text: sql.slice(first.start, last.end), start: first.start, tokens: current });
    }
    current = [];
    parens = 0;
    body = 0;
  };
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "symbol" && token.text === ";" && parens === 0 && body === 0) {
      finish();
      continue;
    }
    current.push(token);
    parens = parenDepth(parens, token);
    if (isRoutine(current)) body = bodyDepth(body, token, tokens[index + 1]);
  }
  finish();
  return statements;
}

/**
 * The statement that a person means with the cursor at `offset`: the one around it, on its semicolon, or else the one before it (the
 * next one where none is before). Null in a text without statements.
 */
export function statementAt(sql: string, offset: number): Statement | null {
  const tokens = lexSql(sql, { templates: true }).filter(isMeaningful);
  const statements = cutStatements(sql, tokens);
  const next = statements.findIndex(({ start }) => start > offset);
  const at = next < 0 ? statements.length - 1 : next - 1;
  const before = statements[at];
  const after = statements[at + 1];
  if (before === undefined) return after ?? null;
  // In the white space of the next one's line, the next one is meant: a cursor stands before what it points at.
  const gap = sql.slice(before.start + before.text.length, offset);
  const isOnLineOfNext = after !== undefined && gap.includes(";") && gap.includes("\n") && !sql.slice(offset, after.start).includes("\n");
  return isOnLineOfNext ? after : before;
}
