/**
 * When a schedule fires: exactly the instants at which Airflow would fire it, daylight-saving changes included.
 * Pure; the time is a value. `every` counts from 1970-01-01T00:00Z, so a restart does not shift it. `once` and
 * `@once` have no instant of their own (the engine starts them when no run exists): they answer null.
 */
import type { Schedule } from "../model/dag.ts";
import { assertNever } from "../base/assert-never.ts";
import { AppError } from "../errors/app-error.ts";
import { readCron } from "./cron.ts";
import { cronFires, type Fires } from "./cron-fires.ts";
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
      return firesOfInterval(schedule.everyMs);
    case "once":
      return { next: () => null, previous: () => null };
    default:
      return assertNever(schedule);
  }
}

function firesOfCron(expression: string, timezone: string): Fires {
  const cron = readCron(expression);
  if (!cron.ok) throw new AppError("input/invalid", cron.message, { field: cron.field });
  const zone = checkTimeZone(timezone);
  if (!zone.ok) throw new AppError("input/invalid", zone.message, { field: "timezone" });
  return cron.reading.kind === "once" ? firesOf({ kind: "once" }) : cronFires(cron.reading.cron, timezone);
}

function firesOfInterval(everyMs: number): Fires {
  if (!(everyMs > 0) || !Number.isFinite(everyMs)) {
    throw new AppError("input/invalid", `Schedule: every ${everyMs} ms was found; use an interval above 0.`);
  }
  return {
    next: (after) => (Math.floor(after / everyMs) + 1) * everyMs,
    previous: (before) => (Math.ceil(before / everyMs) - 1) * everyMs,
  };
}
