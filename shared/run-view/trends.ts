/** How long the tasks of a DAG take, run by run: what is usual, what is slow, what changed. Pure. */
import type { TaskTrends } from "../contract/time.ts";
import { ascending, quantile } from "./quantile.ts";

export interface TaskTrend {
  readonly taskId: string;
  /** In the order of the runs; null where it did not end well. */
  readonly spentMs: readonly (number | null)[];
  /** The newest that ended well, and in which run; null without any. */
  readonly last: { readonly ms: number; readonly run: number } | null;
  /** Of those before it; null where fewer than three say so. */
  readonly usualMs: number | null;
  readonly p95Ms: number | null;
  /** The last over the usual; null where one of them is not known. */
  readonly ratio: number | null;
}

/** From so few nothing is usual. */
const leastSamples = 3;

export function trendsOf({ tasks }: TaskTrends): TaskTrend[] {
  return tasks.map(({ taskId, spentMs }) => {
    const run = spentMs.findLastIndex((ms) => ms !== null);
    const ms = spentMs[run] ?? null;
    const before = ascending(spentMs.slice(0, Math.max(0, run)).filter((one) => one !== null));
    const usualMs = before.length < leastSamples ? null : quantile(before, 0.5);
    return {
      taskId,
      spentMs,
      last: ms === null ? null : { ms, run },
      usualMs,
      p95Ms: before.length < leastSamples ? null : quantile(before, 0.95),
      ratio: ms === null || usualMs === null || usualMs <= 0 ? null : ms / usualMs,
    };
  });
}

/** Below this a difference is noise, whatever its ratio. */
const noticedMs = 500;
const noticedRatio = 1.5;

/** Whether its last duration is out of the ordinary: by its ratio, and by enough time to matter. */
export function isNoticed({ last, usualMs, ratio }: TaskTrend): boolean {
  return last !== null && usualMs !== null && ratio !== null && ratio >= noticedRatio && last.ms - usualMs >= noticedMs;
}

/** The task whose newest run took, in all, most of time beyond what is usual; null where none is out of the ordinary. */
export function biggestChange(trends: readonly TaskTrend[], newestRun: number): TaskTrend | null {
  const noticed = trends.filter((trend) => trend.last?.run === newestRun && isNoticed(trend));
  return noticed.toSorted((a, b) => beyond(b) - beyond(a))[0] ?? null;
}

function beyond({ last, usualMs }: TaskTrend): number {
  return (last?.ms ?? 0) - (usualMs ?? 0);
}

export const trendOrders = ["change", "slowest", "name"] as const;
export type TrendOrder = (typeof trendOrders)[number];

/** What grew most comes first, by ratio; what is slowest by its usual duration, or the last where nothing is usual yet. */
export function orderTrends(trends: readonly TaskTrend[], order: TrendOrder): TaskTrend[] {
  if (order === "name") return trends.toSorted((a, b) => a.taskId.localeCompare(b.taskId, "en", { numeric: true }));
  const value = (trend: TaskTrend): number => (order === "change" ? (trend.ratio ?? -1) : (trend.usualMs ?? trend.last?.ms ?? -1));
  return trends.toSorted((a, b) => value(b) - value(a));
}
