/**
 * Places in a text where a value is to be bound: `:name`, `$1`, `$name`, and DuckDB's `?`. Found among tokens, so never within texts,
 * comments, casts (`x::int`), slices (`list[1:n]`), mappings (`{a: b}`) or aliases written in front (`total: a + b`).
 */
import type { SqlDialect } from "./language.ts";
import { cutStatements } from "./statements.ts";
import { isMeaningful, lexSql, type Token, wordOf } from "./tokens.ts";

export interface Placeholder {
  /** `day` of `:day` and `$day`, `1` of `$1`, `?1` of the first `?` of a statement: places with one key have one value. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Of one statement; `tokens` are without white space and comments. */
export function placeholdersIn(tokens: readonly Token[], dialect: SqlDialect): Placeholder[] {
  const found: Placeholder[] = [];
  const open: string[] = [];
  let marks = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "symbol") continue;
    if ("([{".includes(token.text)) open.push(token.text === "[" && isSubscript(tokens, index) ? "slice" : token.text);
    else if (")]}".includes(token.text)) open.pop();
    else if (token.text === "?" && dialect === "duckdb") found.push({ key: `?${++marks}`, start: token.start, end: token.end });
    else {
      const name = nameBehind(tokens, index);
      if (name !== null && (token.text === "$" || (token.text === ":" && isValue(tokens, index, open.at(-1))))) found.push({ key: name.text, start: token.start, end: name.end });
    }
  }
  return found;
}

/** Distinct keys of a text, in the order in which they come; templates are passed over. */
export function placeholderKeys(text: string, dialect: SqlDialect): string[] {
  const tokens = lexSql(text, { templates: true }).filter(isMeaningful);
  return [...new Set(cutStatements(text, tokens).flatMap((statement) => placeholdersIn(statement.tokens, dialect).map(({ key }) => key)))];
}

function nameBehind(tokens: readonly Token[], index: number): Token | null {
  const [sign, name] = [tokens[index], tokens[index + 1]];
  if (sign === undefined || name === undefined || name.start !== sign.end) return null;
  return name.kind === "word" || (name.kind === "number" && sign.text === "$" && /^\d+$/.test(name.text)) ? name : null;
}

const notOperands = new Set(
  "SELECT DISTINCT ALL FROM WHERE AND OR NOT IN IS LIKE ILIKE SIMILAR TO BETWEEN ON USING HAVING QUALIFY BY LIMIT OFFSET FETCH FIRST NEXT CASE WHEN THEN ELSE VALUES SET RETURNING AS ANY SOME ESCAPE DEFAULT INTERVAL ARRAY FILTER JOIN UNION EXCEPT INTERSECT CALL EXECUTE WITH".split(" "),
);

function isOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === "symbol") return ")]}".includes(token.text);
  return token.kind !== "word" || !notOperands.has(wordOf(token));
}

function isSubscript(tokens: readonly Token[], index: number): boolean {
  return isOperand(tokens[index - 1]) && tokens[index - 1]?.end === tokens[index]?.start;
}

/** `:` before a name means a value unless it parts two others: behind an operand it does, when it touches it or stands in a bracket of its own. */
function isValue(tokens: readonly Token[], index: number, around: string | undefined): boolean {
  const [sign, before] = [tokens[index], tokens[index - 1]];
  if (before?.text === ":" && before.end === sign?.start) return false;
  if (around === "slice") return false;
  return !isOperand(before) || (before?.end !== sign?.start && around !== "{" && around !== "[");
}
