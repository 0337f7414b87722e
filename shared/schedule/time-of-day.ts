/**
 * The instants of a time of day in a zone: one a day that has one. By the one DST rule: a time that a spring change skips is moved on by the length
 * of the gap, of a time that is shown twice the second counts. Pure.
 */
import type { TimeOfDay } from "../model/deadline.ts";
import { instantOf, wallAt, type EpochMs } from "./wall-clock.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A week, and room for a day that a zone leaves out. */
const farthestDays = 9;

/** The first after the instant, itself not included. Throws RangeError when no day of the week is one of its days. */
export function nextTimeOfDay(time: TimeOfDay, after: EpochMs): EpochMs {
  return seek(time, after, 1);
}

/** The last before the instant, itself not included. Throws RangeError when no day of the week is one of its days. */
export function previousTimeOfDay(time: TimeOfDay, before: EpochMs): EpochMs {
  return seek(time, before, -1);
}

function seek({ minutes, days, timezone }: TimeOfDay, from: EpochMs, step: 1 | -1): EpochMs {
  const today = Math.floor(wallAt(from, timezone) / dayMs);
  // The day before (or after) too: what a gap moves on may come to lie past midnight.
  for (let n = -1; n <= farthestDays; n += 1) {
    const day = today + n * step;
    if (days !== null && !days.includes(weekdayOf(day))) continue;
    const at = instantOf(day * dayMs + minutes * minuteMs, timezone);
    if (step * (at - from) > 0) return at;
  }
  throw new RangeError(`No day within ${farthestDays} days is one of ${JSON.stringify(days)}.`);
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
