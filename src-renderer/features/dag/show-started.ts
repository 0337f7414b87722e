import { currentRoute, navigate, type Route } from "../../app/route.ts";

/** What the address named of a DAG's page when something was begun. */
export interface BegunAt {
  readonly taskId: string | null;
  /** The run with which another is compared. */
  readonly other: string | null;
}

/** To be asked when something is begun. */
export function begunAt(): BegunAt {
  const at = currentRoute();
  return { taskId: at.page === "dag" || at.page === "run" ? (at.taskId ?? null) : null, other: at.page === "run" ? (at.other ?? null) : null };
}

/**
 * Shows what was begun on the DAG's page, unless the person has gone elsewhere since, be it to a comparison: its state may be on the screen,
 * and asked about, before the answer is here. A task that was selected since stays so.
 */
export function showStarted(dagId: string, route: Extract<Route, { page: "dag" | "run" }>, begun: BegunAt): void {
  const at = currentRoute();
  if ((at.page !== "dag" && at.page !== "run") || at.dagId !== dagId) return;
  if (at.page === "run" && at.other !== undefined && at.other !== begun.other) return;
  navigate(at.taskId === undefined || at.taskId === begun.taskId ? route : { ...route, taskId: at.taskId });
}
