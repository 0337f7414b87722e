/** The last data intervals of a schedule, newest first: what a person most often wants to see a query for. Pure. */
import type { Schedule } from "../../shared/model/dag.ts";
import { firesOf } from "../../shared/schedule/next.ts";

export interface PastInterval {
  readonly start: number;
  /** Also the logical date of the run that stands for it. */
  readonly end: number;
}

export function lastIntervals(schedule: Schedule | null, now: number, count: number): PastInterval[] {
  if (schedule === null) return [];
  const fires = firesOf(schedule);
  const found: PastInterval[] = [];
  let end = fires.previous(now + 1);
  while (end !== null && found.length < count) {
    const start = fires.previous(end);
    found.push({ start: start ?? end, end });
    end = start;
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
