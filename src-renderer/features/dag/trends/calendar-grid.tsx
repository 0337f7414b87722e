/** The days as a grid: of a year weeks side by side, of a month below each other. Arrows walk the days, Enter lists the runs of one; with Shift they choose several. */
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { DayOfRuns } from "../../../../shared/contract/time.ts";
import { intensityOf, outcomeOf, runsOfDay, weekdayOf, weeksOf, type DayOutcome } from "../../../../shared/run-view/calendar.ts";
import { dayName } from "../../../../shared/run-view/day-zones.ts";
import { t } from "../../../strings/t.ts";
import { countWords, dayText, firstWeekday, outcomeWords, shortMonthText, weekdayText } from "./calendar-words.ts";
import styles from "./calendar.module.css";

export interface CalendarGridProps {
  readonly look: "year" | "month";
  readonly range: { readonly first: number; readonly end: number };
  readonly days: ReadonlyMap<number, DayOfRuns>;
  readonly planned: ReadonlySet<number>;
  readonly today: number;
  readonly chosen: DaysChosen | null;
  readonly label: string;
  /** `isMore`: up to this day, from the one that was chosen first. */
  readonly onChoose: (day: number, isMore: boolean) => void;
}

/** Both belong to it. */
export interface DaysChosen {
  readonly first: number;
  readonly last: number;
}

export function CalendarGrid({ look, range, days, planned, today, chosen, label, onChoose }: CalendarGridProps): ReactNode {
  const weekStart = firstWeekday();
  const weeks = weeksOf(range, weekStart);
  const weekdays = Array.from({ length: 7 }, (_, index) => (weekStart + index) % 7);
  const [walked, setWalked] = useState<number | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const inRange = (day: number | null): day is number => day !== null && day >= range.first && day < range.end;
  const inTab = inRange(walked) ? walked : inRange(chosen?.first ?? null) ? (chosen?.first ?? range.first) : inRange(today) ? today : range.first;
  const most = Math.max(1, ...[...days.values()].map(runsOfDay));

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return onChoose(inTab, event.shiftKey);
    }
    const [along, across] = look === "year" ? [7, 1] : [1, 7];
    const to = { ArrowLeft: inTab - along, ArrowRight: inTab + along, ArrowUp: inTab - across, ArrowDown: inTab + across, Home: range.first, End: range.end - 1, PageUp: inTab - 28, PageDown: inTab + 28 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(range.first, Math.min(range.end - 1, to));
    setWalked(next);
    if (event.shiftKey) onChoose(next, true);
    grid.current?.querySelector<HTMLElement>(`[data-day="${dayName(next)}"]`)?.focus();
  }

  const cell = (day: number | null, at: number): ReactNode => (day === null ? <div key={`none ${at}`} className={styles.gap} aria-hidden /> : <Day key={day} {...{ day, look, inTab, chosen, today, most }} of={days.get(day)} isPlanned={planned.has(day)} onChoose={onChoose} onFocus={setWalked} />);
  const rows = look === "year" ? weekdays.map((_, place) => weeks.map((week) => week[place] ?? null)) : weeks;
  return (
    <div className={styles.scroll}>
      <div ref={grid} role="grid" aria-multiselectable aria-label={label} className={look === "year" ? styles.year : styles.month} onKeyDown={onKeyDown}>
        <Heads look={look} weeks={weeks} weekdays={weekdays} />
        {rows.map((row, at) => (
          <div key={at} role="row" className={styles.row}>
            {look === "year" && (
              <div role="rowheader" className={styles.weekday} aria-label={weekdayText(weekdays[at] ?? 0)}>
                {at % 2 === 0 ? weekdayText(weekdays[at] ?? 0) : ""}
              </div>
            )}
            {row.map(cell)}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Above a year its months, where they begin; above a month the weekdays. */
function Heads({ look, weeks, weekdays }: { look: "year" | "month"; weeks: readonly (readonly (number | null)[])[]; weekdays: readonly number[] }): ReactNode {
  if (look === "month") {
    return (
      <div role="row" className={styles.row}>
        {weekdays.map((weekday) => (
          <div key={weekday} role="columnheader" className={styles.columnHead}>
            {weekdayText(weekday)}
          </div>
        ))}
      </div>
    );
  }
  return (
    <div className={styles.row} aria-hidden>
      <div className={styles.weekday} />
      {weeks.map((week, at) => {
        const begins = week.find((day) => day !== null && dayName(day).endsWith("-01"));
        return (
          <div key={at} className={styles.monthHead}>
            {begins == null ? "" : shortMonthText(begins)}
          </div>
        );
      })}
    </div>
  );
}

interface DayProps {
  readonly day: number;
  readonly look: "year" | "month";
  readonly of: DayOfRuns | undefined;
  readonly isPlanned: boolean;
  readonly inTab: number;
  readonly chosen: DaysChosen | null;
  readonly today: number;
  readonly most: number;
  readonly onChoose: (day: number, isMore: boolean) => void;
  readonly onFocus: (day: number) => void;
}

function Day({ day, look, of, isPlanned, inTab, chosen, today, most, onChoose, onFocus }: DayProps): ReactNode {
  const outcome = outcomeOf(of);
  const words = [dayText(day), countWords(of), ...(isPlanned ? [t("planned")] : [])].join(": ");
  return (
    <div
      role="gridcell"
      className={styles.day}
      data-day={dayName(day)}
      data-outcome={outcome}
      data-intensity={of === undefined ? undefined : intensityOf(runsOfDay(of), most)}
      data-planned={isPlanned || undefined}
      data-weekend={weekdayOf(day) % 6 === 0 || undefined}
      aria-selected={chosen !== null && day >= chosen.first && day <= chosen.last}
      aria-current={day === today ? "date" : undefined}
      aria-label={words}
      title={words}
      tabIndex={day === inTab ? 0 : -1}
      onFocus={() => onFocus(day)}
      onClick={(event) => onChoose(day, event.shiftKey)}
    >
      {look === "month" && (
        <>
          <span className={styles.number}>{Number(dayName(day).slice(8))}</span>
          {of !== undefined && <span className={styles.counts}>{countWords(of)}</span>}
        </>
      )}
    </div>
  );
}

const outcomes: readonly DayOutcome[] = ["good", "mixed", "failed", "running", "none"];

export function CalendarLegend(): ReactNode {
  return (
    <ul className={styles.legend} aria-label={t("Legend")}>
      {outcomes.map((outcome) => (
        <li key={outcome}>
          <span className={styles.day} data-outcome={outcome} data-intensity={3} aria-hidden />
          {outcomeWords[outcome]}
        </li>
      ))}
      <li>
        <span className={styles.day} data-outcome="none" data-planned aria-hidden />
        {t("Planned by the schedule")}
      </li>
    </ul>
  );
}
