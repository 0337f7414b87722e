/** The latencies of all edges, of this run and of many, as rows for the graph and for the table. Pure. */
import type { GraphTask } from "../../../../shared/model/dag.ts";
import { type EdgeHistory, type LatencyHistory, latenciesOf, type RunTimes, type TaskLatency } from "../../../../shared/run-view/edge-latency.ts";
import { edgeId } from "../../../graph-view/graph-index.ts";
import type { EdgeWords } from "../../../graph-view/run-marks.ts";
import { t } from "../../../strings/t.ts";
import { formatDuration } from "../../../ui/format.ts";
import type { LatencyBasis } from "./graph-view-state.ts";

export interface LatencyRow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Of this run; null where `to` did not wait for `from` last, or was tried again. */
  readonly own: TaskLatency | null;
  /** Null where `from` ended last in none of the runs that were looked at, or they are not known yet. */
  readonly many: EdgeHistory | null;
}

export interface Latencies {
  readonly rows: readonly LatencyRow[];
  readonly words: ReadonlyMap<string, EdgeWords>;
  /** Edges of which something is known, and how many of them are over the budget. */
  readonly known: number;
  readonly over: number;
}

export function latencyRows(tasks: readonly GraphTask[], run: RunTimes, history: LatencyHistory | null): LatencyRow[] {
  const own = latenciesOf(tasks, run);
  const many = new Map((history?.edges ?? []).map((edge) => [edgeId(edge.from, edge.to), edge]));
  const ids = new Set(tasks.map(({ id }) => id));
  return tasks.flatMap(({ id: to, deps }) =>
    [...new Set(deps)].flatMap((from): LatencyRow[] => {
      if (from === to || !ids.has(from)) return [];
      const id = edgeId(from, to);
      const latency = own.get(to);
      return [{ id, from, to, own: latency?.decidedBy.includes(from) === true ? latency : null, many: many.get(id) ?? null }];
    }),
  );
}

export function latenciesFor(rows: readonly LatencyRow[], basis: LatencyBasis, budgetMs: number): Latencies {
  const words = new Map<string, EdgeWords>();
  let over = 0;
  for (const row of rows) {
    const weight = weightOf(row, basis);
    if (weight === null) continue;
    const isOver = weight > budgetMs;
    if (isOver) over += 1;
    words.set(row.id, { lines: linesOf(row, basis), title: titleOf(row, basis), isOver, weight });
  }
  return { rows, words, known: words.size, over };
}

/** What is held against the budget. */
export function weightOf({ own, many }: LatencyRow, basis: LatencyBasis): number | null {
  return basis === "run" ? (own?.totalMs ?? null) : (many?.p95 ?? null);
}

function linesOf({ own, many }: LatencyRow, basis: LatencyBasis): string[] {
  if (basis === "run") return [formatDuration(own?.totalMs ?? 0)];
  return [formatDuration(many?.p50 ?? 0), formatDuration(many?.p95 ?? 0)];
}

function titleOf({ own, many }: LatencyRow, basis: LatencyBasis): string {
  if (basis === "run") return t("latency {{total}}", { total: formatDuration(own?.totalMs ?? 0) });
  return t("latency {{p50}} at p50, {{p95}} at p95", { p50: formatDuration(many?.p50 ?? 0), p95: formatDuration(many?.p95 ?? 0) });
}
