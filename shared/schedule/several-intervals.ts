/**
 * Several intervals counted from one instant, as one: it fires whenever one of them does. Counted without going through the fires: what a set of
 * intervals shares is the interval of their least common multiple, so that sums over the sets tell how many fires there are. Pure.
 */
import type { Fires } from "./cron-fires.ts";
import type { EpochMs } from "./wall-clock.ts";

/** Of more intervals that are no multiples of each other there are too many sets; whoever asks keeps them apart. */
export const mostIntervals = 8;

/** Those that say something of their own: what another one divides fires with it. */
export function ownIntervals(all: readonly number[]): number[] {
  const sorted = [...new Set(all)].sort((one, other) => one - other);
  return sorted.filter((everyMs, index) => !sorted.slice(0, index).some((shorter) => everyMs % shorter === 0));
}

/** @param intervals whole milliseconds above 0, at most `mostIntervals` */
export function firesOfIntervals(intervals: readonly number[], from: EpochMs): Fires {
  const sets = setsOf(intervals);
  const upTo = (end: EpochMs): number => sets.reduce((sum, { everyMs, sign }) => sum + sign * Math.ceil((end - from) / everyMs), 0);
  return {
    next: (after) => Math.min(...intervals.map((everyMs) => from + (Math.floor((after - from) / everyMs) + 1) * everyMs)),
    previous: (before) => Math.max(...intervals.map((everyMs) => from + (Math.ceil((before - from) / everyMs) - 1) * everyMs)),
    count: (start, end) => (start < end ? upTo(end) - upTo(start) : 0),
    has: (at) => intervals.some((everyMs) => (at - from) % everyMs === 0),
  };
}

interface IntervalSet {
  /** What all of its intervals share. */
  readonly everyMs: number;
  /** Sets of an odd number count, those of an even number were counted once too often. */
  readonly sign: 1 | -1;
}

function setsOf(intervals: readonly number[]): IntervalSet[] {
  let sets: IntervalSet[] = [];
  for (const everyMs of intervals) {
    const joined = sets.map((set): IntervalSet => ({ everyMs: leastCommonMultiple(set.everyMs, everyMs), sign: set.sign === 1 ? -1 : 1 }));
    sets = [...sets, { everyMs, sign: 1 }, ...joined];
  }
  return sets;
}

function leastCommonMultiple(one: number, other: number): number {
  let [a, b] = [one, other];
  while (b !== 0) [a, b] = [b, a % b];
  return (one / a) * other;
}
