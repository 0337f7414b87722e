/** Which try of a task is shown, and why it stands as it does. Pure. */
import type { Attempt, TaskInstance } from "../../../../shared/model/run.ts";

/** The asked-for try, or the newest; null before the first. */
export function chosenAttempt(attempts: readonly Attempt[], asked: number | undefined): Attempt | null {
  return attempts.find((attempt) => attempt.tryNumber === asked) ?? attempts.reduce<Attempt | null>((newest, each) => (newest === null || each.tryNumber > newest.tryNumber ? each : newest), null);
}

/** The first line of the panel: what became of the task, in a sentence; null when the state says it all. */
export function reasonOf(instance: TaskInstance): string | null {
  const { state, reason, tryNumber, maxTries } = instance;
  if (reason !== null) return reason;
  if (state === "up_for_retry") return `Try ${tryNumber} of ${maxTries} failed; the next one is planned`;
  if (state === "upstream_failed") return "A task that it needs failed";
  if (state === "none") return "Waits for the tasks that it needs";
  if (state === "queued" || state === "scheduled") return "Waits for a free slot";
  return state === "interrupted" ? "The engine ended in the middle of it; the outcome is unknown" : null;
}

export type PanelTab = "log" | "rendered" | "checks" | "output" | "details";

/** Failing checks first, warnings next, so that what matters is on top. */
export function checkRank(check: { outcome: string; severity: string }): number {
  if (check.outcome === "passed") return 3;
  if (check.severity === "error") return check.outcome === "failed" ? 0 : 1;
  return 2;
}
