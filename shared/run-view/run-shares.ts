/** What each task took of a run's time, and which were the slowest. Pure. */
import { ascending } from "./quantile.ts";
import { timesByTask, type TimedInstance } from "./task-times.ts";

export interface TaskShare {
  readonly durationMs: number;
  /** Of the time from the beginning of the run to its end, or to now, 0–1. Tasks run side by side: all shares may come to more than 1. */
  readonly share: number;
  readonly isSlow: boolean;
}

const mostSlow = 3;
/** A task that takes less of a run is not what it is slow for. */
const leastShare = 0.1;

/** By task, of those that have started. */
export function sharesOf(instances: readonly TimedInstance[], run: { readonly startedAt: number | null; readonly endedAt: number | null }, now: number): Map<string, TaskShare> {
  const spent = [...timesByTask(instances).values()].flatMap(({ taskId, startedAt, endedAt }) => (startedAt === null ? [] : [{ taskId, durationMs: Math.max(0, (endedAt ?? now) - startedAt) }]));
  const whole = Math.max(0, (run.endedAt ?? now) - (run.startedAt ?? now));
  const least = ascending(spent.map(({ durationMs }) => durationMs)).at(-mostSlow) ?? 0;
  return new Map(
    spent.map(({ taskId, durationMs }) => {
      const share = whole === 0 ? 0 : Math.min(1, durationMs / whole);
      return [taskId, { durationMs, share, isSlow: share >= leastShare && durationMs >= least }];
    }),
  );
}
