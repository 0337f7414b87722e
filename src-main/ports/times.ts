/** What views over time ask of the store. */
import type { RunTimes, TryTimes, WindowFilter } from "../../shared/contract/time.ts";
import type { RunState, RunType } from "../../shared/model/states.ts";

/** The runs of a DAG that were queued from `from` up to and without `to`. */
export interface TimesOfDag {
  readonly dagId: string;
  readonly from: number;
  readonly to: number;
}

/** How far a window was looked through; only the store reads it. */
export interface WindowPlace {
  /** Queued in the window; in the hour before it; longer before. */
  readonly part: "queued" | "short" | "long";
  readonly at: number;
  readonly id: number;
  readonly looked: number;
}

/** What views over time ask, in bulk. Tries of a person are in none of it. */
export interface Times {
  /** By task, in order of their numbers. */
  triesOf(run: number): TryTimes[];
  has(of: TimesOfDag, state: RunState, type: RunType): boolean;
  count(of: TimesOfDag, state: RunState, type: RunType): number;
  /** Of every nth run that ended well. */
  durations(of: TimesOfDag, type: RunType, everyNth: number): { readonly queuedAt: number; readonly spentMs: number | null; readonly landingMs: number | null }[];
  /** Newest first. */
  runsOf(of: TimesOfDag, limit: number): RunTimes[];
  /** Null where a task did not end well. */
  taskDurations(run: number): { readonly taskId: string; readonly spentMs: number | null }[];
  /** Some of the runs that touch the window: those queued in it first, newest first. `next` is where to go on; null when there are no more. */
  window(filter: WindowFilter, place?: WindowPlace): { readonly runs: RunTimes[]; readonly next: WindowPlace | null };
  /** Some of the runs that were queued in the window, newest first, by DAG, slot of time and state. */
  clusters(filter: WindowFilter, widthMs: number, place?: WindowPlace): { readonly rows: { readonly dagId: string; readonly state: RunState; readonly n: number; readonly from: number; readonly to: number }[]; readonly next: WindowPlace | null };
}
