/** What kind of refusal was thrown at the scheduler, and its words for the log. Pure. */
import { AppError, messageOf } from "../../shared/errors/app-error.ts";

/** Nobody's fault: it is waited for. */
export function isStoreFault(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code.startsWith("store/");
}

export function isOfDatabase(thrown: unknown): boolean {
  return isStoreFault(thrown) || (thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("SQLITE_"));
}

export function reasonOf(thrown: unknown): { reason: string; stack: string } {
  return { reason: messageOf(thrown), stack: thrown instanceof Error ? (thrown.stack ?? "") : "" };
}
