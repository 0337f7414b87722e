/** The calendar: a year at a glance or a month with its counts; days coloured by what became of their runs, planned ones as dots. */
import { ActionIcon, SegmentedControl, Tooltip } from "@mantine/core";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { DagDetail } from "../../../../shared/contract/dags.ts";
import { timetableOf } from "../../../../shared/schedule/timetable.ts";
import { daysOfMonth, daysOfYear, monthOf, plannedDays, runsOfDay, type Month } from "../../../../shared/run-view/calendar.ts";
import { dayOfName, daySpan } from "../../../../shared/run-view/day-zones.ts";
import { useKeptState } from "../../../app/kept-view.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { t } from "../../../strings/t.ts";
import { useNow } from "../../../ui/clock.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount } from "../../../ui/format.ts";
import { CalendarGrid, CalendarLegend, type DaysChosen } from "./calendar-grid.tsx";
import { monthText } from "./calendar-words.ts";
import styles from "./trends.module.css";
import { useDays, type TrendsOf } from "./use-trends.ts";

export interface CalendarPartProps {
  readonly of: TrendsOf;
  readonly dag: DagDetail;
  readonly zone: string;
  readonly today: number;
  readonly chosen: DaysChosen | null;
  readonly onChoose: (day: number, isMore: boolean) => void;
}

type Look = "year" | "month";
const looks: { value: Look; label: string }[] = [
  { value: "year", label: t("Year") },
  { value: "month", label: t("Month") },
];

export function CalendarPart({ of, dag, zone, today, chosen, onChoose }: CalendarPartProps): ReactNode {
  const [look, setLook] = useKeptState<Look>("calendar", "year", (value): value is Look => value === "year" || value === "month");
  const now = monthOf(today);
  const [shown, setShown] = useState<Month>(now);
  const range = look === "year" ? daysOfYear(shown.year) : daysOfMonth(shown);
  const span = useMemo(() => ({ from: daySpan(range.first, zone).from, to: daySpan(range.end - 1, zone).to }), [range.first, range.end, zone]);
  const { data, error, refetch, isPlaceholderData } = useDays(of, span, zone);
  const days = useMemo(() => new Map((data?.days ?? []).map((day) => [dayOfName(day.day), day])), [data]);
  const timetable = useMemo(() => (dag.summary.scheduleOn && dag.dag !== null ? timetableOf(dag.dag) : null), [dag]);
  // A fire that passed this hour is a run, or will be one.
  const hour = Math.floor(useNow() / 3_600_000) * 3_600_000;
  const planned = useMemo(() => (timetable === null || range.end <= today ? new Set<number>() : plannedDays(timetable, Math.max(hour, span.from - 1), range.end, zone)), [timetable, today, range.end, span.from, hour, zone]);
  const total = [...days.values()].reduce((sum, day) => ({ runs: sum.runs + runsOfDay(day), failed: sum.failed + day.failed }), { runs: 0, failed: 0 });
  const move = (by: 1 | -1): void => setShown(look === "year" ? { ...shown, year: shown.year + by } : monthOf(by === 1 ? range.end : range.first - 1));
  const title = look === "year" ? String(shown.year) : monthText(shown);
  return (
    <section className={styles.part} aria-label={t("Calendar")}>
      <header className={styles.head}>
        <h2>{t("Calendar")}</h2>
        <SegmentedControl data={looks} value={look} onChange={setLook} aria-label={t("Span of the calendar")} />
        <div className={styles.turn}>
          <Turn name={look === "year" ? t("The year before") : t("The month before")} onClick={() => move(-1)}>
            <ChevronLeft size={16} aria-hidden />
          </Turn>
          <strong className={styles.span} aria-live="polite">
            {title}
          </strong>
          <Turn name={look === "year" ? t("The next year") : t("The next month")} onClick={() => move(1)}>
            <ChevronRight size={16} aria-hidden />
          </Turn>
        </div>
        {data !== undefined && !isPlaceholderData && (
          <span className="dw-dim dw-num">
            {t("{{count}} runs", { count: total.runs })}
            {total.failed > 0 && `, ${t("{{failed}} failed", { failed: formatCount(total.failed) })}`}
          </span>
        )}
      </header>
      {error !== null && data === undefined ? (
        <ErrorState title={t("The days could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />
      ) : (
        <CalendarGrid look={look} range={range} days={days} planned={planned} today={today} chosen={chosen} label={t("Runs by day, {{title}}", { title })} onChoose={onChoose} />
      )}
      <CalendarLegend />
    </section>
  );
}

function Turn({ name, onClick, children }: { name: string; onClick: () => void; children: ReactNode }): ReactNode {
  return (
    <Tooltip label={name}>
      <ActionIcon variant="subtle" color="gray" aria-label={name} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
