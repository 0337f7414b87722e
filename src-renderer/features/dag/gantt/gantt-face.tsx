/** The run on a time axis: what each task waited, was queued and ran, try by try. */
import { useMemo, type ReactNode } from "react";
import { extentOf, ganttOrders, ganttRows, hasBegun, orderRows, type GanttOrder } from "../../../../shared/run-view/gantt-rows.ts";
import { isRunFinished } from "../../../../shared/model/states.ts";
import { useKeptState } from "../../../app/kept-view.ts";
import { t } from "../../../strings/t.ts";
import { useNow } from "../../../ui/clock.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import type { RunFaceProps } from "../run-faces.ts";
import pageStyles from "../dag-page.module.css";
import { useRunHistory } from "../use-run-history.ts";
import { GanttBar } from "./gantt-bar.tsx";
import { GanttChart } from "./gantt-chart.tsx";
import { useTimeView } from "../../../ui/use-time-view.ts";

export interface GanttChoices {
  readonly order: GanttOrder;
  readonly onlyBegun: boolean;
  /** Counted from the start of the run instead of the clock. */
  readonly isRelative: boolean;
  readonly hasFigures: boolean;
}

const firstChoices: GanttChoices = { order: "start", onlyBegun: false, isRelative: false, hasFigures: false };

function isChoices(value: unknown): value is GanttChoices {
  if (typeof value !== "object" || value === null) return false;
  const of = (name: string): unknown => Reflect.get(value, name);
  return ganttOrders.some((order) => order === of("order")) && ["onlyBegun", "isRelative", "hasFigures"].every((name) => typeof of(name) === "boolean");
}

export function GanttFace({ page }: RunFaceProps): ReactNode {
  const { detail, tasks } = page;
  const { histories, failure, retry } = useRunHistory(page);
  const [choices, setChoices] = useKeptState("gantt", firstChoices, isChoices);
  const active = detail !== null && !isRunFinished(detail.run.state);
  const now = useNow(active);
  const rows = useMemo(() => (histories === null ? null : ganttRows(histories, tasks)), [histories, tasks]);
  const shown = useMemo(() => (rows === null ? [] : orderRows(choices.onlyBegun ? rows.filter(hasBegun) : rows, choices.order)), [rows, choices.order, choices.onlyBegun]);
  const run = detail?.run ?? null;
  const whole = useMemo(() => (run === null || rows === null ? { from: 0, to: 1 } : extentOf(run, rows, Math.max(now, run.queuedAt))), [run, rows, now]);
  const view = useTimeView(whole, run?.runId ?? "");
  if (page.runId === null) return <EmptyState title={t("No run to show")}>{t("Run the DAG: its tasks then show up here, each from when to when.")}</EmptyState>;
  if (failure !== null && rows === null) return <ErrorState title={t("The tries of this run could not be read")} failure={failure} onRetry={retry} />;
  if (rows === null || run === null) return <SkeletonRows rows={12} label={t("Reading the tries of the run")} />;
  return (
    <div className={pageStyles.face}>
      <GanttBar choices={choices} onChoices={setChoices} view={view} shown={shown.length} all={rows.length} />
      {shown.length === 0 ? (
        <EmptyState title={t("Nothing has started")}>{t("No task of this run was started. Show all tasks to see why.")}</EmptyState>
      ) : (
        <GanttChart label={t("Gantt chart of {{dagId}}", { dagId: run.dagId })} rows={shown} view={view} whole={whole} now={active ? now : null} zero={run.startedAt ?? run.queuedAt} choices={choices} selected={page.nodeId} onSelect={page.selectTask} />
      )}
    </div>
  );
}
