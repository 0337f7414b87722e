/**
 * When a schedule fires: exactly the instants at which Airflow would fire it, daylight-saving changes included.
 * Pure; the time is a value. `every` counts from the start date or 1970-01-01T00:00Z, so a restart does not shift it. `once`
 * without a date has no instant of its own (it is the moment at which a person turns it on): it answers null. Start and end date are timetable.ts's.
 */
import type { OneSchedule, Schedule } from "../model/dag.ts";
import { assertNever } from "../base/assert-never.ts";
import { AppError } from "../errors/app-error.ts";
import { readCron } from "./cron.ts";
import { cronFires, type Fires } from "./cron-fires.ts";
import { firesOfSeveral } from "./several-fires.ts";
import { firesOfIntervals, mostIntervals, ownIntervals } from "./several-intervals.ts";
import { checkTimeZone } from "./time-zone.ts";
import type { EpochMs } from "./wall-clock.ts";

export type { EpochMs } from "./wall-clock.ts";
export type Interval = { start: EpochMs; end: EpochMs };

/** The first fire after the instant (itself not included); null when there is none. */
export function nextFire(schedule: Schedule, after: EpochMs): EpochMs | null {
  return firesOf(schedule).next(after);
}

/** The last fire before the instant (itself not included); null when there is none. */
export function previousFire(schedule: Schedule, before: EpochMs): EpochMs | null {
  return firesOf(schedule).previous(before);
}

/** The fires in [from, to), oldest first, at most `limit`. */
export function firesBetween(schedule: Schedule, from: EpochMs, to: EpochMs, limit: number): EpochMs[] {
  const fires = firesOf(schedule);
  const found: EpochMs[] = [];
  let fire = fires.next(from - 1);
  while (fire !== null && fire < to && found.length < limit) {
    found.push(fire);
    fire = fires.next(fire);
  }
  return found;
}

/** The span of data a scheduled run stands for: from the fire before it up to its own. */
export function dataInterval(schedule: Schedule, fireAt: EpochMs): Interval {
  return { start: previousFire(schedule, fireAt) ?? fireAt, end: fireAt };
}

/** The schedule made ready for many questions. Throws AppError input/invalid when it cannot be read. */
export function firesOf(schedule: Schedule): Fires {
  switch (schedule.kind) {
    case "cron":
      return firesOfCron(schedule.expression, schedule.timezone);
    case "every":
      return firesOfInterval(schedule.everyMs, schedule.from ?? 0);
    case "once":
      return schedule.at === undefined ? none : firesOfDates([schedule.at]);
    case "dates":
      return firesOfDates(schedule.at);
    case "several":
      return firesOfSeveral(partsOf(schedule.of));
    default:
      return assertNever(schedule);
  }
}

const none: Fires = { next: () => null, previous: () => null, count: () => 0 };

function firesOfCron(expression: string, timezone: string): Fires {
  const cron = readCron(expression);
  if (!cron.ok) throw new AppError("input/invalid", cron.message, { field: cron.field });
  const zone = checkTimeZone(timezone);
  if (!zone.ok) throw new AppError("input/invalid", zone.message, { field: "timezone" });
  return cron.reading.kind === "once" ? none : cronFires(cron.reading.cron, timezone);
}

function firesOfInterval(everyMs: number, from: EpochMs): Fires {
  if (!(everyMs > 0) || !Number.isFinite(everyMs)) {
    throw new AppError("input/invalid", `Schedule: every ${everyMs} ms was found; use an interval above 0.`);
  }
  return {
    next: (after) => from + (Math.floor((after - from) / everyMs) + 1) * everyMs,
    previous: (before) => from + (Math.ceil((before - from) / everyMs) - 1) * everyMs,
    count: (start, end) => Math.max(0, Math.ceil((end - from) / everyMs) - Math.ceil((start - from) / everyMs)),
  };
}

function firesOfDates(dates: readonly EpochMs[]): Fires {
  return {
    next: (after) => dates.find((at) => at > after) ?? null,
    previous: (before) => dates.findLast((at) => at < before) ?? null,
    count: (from, to) => dates.filter((at) => at >= from && at < to).length,
    has: (at) => dates.includes(at),
  };
}

/** Intervals that count from one instant are one part. */
function partsOf(all: readonly OneSchedule[]): Fires[] {
  const byStart = Map.groupBy(all, (one) => (one.kind === "every" && Number.isSafeInteger(one.everyMs) && one.everyMs > 0 ? (one.from ?? 0) : null));
  return [...byStart].flatMap(([from, group]) => {
    const intervals = from === null ? [] : ownIntervals(group.flatMap((one) => (one.kind === "every" ? [one.everyMs] : [])));
    return from === null || intervals.length > mostIntervals ? group.map((one) => firesOf(one)) : [firesOfIntervals(intervals, from)];
  });
}
