/** What needs a person now, out of what the engine said. Pure. */
import type { DagSummary } from "../../../shared/contract/dags.ts";
import { wasCancelled, type RunSummary } from "../../../shared/model/run.ts";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";

/** Midnight of the day of `now`: local, or UTC. */
export function startOfDay(now: number, zone: "local" | "utc"): number {
  const date = new Date(now);
  return zone === "utc" ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) : new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Runs that ended badly since an instant. What a person cancelled is no news to anybody. */
export function failedSince(runs: readonly RunSummary[], since: number): RunSummary[] {
  return runs.filter((run) => (run.endedAt ?? run.queuedAt) >= since && !wasCancelled(run));
}

export interface FailedDag {
  /** The newest of its failed runs. */
  readonly run: RunSummary;
  readonly count: number;
  /** When a later run of the DAG succeeded; null while it has not. */
  readonly mendedAt: number | null;
}

/** One entry a DAG, the ones that still fail first. `newestFirst` holds failed runs only. */
export function failedDags(newestFirst: readonly RunSummary[], dags: readonly DagSummary[]): FailedDag[] {
  const lastRuns = new Map(dags.map((dag) => [dag.dagId, dag.lastRuns]));
  const groups = new Map<string, RunSummary[]>();
  for (const run of newestFirst) groups.set(run.dagId, [...(groups.get(run.dagId) ?? []), run]);
  const entries = [...groups.values()].flatMap(([run, ...older]): FailedDag[] => {
    if (run === undefined) return [];
    const later = lastRuns.get(run.dagId)?.find((each) => each.state === "success" && each.queuedAt > run.queuedAt);
    return [{ run, count: older.length + 1, mendedAt: later === undefined ? null : (later.endedAt ?? later.queuedAt) }];
  });
  return entries.sort((a, b) => Number(a.mendedAt !== null) - Number(b.mendedAt !== null));
}

/** The DAGs that run next, soonest first. */
export function nextScheduled(dags: readonly DagSummary[], limit: number): DagSummary[] {
  return dags
    .filter((dag) => dag.scheduleOn && dag.nextRunAt !== null)
    .sort((a, b) => (a.nextRunAt ?? 0) - (b.nextRunAt ?? 0))
    .slice(0, limit);
}

/** The DAGs whose file has a schedule that nobody has switched on. */
export function switchedOff(dags: readonly DagSummary[]): DagSummary[] {
  return dags.filter((dag) => dag.scheduleText !== null && !dag.scheduleOn && dag.errors === 0);
}

/** `2 runs failed today, 1 running, 3 queued`. */
export function headline(failed: number, active: readonly RunSummary[]): string {
  const running = active.filter((run) => run.state === "running").length;
  const queued = active.length - running;
  const words = [failed === 0 ? t("Nothing failed today") : t("{{count}} runs failed today", { count: failed })];
  if (running > 0) words.push(t("{{running}} running", { running: formatCount(running) }));
  if (queued > 0) words.push(t("{{queued}} queued", { queued: formatCount(queued) }));
  return words.join(", ");
}
