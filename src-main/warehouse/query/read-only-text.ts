/** Which statements write, and which may not run where nothing may be written. */
import { AppError } from "../../../shared/errors/app-error.ts";
import { leadingWords, type Statement } from "../../../shared/sql/statements.ts";
import { wordOf } from "../../../shared/sql/tokens.ts";

const reading = new Set(["SELECT", "FROM", "VALUES", "TABLE", "SHOW", "DESCRIBE", "DESC", "SUMMARIZE", "EXPLAIN", "WITH", "PRAGMA", "PIVOT", "UNPIVOT"]);
const silent = new Set(["SET", "RESET", "USE", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "DECLARE", "FETCH", "CLOSE", "PREPARE", "DEALLOCATE", "DISCARD", "LISTEN", "UNLISTEN"]);
const changing = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);
const ofTransactions = new Set(["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE"]);

/** By its words: a function that a query calls may write all the same. */
export function writes(statement: Statement): boolean {
  const [first = ""] = leadingWords(statement, 1);
  if (first === "WITH" || first === "EXPLAIN") return statement.tokens.some((token) => changing.has(wordOf(token)));
  return !reading.has(first) && !silent.has(first) && statement.tokens[0]?.text !== "(";
}

export function transactionWord(statement: Statement): string | null {
  const [first = ""] = leadingWords(statement, 1);
  return ofTransactions.has(first) && !(first === "PREPARE" && leadingWords(statement, 2)[1] !== "TRANSACTION") ? first : null;
}

/** A read-only run is one transaction from end to end: whoever could end it could begin one that writes. */
export function refuseTransactions(connection: string, statement: Statement): void {
  const word = transactionWord(statement);
  if (word !== null) throw new AppError("sql/refused", `Connection "${connection}" is read-only, so that all of a run is one read-only transaction; take ${word} out.`);
}
