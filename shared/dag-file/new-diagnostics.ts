/** What an edit brought about: the diagnostics of the text after it that the text before it had not, wherever they stand in it. */
import type { Diagnostic } from "../model/diagnostic.ts";

export function newDiagnostics(before: readonly Diagnostic[], after: readonly Diagnostic[]): Diagnostic[] {
  const known = new Set(before.map(signature));
  return after.filter((one) => !known.has(signature(one)));
}

/** The place moves with every edit above it, so it does not count. */
function signature({ code, field, message }: Diagnostic): string {
  return `${code} ${field ?? ""} ${message}`;
}
