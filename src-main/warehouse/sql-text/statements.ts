/** Cuts a script into statements without cutting text, comments, parentheses or `begin atomic` bodies. */
import { type Token, tokenize, wordOf } from "./tokens.ts";

export interface Statement {
  /** Without the semicolon and without comments around it. */
  readonly text: string;
  /** Where it starts in the script. */
  readonly start: number;
  /** Offsets are those of the script. */
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

function isRoutine(tokens: readonly Token[]): boolean {
  const [create, second, third, fourth] = tokens.map(wordOf);
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

export function splitStatements(sql: string): Statement[] {
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
  const tokens = tokenize(sql);
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
