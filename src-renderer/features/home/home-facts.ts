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

/** Runs that ended badly since an instant, of those that were read, the newest first. What a person cancelled is no news to anybody. */
export function failedSince({ runs, more }: CountedRuns, since: number): CountedRuns {
  const isSince = (run: RunSummary): boolean => (run.endedAt ?? run.queuedAt) >= since;
  const oldest = runs.at(-1);
  return { runs: runs.filter((run) => isSince(run) && !wasCancelled(run)), more: more && oldest !== undefined && isSince(oldest) };
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

/** How many there are, or that there are more than were read. */
export interface CountedRuns {
  readonly runs: readonly RunSummary[];
  readonly more: boolean;
}

export function countText({ runs, more }: CountedRuns): string {
  return more ? t("{{shown}}+", { shown: formatCount(runs.length) }) : formatCount(runs.length);
}

/** `2 runs failed today, 1 running, 3 queued`. */
export function headline(failed: CountedRuns, running: CountedRuns, queued: CountedRuns): string {
  const count = failed.runs.length;
  const words = [count === 0 ? t("Nothing failed today") : failed.more ? t("More than {{count}} runs failed today", { count }) : t("{{count}} runs failed today", { count })];
  if (running.runs.length > 0) words.push(t("{{running}} running", { running: countText(running) }));
  if (queued.runs.length > 0) words.push(t("{{queued}} queued", { queued: countText(queued) }));
  return words.join(", ");
}
