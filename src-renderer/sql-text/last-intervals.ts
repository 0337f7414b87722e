/** The last data intervals of a schedule, newest first: what a person most often wants to see a query for. Pure. */
import { timetableOf, type TimedDag } from "../../shared/schedule/timetable.ts";

export interface PastInterval {
  readonly start: number;
  /** Also the logical date of the run that stands for it. */
  readonly end: number;
}

export function lastIntervals(dag: TimedDag, now: number, count: number): PastInterval[] {
  const fires = timetableOf(dag);
  if (fires === null) return [];
  const found: PastInterval[] = [];
  let end = fires.previous(now + 1);
  while (end !== null && found.length < count) {
    found.push(fires.intervalOf(end));
    end = fires.previous(end);
  }
  return found;
}

/** "2026-11-20 → 2026-11-21" in UTC, with the time of day where it is not midnight. */
export function intervalText({ start, end }: PastInterval): string {
  return start === end ? instantText(end) : `${instantText(start)} → ${instantText(end)}`;
}

function instantText(at: number): string {
  const text = new Date(at).toISOString();
  const time = text.slice(11, 19);
  return time === "00:00:00" ? text.slice(0, 10) : `${text.slice(0, 10)} ${time.endsWith(":00") ? time.slice(0, 5) : time}`;
}
