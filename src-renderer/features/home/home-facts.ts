/** What needs a person now, out of what the engine said. Pure. */
import type { DagSummary } from "../../../shared/contract/dags.ts";
import type { RunSummary } from "../../../shared/model/run.ts";

/** Midnight of the day of `now`: local, or UTC. */
export function startOfDay(now: number, zone: "local" | "utc"): number {
  const date = new Date(now);
  return zone === "utc" ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) : new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export function endedSince(runs: readonly RunSummary[], since: number): RunSummary[] {
  return runs.filter((run) => (run.endedAt ?? run.queuedAt) >= since);
}

/** The DAGs that run next, soonest first. */
export function nextScheduled(dags: readonly DagSummary[], limit: number): DagSummary[] {
  return dags
    .filter((dag) => dag.scheduleOn && dag.nextRunAt !== null)
    .sort((a, b) => (a.nextRunAt ?? 0) - (b.nextRunAt ?? 0))
    .slice(0, limit);
}

/** `2 runs failed today, 1 running, 3 queued`. */
export function headline(failed: number, active: readonly RunSummary[]): string {
  const running = active.filter((run) => run.state === "running").length;
  const queued = active.length - running;
  const words = [failed === 0 ? "Nothing failed today" : `${failed} ${failed === 1 ? "run" : "runs"} failed today`];
  if (running > 0) words.push(`${running} running`);
  if (queued > 0) words.push(`${queued} queued`);
  return words.join(", ");
}
