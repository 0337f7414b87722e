/** What kind of refusal was thrown at the scheduler, and its words for the log. Pure. */
import { AppError, messageOf } from "../../shared/errors/app-error.ts";

/** Nobody's fault: it is waited for. */
export function isStoreFault(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code.startsWith("store/");
}

/** The same for a run that is to be made by itself: nothing can be stored, or the long file of its DAG is being read for some seconds. */
export function isPassing(thrown: unknown): boolean {
  return isStoreFault(thrown) || isBeingRead(thrown);
}

export function isBeingRead(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === "dag/being-read";
}

export function isOfDatabase(thrown: unknown): boolean {
  return isStoreFault(thrown) || (thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("SQLITE_"));
}

export function reasonOf(thrown: unknown): { reason: string; stack: string } {
  return { reason: messageOf(thrown), stack: thrown instanceof Error ? (thrown.stack ?? "") : "" };
}
