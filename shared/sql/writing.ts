/** Which statements write, told by their words: a function that a query calls may write all the same. */
import { leadingWords, type Statement } from "./statements.ts";
import { type Token, wordOf } from "./tokens.ts";

const reading = new Set(["SELECT", "FROM", "VALUES", "TABLE", "SHOW", "DESCRIBE", "DESC", "SUMMARIZE", "EXPLAIN", "WITH", "PRAGMA", "PIVOT", "UNPIVOT"]);
const silent = new Set(["SET", "RESET", "USE", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "DECLARE", "FETCH", "CLOSE", "PREPARE", "DEALLOCATE", "DISCARD", "LISTEN", "UNLISTEN"]);
const changing = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

export function writes(statement: Statement): boolean {
  const [first = ""] = leadingWords(statement, 1);
  const plan = explained(statement.tokens);
  if (plan !== null) return writes({ ...statement, tokens: plan.tokens });
  if (first === "WITH") return statement.tokens.some((token) => changing.has(wordOf(token)));
  if (first === "SELECT") return writesByInto(statement);
  return !reading.has(first) && !silent.has(first) && statement.tokens[0]?.text !== "(";
}

/** What an EXPLAIN explains, and whether it carries that out; null for any other statement. */
export function explained(tokens: readonly Token[]): { readonly tokens: readonly Token[]; readonly isCarriedOut: boolean } | null {
  if (wordOf(tokens[0]) !== "EXPLAIN") return null;
  let at = 1;
  if (tokens[at]?.text === "(" && !opensQuery(tokens[at + 1])) at = tokens.findIndex(({ text }) => text === ")") + 1 || tokens.length;
  while (["ANALYZE", "ANALYSE", "VERBOSE"].includes(wordOf(tokens[at]))) at += 1;
  const head = tokens.slice(1, at).map(wordOf);
  return { tokens: tokens.slice(at), isCarriedOut: head.includes("ANALYZE") || head.includes("ANALYSE") };
}

/** `EXPLAIN (SELECT 1)` has no options. */
function opensQuery(token: Token | undefined): boolean {
  return token?.text === "(" || reading.has(wordOf(token)) || changing.has(wordOf(token));
}

/** `SELECT … INTO t FROM …` makes a table. */
function writesByInto({ tokens }: Statement): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (token.text === "(") depth++;
    else if (token.text === ")") depth--;
    else if (depth === 0 && wordOf(token) === "FROM") return false;
    else if (depth === 0 && wordOf(token) === "INTO") return true;
  }
  return false;
}
