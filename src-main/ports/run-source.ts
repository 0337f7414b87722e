/**
 * Where runs are read from: the history of this machine, a capsule that was opened, a remote orchestrator. Every view of a run
 * reads through this, so that it need not know which. Starting, clearing and marking are no part of it.
 */
import type { LogChunk, LogHits, RunDetail, RunListFilter, RunPage, RunVersion, TaskDetail } from "../../shared/contract/runs.ts";

export type Awaitable<Result> = Result | Promise<Result>;

/** What an AbortSignal tells of it, without the platform's types. */
export interface StopSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface RunName {
  readonly dagId: string;
  readonly runId: string;
}

export interface TryName extends RunName {
  readonly taskId: string;
  readonly tryNumber: number;
}

/** Each throws AppError run/not-found, task/not-found or log/not-found for what it does not have. */
export interface RunSource {
  /** Newest first. */
  list(filter: RunListFilter): Awaitable<RunPage>;
  get(run: RunName): Awaitable<RunDetail>;
  task(run: RunName, taskId: string): Awaitable<TaskDetail>;
  /** The DAG as it was when the run was made. */
  version(run: RunName): Awaitable<RunVersion>;
  /** A negative offset counts from the end. */
  readLog(of: TryName, offset?: number, limit?: number): Awaitable<LogChunk>;
  followLog(of: TryName, offset?: number, signal?: StopSignal): AsyncGenerator<LogChunk>;
  searchLog(of: TryName, text: string, limit?: number, signal?: StopSignal): Awaitable<LogHits>;
}
