/**
 * The instants of one cron expression in one time zone, as Airflow's cron timetable computes them: the next wall time
 * on a naive clock; when the hours are unrestricted the naive difference is added to the instant, so that an hourly
 * job stays hourly; otherwise the wall time is given its zone (overlap: second pass; gap: moved on by its length).
 *
 * Airflow only ever asks from the last fire. Asked from any other instant inside a clock change, the same formula
 * would skip a fire, so there the chain is walked from a point before the change.
 */
import { isNever, type Cron } from "./cron.ts";
import { naiveClock } from "./naive-clock.ts";
import { clockChangeIn, clockChangesIn, instantOf, wallAt, type ClockChange, type EpochMs } from "./wall-clock.ts";

export type Fires = {
  /** The first fire after the instant, itself not included. */
  next(after: EpochMs): EpochMs | null;
  /** The last fire before the instant, itself not included. */
  previous(before: EpochMs): EpochMs | null;
  /** How many fires there are in [from, to); cheap for a year of every minute too. */
  count(from: EpochMs, to: EpochMs): number;
  /** Where the clock changes, what comes next depends on the fire before, as Airflow has it, and not only on the instant that is asked about. */
  readonly isChained?: boolean;
  /** Shows each fire in [from, to), where that is much cheaper than to step from one to the next. */
  readonly each?: (from: EpochMs, to: EpochMs, show: (at: EpochMs) => void) => void;
  /** Whether it fires at the instant, where that is cheaper than to ask what comes next. */
  readonly has?: (at: EpochMs) => boolean;
};

/** Part of a span of time. */
interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Away from clock changes, where the zone's clock goes as one without zones does. */
  readonly isPlain: boolean;
}

const hourMs = 3_600_000;
/** Longer than any clock change there was (Apia left out a whole day). */
const changeReachMs = 25 * hourMs;
/** Around a change the fires are counted one by one. */
const changeShadowMs = 3 * 24 * hourMs;
/** So long after a change the hourly formula looks back at it, and a minute more. */
const chainShadowMs = 2 * hourMs + 60_000;
const never: Fires = { next: () => null, previous: () => null, count: () => 0 };

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

  /** Of free hours on chosen days the formula may shift the first fire after a change, however far away that is. */
  const isChained = everyHour && !(cron.dayOfMonth.star && cron.dayOfWeek.star && cron.month.star);

  function stretchesOf(from: EpochMs, to: EpochMs): Stretch[] {
    if (isChained) return chainStretches(from, to);
    const found: Stretch[] = [];
    let at = from;
    for (const change of clockChangesIn(from - changeShadowMs, to + changeShadowMs, zone)) {
      // A change by whole hours leaves the minutes of every hour alone.
      const reachMs = everyHour && change.jumpMs % hourMs === 0 ? 0 : changeShadowMs;
      const shadow = { from: Math.min(to, Math.max(at, change.at - reachMs)), to: Math.min(to, change.at + reachMs) };
      if (shadow.to <= at) continue;
      found.push({ from: at, to: shadow.from, isPlain: true }, { ...shadow, isPlain: false });
      at = shadow.to;
    }
    return [...found, { from: at, to, isPlain: true }].filter((one) => one.from < one.to);
  }

  /** The fire after one that is shifted lies on the plain clock again: only from the last before a change to the first after it they are counted one by one. */
  function chainStretches(from: EpochMs, to: EpochMs): Stretch[] {
    const found: Stretch[] = [];
    let at = from;
    for (const change of clockChangesIn(from - chainShadowMs, to, zone)) {
      const offsetMs = wallAt(change.at - 1, zone) - (change.at - 1);
      const start = Math.max(at, (clock.previous(change.at + offsetMs) ?? Number.NEGATIVE_INFINITY) - offsetMs);
      const shifted = fireFrom(start, change.at);
      const end = Math.min(to, shifted === null ? to : Math.max(shifted + 1, change.at + chainShadowMs));
      found.push({ from: at, to: Math.min(start, end), isPlain: true }, { from: start, to: end, isPlain: false });
      at = Math.max(at, end);
    }
    return [...found, { from: at, to, isPlain: true }].filter((one) => one.from < one.to);
  }

  /** The first fire of the chain that begins at `start` that is not before `limit`. */
  function fireFrom(start: EpochMs, limit: EpochMs): EpochMs | null {
    let fire = next(start - 1);
    while (fire !== null && fire < limit) fire = next(fire);
    return fire;
  }

  function count(from: EpochMs, to: EpochMs): number {
    return stretchesOf(from, to).reduce((sum, { isPlain, ...one }) => {
      const offsetMs = wallAt(one.from, zone) - one.from;
      return sum + (isPlain ? clock.count(one.from + offsetMs, one.to + offsetMs) : walkCount(one.from, one.to));
    }, 0);
  }

  function each(from: EpochMs, to: EpochMs, show: (at: EpochMs) => void): void {
    for (const { isPlain, ...one } of stretchesOf(from, to)) {
      const offsetMs = wallAt(one.from, zone) - one.from;
      if (isPlain) clock.each(one.from + offsetMs, one.to + offsetMs, (wall) => show(wall - offsetMs));
      else for (let fire = next(one.from - 1); fire !== null && fire < one.to; fire = next(fire)) show(fire);
    }
  }

  function walkCount(from: EpochMs, to: EpochMs): number {
    let found = 0;
    for (let fire = next(from - 1); fire !== null && fire < to; fire = next(fire)) found += 1;
    return found;
  }

  return { next, previous, count, each, isChained };
}
