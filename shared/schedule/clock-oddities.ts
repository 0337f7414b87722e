/** What a change of the clock does to a schedule, by name: which times of day are moved, left out, or shown twice. Pure. */
import type { OneSchedule, Schedule } from "../model/dag.ts";
import { readCron, type Cron } from "./cron.ts";
import { naiveClock } from "./naive-clock.ts";
import { clockChangesIn, instantOf, offsetAt, type ClockChange, type EpochMs } from "./wall-clock.ts";

export interface ClockOddity {
  readonly timezone: string;
  /** When the clock changes. */
  readonly changeAt: EpochMs;
  /**
   * `moved`: the time does not exist that day, its run comes later by what is skipped. `lost`: neither do these, and they have no run.
   * `second`: the time is shown twice, its run is the second. `twice`: free hours run in both passes.
   */
  readonly kind: "moved" | "lost" | "second" | "twice";
  /** The first of the times of day, as `02:30`, and how many there are. */
  readonly wallTime: string;
  readonly count: number;
  /** When the first of them runs; null for what is lost. */
  readonly runAt: EpochMs | null;
}

/** In (from, to], oldest first. */
export function clockOddities(schedule: Schedule, from: EpochMs, to: EpochMs): ClockOddity[] {
  const parts: readonly OneSchedule[] = schedule.kind === "several" ? schedule.of : [schedule];
  return parts.flatMap((part) => {
    if (part.kind !== "cron") return [];
    const read = readCron(part.expression);
    if (!read.ok || read.reading.kind !== "cron") return [];
    const { cron } = read.reading;
    return clockChangesIn(from, to, part.timezone).flatMap((change) => oddOf(cron, part.timezone, change));
  });
}

function oddOf(cron: Cron, timezone: string, change: ClockChange): ClockOddity[] {
  const before = change.at + offsetAt(change.at - 1, timezone);
  const [first, end] = change.jumpMs > 0 ? [before, before + change.jumpMs] : [before + change.jumpMs, before];
  const clock = naiveClock(cron);
  const wall = clock.next(first - 1);
  const count = clock.count(first, end);
  if (wall === null || count === 0) return [];
  const base = { timezone, changeAt: change.at };
  if (cron.hour.star) return change.jumpMs > 0 ? [] : [{ ...base, kind: "twice", wallTime: timeOf(wall), count, runAt: wall - offsetAt(change.at - 1, timezone) }];
  const run = { ...base, wallTime: timeOf(wall), runAt: instantOf(wall, timezone) };
  if (change.jumpMs < 0) return [{ ...run, kind: "second", count }];
  const second = clock.next(wall);
  const moved: ClockOddity = { ...run, kind: "moved", count: 1 };
  return second === null || count === 1 ? [moved] : [moved, { ...base, kind: "lost", wallTime: timeOf(second), count: count - 1, runAt: null }];
}

const timeOf = (wall: number): string => new Date(wall).toISOString().slice(11, 16);
