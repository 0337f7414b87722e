/** The days of a month or a year as weeks, and what became of the runs of each. Days are counted from 1970-01-01. Pure. */
import type { DayOfRuns } from "../contract/time.ts";
import type { Fires } from "../schedule/cron-fires.ts";
import { dayName, dayNumber, dayOfName, daySpan } from "./day-zones.ts";

/** `good`: all runs went well; `mixed`: some failed; `failed`: all did; `running`: some are on their way and none failed. */
export type DayOutcome = "good" | "mixed" | "failed" | "running" | "none";

export function outcomeOf(day: Omit<DayOfRuns, "day"> | undefined): DayOutcome {
  if (day === undefined) return "none";
  const { queued, running, success, failed } = day;
  if (failed > 0) return success + running + queued > 0 ? "mixed" : "failed";
  if (running + queued > 0) return "running";
  return success > 0 ? "good" : "none";
}

export function runsOfDay({ queued, running, success, failed }: Omit<DayOfRuns, "day">): number {
  return queued + running + success + failed;
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

export interface Month {
  readonly year: number;
  /** From 1. */
  readonly month: number;
}

export function monthOf(day: number): Month {
  const [year = 1970, month = 1] = dayName(day).split("-").map(Number);
  return { year, month };
}

/** First day, and the one after the last. */
export function daysOfMonth({ year, month }: Month): { readonly first: number; readonly end: number } {
  return { first: dayOfName(`${year}-${pad(month)}-01`), end: month === 12 ? dayOfName(`${year + 1}-01-01`) : dayOfName(`${year}-${pad(month + 1)}-01`) };
}

export function daysOfYear(year: number): { readonly first: number; readonly end: number } {
  return { first: dayOfName(`${year}-01-01`), end: dayOfName(`${year + 1}-01-01`) };
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/** Weeks of seven places, beginning with the given weekday; null where a day is of another month or year. */
export function weeksOf({ first, end }: { readonly first: number; readonly end: number }, weekStart: number): (number | null)[][] {
  const lead = (weekdayOf(first) - weekStart + 7) % 7;
  const weeks: (number | null)[][] = [];
  for (let start = first - lead; start < end; start += 7) {
    weeks.push(Array.from({ length: 7 }, (_, index) => (start + index >= first && start + index < end ? start + index : null)));
  }
  return weeks;
}

/** The days from `now` up to and without `end` on which the schedule fires. */
export function plannedDays(fires: Pick<Fires, "next">, now: number, end: number, zone: string): Set<number> {
  const found = new Set<number>();
  const until = daySpan(end - 1, zone).to;
  let at = fires.next(now);
  while (at !== null && at < until) {
    const day = dayNumber(at, zone);
    found.add(day);
    // One fire of a day is enough.
    at = fires.next(daySpan(day, zone).to - 1);
  }
  return found;
}

/** 1 to 3, by how many runs a day had against the busiest. */
export function intensityOf(runs: number, most: number): 1 | 2 | 3 {
  if (most <= 1) return 3;
  const share = Math.log(runs + 1) / Math.log(most + 1);
  return share < 1 / 3 ? 1 : share < 2 / 3 ? 2 : 3;
}
