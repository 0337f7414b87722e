import { currentRoute, navigate, type Route } from "../../app/route.ts";

/** The task of the address; to be asked when something is begun. */
export function selectedTask(): string | null {
  const at = currentRoute();
  return at.page === "dag" || at.page === "run" ? (at.taskId ?? null) : null;
}

/**
 * Shows what was begun on the DAG's page, unless the person has gone elsewhere since. A task that was selected since stays so.
 * @param taskId which was selected when it was begun
 */
export function showStarted(dagId: string, route: Extract<Route, { page: "dag" | "run" }>, taskId: string | null): void {
  const at = currentRoute();
  if ((at.page !== "dag" && at.page !== "run") || at.dagId !== dagId) return;
  navigate(at.taskId === undefined || at.taskId === taskId ? route : { ...route, taskId: at.taskId });
}
