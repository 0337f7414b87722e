/** The tasks by how long they take: what is usual, what changed in the newest run, what is slow. */
import { SegmentedControl } from "@mantine/core";
import { useMemo, useState, type ReactNode } from "react";
import type { RunTimes } from "../../../../shared/contract/time.ts";
import { biggestChange, isNoticed, orderTrends, trendsOf, type TaskTrend, type TrendOrder } from "../../../../shared/run-view/trends.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatDuration } from "../../../ui/format.ts";
import { useRowHeight } from "../../../ui/preferences.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { RelativeTime } from "../../../ui/time-text.tsx";
import { VirtualTable, type VirtualColumn } from "../../../ui/virtual-table.tsx";
import { Sparkline } from "./sparkline.tsx";
import styles from "./trends.module.css";
import { useTaskTrends, type TrendsOf } from "./use-trends.ts";

const orders: { value: TrendOrder; label: string }[] = [
  { value: "change", label: t("Biggest change") },
  { value: "slowest", label: t("Slowest") },
  { value: "name", label: t("By name") },
];

export function TasksPart({ of, selected, onSelect }: { of: TrendsOf; selected: string | null; onSelect: (taskId: string) => void }): ReactNode {
  const { data, error, refetch } = useTaskTrends(of);
  const [order, setOrder] = useState<TrendOrder>("change");
  const trends = useMemo(() => (data === undefined ? [] : trendsOf(data)), [data]);
  const rowPx = useRowHeight();
  const rows = useMemo(() => orderTrends(trends, order), [trends, order]);
  const runs = data?.runs ?? [];
  return (
    <section className={styles.part} aria-label={t("Tasks")}>
      <header className={styles.head}>
        <h2>{t("Durations of the tasks")}</h2>
        <SegmentedControl data={orders} value={order} onChange={setOrder} aria-label={t("Order of the tasks")} />
        {data !== undefined && <span className="dw-dim dw-num">{t("over the newest {{count}} runs that ended", { count: runs.length })}</span>}
      </header>
      {error !== null && data === undefined && <ErrorState title={t("The durations could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <SkeletonRows rows={5} label={t("Loading durations")} />}
      {data !== undefined && <ChangeLine trends={trends} runs={runs} onSelect={onSelect} />}
      {data !== undefined && rows.length === 0 && <p className={styles.none}>{t("No run has ended yet.")}</p>}
      {rows.length > 0 && (
        <div className={styles.table} style={{ height: Math.min(420, 31 + rows.length * rowPx) }}>
          <VirtualTable label={t("Durations of the tasks")} items={rows} columns={columnsFor(selected)} keyOf={(row) => row.taskId} onOpen={(row) => onSelect(row.taskId)} />
        </div>
      )}
    </section>
  );
}

/** `load took 3.1 times its usual 2.0 s in the run of 2 h ago.` */
function ChangeLine({ trends, runs, onSelect }: { trends: readonly TaskTrend[]; runs: readonly RunTimes[]; onSelect: (taskId: string) => void }): ReactNode {
  const newest = runs.at(-1);
  const change = biggestChange(trends, runs.length - 1);
  if (newest === undefined || runs.length < 4) return null;
  if (change === null || change.last === null || change.usualMs === null || change.ratio === null) return <p className={styles.answer}>{t("Every task of the newest run took about as long as usual.")}</p>;
  return (
    <p className={styles.answer}>
      {rich("{{task}} took {{ratio}} times its usual median of {{usual}}: {{last}} in the run that ended {{when}}.", {
        task: (
          <button type="button" className={`dw-link ${styles.linkButton}`} onClick={() => onSelect(change.taskId)}>
            {change.taskId}
          </button>
        ),
        ratio: <strong>{change.ratio.toFixed(1)}</strong>,
        usual: formatDuration(change.usualMs),
        last: formatDuration(change.last.ms),
        when: <RelativeTime at={newest.endedAt} />,
      })}
    </p>
  );
}

function columnsFor(selected: string | null): VirtualColumn<TaskTrend>[] {
  const spent = (ms: number | null | undefined): ReactNode => <span className="dw-num">{ms == null ? "–" : formatDuration(ms)}</span>;
  return [
    { key: "task", head: t("Task"), width: "minmax(140px, 2fr)", cell: ({ taskId }) => <span className={`dw-ellipsis ${taskId === selected ? styles.picked : ""}`} aria-current={taskId === selected || undefined} title={taskId}>{taskId}</span> },
    { key: "last", head: t("Newest"), width: "96px", align: "end", cell: ({ last }) => spent(last?.ms) },
    { key: "usual", head: t("Usual median"), width: "104px", align: "end", cell: ({ usualMs }) => spent(usualMs) },
    { key: "change", head: t("Change"), width: "84px", align: "end", cell: (trend) => <Change trend={trend} /> },
    { key: "p95", head: t("p95"), width: "96px", align: "end", cell: ({ p95Ms }) => spent(p95Ms) },
    { key: "trend", head: t("Run by run"), width: "minmax(120px, 1.4fr)", cell: ({ spentMs }) => <Sparkline values={spentMs} /> },
  ];
}

function Change({ trend }: { trend: TaskTrend }): ReactNode {
  const { ratio } = trend;
  if (ratio === null) return <span className="dw-dim">–</span>;
  return <span className={isNoticed(trend) ? `dw-num ${styles.grown}` : "dw-num"}>{t("{{ratio}} ×", { ratio: ratio.toFixed(ratio < 10 ? 1 : 0) })}</span>;
}
