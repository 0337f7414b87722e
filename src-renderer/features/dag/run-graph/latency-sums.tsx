/** What the latencies of all edges come to: one gap for the whole DAG, and the way from what started a run to its end, or to the selected task. */
import type { ReactNode } from "react";
import type { LatencyHistory } from "../../../../shared/run-view/edge-latency.ts";
import { t } from "../../../strings/t.ts";
import { formatQuantiles } from "../../../ui/format.ts";
import styles from "./run-graph.module.css";

export function LatencySums({ history, selected }: { history: LatencyHistory; selected: string | null }): ReactNode {
  const task = selected === null ? undefined : history.tasks.find(({ taskId }) => taskId === selected);
  const way = task === undefined ? history.ends : task.reached;
  return (
    <span className={styles.sums} role="note" aria-label={t("Latency in all")}>
      {history.gaps !== null && (
        <span title={t("From the end of a task to the start of one that waited for it, over {{count}} starts", { count: history.gaps.count })}>{t("Between tasks {{figures}}", { figures: formatQuantiles(history.gaps) })}</span>
      )}
      {way !== null && (
        <span title={t("From when the event, the schedule or the person asked for it, over {{count}} runs that came to a good end", { count: way.count })}>
          {task === undefined ? t("From trigger to end {{figures}}", { figures: formatQuantiles(way) }) : t("From trigger to the end of {{task}} {{figures}}", { task: task.taskId, figures: formatQuantiles(way) })}
        </span>
      )}
    </span>
  );
}
