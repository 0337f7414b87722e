/** The rows of the timeline: one a DAG, its runs stacked where they overlap. Pure. */
import type { RunCluster, RunTimes, WindowOfRuns } from "../../../shared/contract/time.ts";
import { stackLanes, type Stacked } from "../../../shared/run-view/stack-lanes.ts";
import type { Span } from "../../../shared/run-view/time-view.ts";

export type TimelineBar = { readonly kind: "run"; readonly run: RunTimes; readonly from: number; readonly to: number } | { readonly kind: "cluster"; readonly cluster: RunCluster; readonly from: number; readonly to: number };

export interface TimelineRow {
  readonly dagId: string;
  readonly bars: readonly Stacked<TimelineBar>[];
  readonly lanes: number;
  /** How many runs the row stands for. */
  readonly runs: number;
  readonly failed: number;
}

const mostLanes = 8;
/** The height of a lane. */
export const lanePx = 16;

/** `leastMs`: so long is every bar drawn at least, and stacked as such. What lies outside of the view is left out. */
export function timelineRows({ runs, clusters }: Pick<WindowOfRuns, "runs" | "clusters">, view: Span, leastMs: number, now: number): TimelineRow[] {
  const byDag = new Map<string, TimelineBar[]>();
  const add = (dagId: string, bar: TimelineBar): void => {
    if (Math.max(bar.to, bar.from + leastMs) < view.from || bar.from > view.to) return;
    const own = byDag.get(dagId);
    if (own) own.push(bar);
    else byDag.set(dagId, [bar]);
  };
  for (const run of runs) add(run.dagId, { kind: "run", run, from: run.queuedAt, to: run.endedAt ?? now });
  for (const cluster of clusters) add(cluster.dagId, { kind: "cluster", cluster, from: cluster.from, to: cluster.to });
  return [...byDag]
    .map(([dagId, bars]) => {
      const { stacked, lanes } = stackLanes(bars, ({ from, to }) => ({ from, to: Math.max(to, from + leastMs) }), mostLanes);
      return { dagId, bars: stacked, lanes, runs: bars.reduce((sum, bar) => sum + countOf(bar), 0), failed: bars.reduce((sum, bar) => sum + failedOf(bar), 0) };
    })
    .toSorted((a, b) => a.dagId.localeCompare(b.dagId, "en", { numeric: true }));
}

export function countOf(bar: TimelineBar): number {
  return bar.kind === "run" ? 1 : bar.cluster.queued + bar.cluster.running + bar.cluster.success + bar.cluster.failed;
}

function failedOf(bar: TimelineBar): number {
  return bar.kind === "run" ? Number(bar.run.state === "failed") : bar.cluster.failed;
}
