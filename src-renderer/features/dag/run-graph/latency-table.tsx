/** The latencies of all edges as a table: the equal of the words on the graph, to be sorted and read by keys. */
import { TriangleAlert } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { WaitSplit } from "../../../../shared/run-view/edge-latency.ts";
import { t } from "../../../strings/t.ts";
import { formatCount, formatDuration } from "../../../ui/format.ts";
import { VirtualTable, type SortOrder, type VirtualColumn } from "../../../ui/virtual-table.tsx";
import type { GraphViewState } from "./graph-view-state.ts";
import { weightOf, type Latencies, type LatencyRow } from "./latency-rows.ts";
import styles from "./run-graph.module.css";

interface LatencyTableProps {
  readonly latencies: Latencies;
  readonly state: GraphViewState;
  readonly onOpen: (taskId: string) => void;
}

export function LatencyTable({ latencies, state, onOpen }: LatencyTableProps): ReactNode {
  const [order, setOrder] = useState<SortOrder>({ key: state.latency === "run" ? "own" : "p95", descending: true });
  const rows = useMemo(() => sorted(latencies.rows, order, state), [latencies, order, state]);
  const columns = useMemo(() => columnsFor(state), [state]);
  return (
    <div className={styles.panel} role="region" aria-label={t("Latency of all edges")}>
      <VirtualTable label={t("Latency of all edges")} items={rows} columns={columns} keyOf={(row) => row.id} onOpen={(row) => onOpen(row.to)} sort={order} onSort={setOrder} />
    </div>
  );
}

type Read = (row: LatencyRow, state: GraphViewState) => string | number | null;

const splitOf = (row: LatencyRow, { latency }: GraphViewState): WaitSplit | null => (latency === "run" ? row.own : (row.many?.split ?? null));

const reads: Readonly<Record<string, Read>> = {
  from: (row) => row.from,
  to: (row) => row.to,
  own: (row) => row.own?.totalMs ?? null,
  p50: (row) => row.many?.p50 ?? null,
  p95: (row) => row.many?.p95 ?? null,
  count: (row) => row.many?.count ?? null,
  decision: (row, state) => splitOf(row, state)?.decisionMs ?? null,
  queue: (row, state) => splitOf(row, state)?.queueMs ?? null,
  start: (row, state) => splitOf(row, state)?.startMs ?? null,
};

/** What is not known comes last, whichever way round. */
function sorted(rows: readonly LatencyRow[], { key, descending }: SortOrder, state: GraphViewState): LatencyRow[] {
  const read = reads[key] ?? (() => null);
  const keyed = rows.map((row) => ({ row, value: read(row, state) }));
  keyed.sort(({ value: one }, { value: other }) => {
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const way = typeof one === "string" ? one.localeCompare(String(other)) : one - Number(other);
    return descending ? -way : way;
  });
  return keyed.map(({ row }) => row);
}

function columnsFor(state: GraphViewState): VirtualColumn<LatencyRow>[] {
  const name = (key: "from" | "to", head: string): VirtualColumn<LatencyRow> => ({ key, head, width: "minmax(110px, 2fr)", sortable: true, cell: (row) => <span className="dw-ellipsis" title={row[key]}>{row[key]}</span> });
  const time = (key: string, head: string): VirtualColumn<LatencyRow> => ({ key, head, width: "minmax(72px, 96px)", align: "end", sortable: true, cell: (row) => <TimeCell value={reads[key]?.(row, state) ?? null} /> });
  const isRun = state.latency === "run";
  const held = isRun ? t("This run") : "p95";
  return [
    name("from", t("From")),
    name("to", t("To")),
    { ...time(isRun ? "own" : "p95", held), width: "minmax(84px, 110px)", cell: (row) => <HeldCell value={weightOf(row, isRun ? "run" : "runs")} budgetMs={state.budgetMs} /> },
    ...(isRun ? [time("p95", "p95")] : [time("p50", "p50")]),
    time("decision", t("Decision")),
    time("queue", t("Queue")),
    time("start", t("Start")),
    isRun ? time("p50", "p50") : time("own", t("This run")),
    { key: "count", head: t("Decided in"), width: "minmax(76px, 100px)", align: "end", sortable: true, cell: (row) => (row.many === null ? <span className="dw-dim">–</span> : <span className="dw-num">{t("{{runs}} runs", { runs: formatCount(row.many.count) })}</span>) },
  ];
}

function TimeCell({ value }: { value: string | number | null }): ReactNode {
  return typeof value === "number" ? <span className="dw-num">{formatDuration(value)}</span> : <span className="dw-dim">–</span>;
}

function HeldCell({ value, budgetMs }: { value: number | null; budgetMs: number }): ReactNode {
  if (value === null || value <= budgetMs) return <TimeCell value={value} />;
  return (
    <span className={styles.over} title={t("over the budget of {{budget}}", { budget: formatDuration(budgetMs) })}>
      <TriangleAlert size={12} role="img" aria-label={t("over the budget")} /> <span className="dw-num">{formatDuration(value)}</span>
    </span>
  );
}
