/** Which statements write, told by their words: a function that a query calls may write all the same. */
import { leadingWords, type Statement } from "./statements.ts";
import { wordOf } from "./tokens.ts";

const reading = new Set(["SELECT", "FROM", "VALUES", "TABLE", "SHOW", "DESCRIBE", "DESC", "SUMMARIZE", "EXPLAIN", "WITH", "PRAGMA", "PIVOT", "UNPIVOT"]);
const silent = new Set(["SET", "RESET", "USE", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "DECLARE", "FETCH", "CLOSE", "PREPARE", "DEALLOCATE", "DISCARD", "LISTEN", "UNLISTEN"]);
const changing = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

export function writes(statement: Statement): boolean {
  const [first = ""] = leadingWords(statement, 1);
  if (first === "WITH" || first === "EXPLAIN") return statement.tokens.some((token) => changing.has(wordOf(token)));
  if (first === "SELECT") return writesByInto(statement);
  return !reading.has(first) && !silent.has(first) && statement.tokens[0]?.text !== "(";
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
