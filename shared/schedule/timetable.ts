/**
 * What one DAG does by time: its schedule between start and end date, both included, with the span of data of each run. The engine, the plan
 * shown before a schedule is turned on, backfill and the simulator all ask this. Pure; the time is a value.
 */
import type { Dag } from "../model/dag.ts";
import { dataInterval, firesOf, type EpochMs, type Interval } from "./next.ts";
import type { Fires } from "./cron-fires.ts";
import { instantOfDate } from "./wall-date.ts";

export type TimedDag = Pick<Dag, "schedule" | "timezone" | "startDate" | "endDate" | "historicalDrop">;

export interface Timetable extends Fires {
  /** Null where the file names none. */
  readonly startAt: EpochMs | null;
  readonly endAt: EpochMs | null;
  /** The first run is to cover everything from `startAt` on. */
  readonly hasHistoricalDrop: boolean;
  /** The fires in [from, to), oldest first, at most `limit`. */
  list(from: EpochMs, to: EpochMs, limit: number): EpochMs[];
  /** The span of data that the run of an instant stands for. */
  intervalOf(at: EpochMs): Interval;
}

/** Null for a DAG without a schedule. */
export function timetableOf(dag: TimedDag): Timetable | null {
  const { schedule } = dag;
  if (schedule === null) return null;
  const fires = firesOf(schedule);
  const startAt = dag.startDate === null ? null : instantOfDate(dag.startDate, dag.timezone);
  const endAt = dag.endDate === null ? null : instantOfDate(dag.endDate, dag.timezone);
  const [first, last] = [startAt ?? -Infinity, endAt ?? Infinity];

  function next(after: EpochMs): EpochMs | null {
    const at = fires.next(Math.max(after, first - 1));
    return at === null || at > last ? null : at;
  }
  function previous(before: EpochMs): EpochMs | null {
    const at = fires.previous(Math.min(before, last + 1));
    return at === null || at < first ? null : at;
  }
  function list(from: EpochMs, to: EpochMs, limit: number): EpochMs[] {
    const found: EpochMs[] = [];
    for (let at = next(from - 1); at !== null && at < to && found.length < limit; at = next(at)) found.push(at);
    return found;
  }
  const count = (from: EpochMs, to: EpochMs): number => {
    const [start, end] = [Math.max(from, first), Math.min(to, last + 1)];
    return start < end ? fires.count(start, end) : 0;
  };
  return { startAt, endAt, hasHistoricalDrop: dag.historicalDrop === true && startAt !== null, next, previous, count, list, intervalOf: (at) => dataInterval(schedule, at) };
}
