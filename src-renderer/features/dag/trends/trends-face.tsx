/** A DAG over its days: what became of its runs, how long they took, when they landed, and which task changed. */
import { useState, type ReactNode } from "react";
import { dayNumber } from "../../../../shared/run-view/day-zones.ts";
import { useKeptState } from "../../../app/kept-view.ts";
import { t } from "../../../strings/t.ts";
import { useNow } from "../../../ui/clock.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { useDisplayZone } from "../../../ui/preferences.tsx";
import type { RunFaceProps } from "../run-faces.ts";
import { CalendarPart } from "./calendar-part.tsx";
import { DayRuns } from "./day-runs.tsx";
import { DurationsPart } from "./durations-part.tsx";
import { TasksPart } from "./tasks-part.tsx";
import styles from "./trends.module.css";

/** The zone of this machine has a name too. */
export function useZoneName(): string {
  return useDisplayZone() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function TrendsFace({ page, dag }: RunFaceProps): ReactNode {
  const zone = useZoneName();
  const today = dayNumber(useNow(), zone);
  const [day, setDay] = useKeptState<number | null>("trendsDay", null, (value): value is number | null => value === null || Number.isInteger(value));
  const [end, setEnd] = useState<number | null>(null);
  const chosen = day === null ? null : { first: Math.min(day, end ?? day), last: Math.max(day, end ?? day) };
  const choose = (next: number, isMore: boolean): void => {
    setEnd(isMore && day !== null ? next : null);
    if (!isMore || day === null) setDay(next);
  };
  const { dagId, source } = page.place;
  const of = { dagId, ...(source === undefined ? {} : { source }) };
  if (page.runs.length === 0 && page.runId === null) return <EmptyState title={t("No runs yet")}>{t("Once the DAG has run, its days, durations and trends show up here.")}</EmptyState>;
  return (
    <div className={styles.face} tabIndex={0} role="region" aria-label={t("Trends of {{dagId}}", { dagId: page.place.dagId })} data-keeps-scroll="trends">
      <CalendarPart of={of} dag={dag} zone={zone} today={today} chosen={chosen} onChoose={choose} />
      {chosen !== null && <DayRuns of={of} days={chosen} zone={zone} today={today} selected={page.runId} onSelect={page.selectRun} onClose={() => setDay(null)} />}
      <DurationsPart of={of} zone={zone} today={today} selected={page.runId} onSelect={page.selectRun} />
      <TasksPart of={of} selected={page.nodeId} onSelect={page.selectTask} />
    </div>
  );
}
