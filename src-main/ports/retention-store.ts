/** What dropping old runs asks of the store, and does to it. Tries of a person are none of its business. */
import type { HistoricRun, RetentionNeeds } from "../core/retention-plan.ts";
import type { RunCursor } from "./store.ts";

export type { HistoricRun, RetentionNeeds };

export interface RunName {
  readonly dagId: string;
  readonly runId: string;
}

export interface RetentionStore {
  /** Of all DAGs that have runs, whether their files are there or not, in order. */
  dagIds(): string[];
  /** The newest first, by when they were queued; `after` is the last of the page before. */
  runsOf(dagId: string, after: RunCursor | null, limit: number): HistoricRun[];
  get(key: number): HistoricRun | null;
  /** Acts since `undoFrom` can still be undone, and need their runs; deadlines count from how long the newest `averaged` successes took. */
  needs(dagId: string, undoFrom: number, averaged: number): RetentionNeeds;
  /** Stored bytes of the logs of a run's tries. */
  logBytes(run: number): number;
  /** Takes out the run and all rows that belong to it, and writes down that its logs are to go. Belongs inside `atomically`. */
  drop(run: number): void;
  /** Runs that were dropped and whose logs may still be there. */
  droppedLogs(limit: number): RunName[];
  logsAreGone(runs: readonly RunName[]): void;
  /** Of the database: what it takes, and what of that is free to be used again. */
  bytes(): { readonly whole: number; readonly free: number };
}
