/**
 * The instants of one cron expression in one time zone, as Airflow's cron timetable computes them: the next wall time
 * on a naive clock; when the hours are unrestricted the naive difference is added to the instant, so that an hourly
 * job stays hourly; otherwise the wall time is given its zone (overlap: second pass; gap: moved on by its length).
 *
 * Airflow only ever asks from the last fire. Asked from any other instant inside a clock change, the same formula
 * would skip a fire, so there the chain is walked from a point before the change.
 */
import { Cron as CronClock } from "croner";
import { isNever, patternOf, type Cron } from "./cron.ts";
import { clockChangeIn, instantOf, wallAt, type ClockChange, type EpochMs, type WallMs } from "./wall-clock.ts";

export type Fires = {
  /** The first fire after the instant, itself not included. */
  next(after: EpochMs): EpochMs | null;
  /** The last fire before the instant, itself not included. */
  previous(before: EpochMs): EpochMs | null;
};

const hourMs = 3_600_000;
/** Longer than any clock change there was (Apia left out a whole day). */
const changeReachMs = 25 * hourMs;
const never: Fires = { next: () => null, previous: () => null };

export function cronFires(cron: Cron, zone: string): Fires {
  if (isNever(cron)) return never;
  const everyHour = cron.hour.star;
  const clock = naiveClock(cron);

  /** Airflow's formula, word for word. */
  function formulaNext(after: EpochMs): EpochMs | null {
    const wall = wallAt(after, zone);
    const next = clock.next(wall);
    if (next === null) return null;
    return everyHour ? after + (next - wall) : instantOf(next, zone);
  }
  function formulaPrevious(before: EpochMs): EpochMs | null {
    const wall = wallAt(before, zone);
    const previous = clock.previous(wall);
    if (previous === null) return null;
    return everyHour ? before - (wall - previous) : instantOf(previous, zone);
  }

  function next(after: EpochMs): EpochMs | null {
    if (everyHour) return nextHourly(after);
    const fallBack = clockChangeIn(after, after + changeReachMs, zone);
    if (fallBack !== null && fallBack.jumpMs < 0 && after >= fallBack.at + fallBack.jumpMs) {
      // In the first pass of an hour shown twice: the fires of that hour belong to the second pass.
      const wall = clock.next(wallAt(fallBack.at, zone) - 1);
      return wall === null ? null : instantOf(wall, zone);
    }
    const leap = clockChangeIn(after - changeReachMs, after, zone);
    const justLeapt = leap !== null && leap.jumpMs > 0 && after < leap.at + leap.jumpMs;
    return justLeapt ? walk(leap.at - 1, after).beyond : formulaNext(after);
  }

  /** Whole-hour changes leave an hourly chain alone; after another one (Lord Howe: 30 min) it has to be walked. */
  function nextHourly(after: EpochMs): EpochMs | null {
    const change = clockChangeIn(after - 2 * hourMs, after, zone);
    if (change === null || change.jumpMs % hourMs === 0) return formulaNext(after);
    return walk(change.at - hourMs - 1, after).beyond;
  }

  function previous(before: EpochMs): EpochMs | null {
    const found = formulaPrevious(before);
    if (found === null) return null;
    const change = changeNear(found, before);
    if (change === null) return found;
    const anchor = change.at - 2 * Math.max(Math.abs(change.jumpMs), hourMs) - 1;
    if (anchor >= before) return found;
    return walk(anchor, before - 1).last ?? formulaPrevious(anchor + 1);
  }

  function changeNear(found: EpochMs, before: EpochMs): ClockChange | null {
    return (
      clockChangeIn(Math.min(found, before) - changeReachMs, found + changeReachMs, zone) ??
      clockChangeIn(before - changeReachMs, before + changeReachMs, zone)
    );
  }

  /** Goes from fire to fire: the last one up to `limit` (null when there is none) and the first one beyond it. */
  function walk(from: EpochMs, limit: EpochMs): { last: EpochMs | null; beyond: EpochMs | null } {
    let last: EpochMs | null = null;
    let fire = formulaNext(from);
    while (fire !== null && fire <= limit) {
      last = fire;
      fire = formulaNext(fire);
    }
    return { last, beyond: fire };
  }

  return { next, previous };
}

/** The expression on a clock without zones. Wall times in, wall times out. */
function naiveClock(cron: Cron) {
  const job = new CronClock(patternOf(cron), { timezone: "UTC", mode: "5-part", paused: true });
  return {
    next: (wall: WallMs): WallMs | null => job.nextRun(new Date(Math.floor(wall)))?.getTime() ?? null,
    // The library drops the part of a second first, and would then miss a fire at the start of this very second.
    previous: (wall: WallMs): WallMs | null =>
      job.previousRuns(1, new Date(Math.ceil(wall / 1_000) * 1_000))[0]?.getTime() ?? null,
  };
}
