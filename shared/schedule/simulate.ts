/**
 * The weeks to come of many schedules: what starts when, how many slots of each pool that takes by what runs took before, and which DAGs start
 * in the same minute. Pure, one DAG at a time, so that whoever asks may do other work in between. Days are 24 hours from the first hour on.
 */
import type { EpochMs } from "./next.ts";
import type { Timetable } from "./timetable.ts";

export const bucketMs = 3_600_000;
const dayMs = 24 * bucketMs;
const minuteMs = 60_000;
/** A DAG that starts more often by day is counted, not gone through, and collides with nobody: it always runs. */
const mostPerDay = 48;
/** Fires, or hours, that are gone through before others may do their work. */
const firesOfStep = 200;
const leastTogether = 3;
const listedCollisions = 20;

export interface SimulatedDag {
  readonly dagId: string;
  readonly timetable: Timetable;
  /** How long a run takes; 0 where nothing is known. */
  readonly usualMs: number;
  /** Milliseconds of work of a run by pool. */
  readonly work: ReadonlyMap<string, number>;
}

export interface SimulatedRuns {
  readonly runs: number;
  readonly next: EpochMs | null;
  /** By day from the first on; the last takes the part of an hour that is left over. */
  readonly days: readonly number[];
}

export interface Collision {
  /** The first time. */
  readonly at: EpochMs;
  readonly times: number;
  readonly dagIds: readonly string[];
}

export class Simulation {
  readonly #from: EpochMs;
  readonly #to: EpochMs;
  /** Starts by hour. */
  readonly starts: number[];
  readonly #demand = new Map<string, number[]>();
  readonly #minutes = new Map<number, string[]>();

  /** `from` is the start of an hour; `to`, which is no part of it, may lie within one. */
  constructor(from: EpochMs, to: EpochMs) {
    this.#from = from;
    this.#to = to;
    this.starts = Array.from({ length: Math.ceil((to - from) / bucketMs) }, () => 0);
  }

  add(dag: SimulatedDag): SimulatedRuns {
    const steps = this.adding(dag);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** The same in steps of a few milliseconds: of a year of half hours there are many. */
  *adding(dag: SimulatedDag): Generator<void, SimulatedRuns> {
    const days = Array.from({ length: Math.max(1, Math.floor((this.#to - this.#from) / dayMs)) }, () => 0);
    const note = (at: EpochMs, count: number): void => {
      const bucket = Math.floor((at - this.#from) / bucketMs);
      this.starts[bucket] = (this.starts[bucket] ?? 0) + count;
      const day = Math.min(days.length - 1, Math.floor((at - this.#from) / dayMs));
      days[day] = (days[day] ?? 0) + count;
    };
    if (dag.timetable.count(this.#from, this.#from + dayMs) > mostPerDay) yield* this.#addDense(dag, note);
    else yield* this.#addSparse(dag, note);
    return { runs: days.reduce((sum, count) => sum + count, 0), next: dag.timetable.next(this.#from - 1), days };
  }

  /** Mean slots by hour of each pool that is asked for. */
  demand(): ReadonlyMap<string, readonly number[]> {
    return this.#demand;
  }

  /** Those that most DAGs take part in first; the same DAGs at other times are one. */
  collisions(): Collision[] {
    const groups = new Map<string, { at: EpochMs; times: number; dagIds: string[] }>();
    for (const [minute, dagIds] of this.#minutes) {
      if (dagIds.length < leastTogether) continue;
      const key = dagIds.join("\n");
      const group = groups.get(key);
      const at = minute * minuteMs;
      if (group === undefined) groups.set(key, { at, times: 1, dagIds });
      else groups.set(key, { ...group, at: Math.min(group.at, at), times: group.times + 1 });
    }
    return [...groups.values()].toSorted((one, other) => other.dagIds.length - one.dagIds.length || one.at - other.at).slice(0, listedCollisions);
  }

  *#addDense({ timetable, work }: SimulatedDag, note: (at: EpochMs, count: number) => void): Generator<void> {
    for (let bucket = 0; bucket < this.starts.length; bucket += 1) {
      if (bucket % firesOfStep === firesOfStep - 1) yield;
      const at = this.#from + bucket * bucketMs;
      const count = timetable.count(at, Math.min(at + bucketMs, this.#to));
      if (count === 0) continue;
      note(at, count);
      for (const [pool, ms] of work) this.#ask(pool, bucket, (count * ms) / bucketMs);
    }
  }

  *#addSparse({ dagId, timetable, usualMs, work }: SimulatedDag, note: (at: EpochMs, count: number) => void): Generator<void> {
    let before = -1;
    let fires = 0;
    for (let at = timetable.next(this.#from - 1); at !== null && at < this.#to; at = timetable.next(at)) {
      fires += 1;
      if (fires % firesOfStep === 0) yield;
      note(at, 1);
      for (const [pool, ms] of work) this.#spread(pool, { at, spanMs: Math.max(1, usualMs), ms });
      const minute = Math.floor(at / minuteMs);
      if (minute !== before) this.#minutes.set(minute, [...(this.#minutes.get(minute) ?? []), dagId]);
      before = minute;
    }
  }

  /** The work of a run, evenly over the time that it takes. */
  #spread(pool: string, { at, spanMs, ms }: { at: EpochMs; spanMs: number; ms: number }): void {
    for (let bucket = Math.floor((at - this.#from) / bucketMs); bucket < this.starts.length; bucket += 1) {
      const start = this.#from + bucket * bucketMs;
      if (start >= at + spanMs) return;
      const within = Math.min(start + bucketMs, at + spanMs) - Math.max(start, at);
      this.#ask(pool, bucket, ((within / spanMs) * ms) / bucketMs);
    }
  }

  #ask(pool: string, bucket: number, slots: number): void {
    let demand = this.#demand.get(pool);
    if (demand === undefined) this.#demand.set(pool, (demand = this.starts.map(() => 0)));
    demand[bucket] = (demand[bucket] ?? 0) + slots;
  }
}
