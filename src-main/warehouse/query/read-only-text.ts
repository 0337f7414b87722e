/** What may not run where nothing may be written, and where a person has to allow it first. */
import { AppError } from "../../../shared/errors/app-error.ts";
import { leadingWords, type Statement } from "../../../shared/sql/statements.ts";
import { writes } from "../../../shared/sql/writing.ts";
import type { ConnectionSpec } from "../../ports/sql-host.ts";

const ofTransactions = new Set(["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE"]);

export function transactionWord(statement: Statement): string | null {
  const [first = ""] = leadingWords(statement, 1);
  return ofTransactions.has(first) && !(first === "PREPARE" && leadingWords(statement, 2)[1] !== "TRANSACTION") ? first : null;
}

/** A read-only run is one transaction from end to end: whoever could end it could begin one that writes. */
export function refuseTransactions(connection: string, statement: Statement): void {
  const word = transactionWord(statement);
  if (word !== null) throw new AppError("sql/refused", `What runs on connection "${connection}" may only read, so that all of a run is one read-only transaction; take ${word} out.`);
}

/** Whether all of a run is one read-only transaction. A DuckDB file that is read-only is opened so. */
export function isFenced({ kind, readOnly, isProduction = false }: ConnectionSpec, mayWrite: boolean): boolean {
  return (readOnly && kind === "postgres") || (isProduction && !mayWrite);
}

/** On production each text that writes has to be allowed for itself. */
export function refuseWrites(connection: ConnectionSpec, statements: readonly Statement[]): void {
  const writing = statements.find(writes);
  if (connection.isProduction !== true || writing === undefined) return;
  throw new AppError("sql/refused", `Connection "${connection.id}" is production, where what is typed only reads; ${leadingWords(writing, 2).join(" ")} writes. Run it in the window, which asks first, or take it out.`);
}
