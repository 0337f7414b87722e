/**
 * Where runs are read from: the history of this machine, a capsule that was opened, a remote orchestrator. Every view of a run
 * reads through this, so that it need not know which. Starting, clearing and marking are no part of it.
 */
import type { Note } from "../../shared/contract/acts.ts";
import type { AffectedTask, AuditEntry, AuditFilter, AuditPage } from "../../shared/contract/audit.ts";
import type { WaitReport } from "../../shared/contract/waiting.ts";
import type { RunSummary, TaskInstance } from "../../shared/model/run.ts";
import type { TaskFacts, TaskRendered } from "../../shared/run-view/run-side.ts";
import type { RunGridFilter, RunGridPage } from "../../shared/contract/grid.ts";
import type { RunDays, RunDurations, RunsOfSpan, RunTries, TaskTrends, WindowFilter, WindowOfRuns } from "../../shared/contract/time.ts";
import type { LogChunk, RunDetail, RunListFilter, RunPage, RunVersion, TaskDetail } from "../../shared/contract/runs.ts";
import type { RunState } from "../../shared/model/states.ts";
import type { TimedInstance } from "../../shared/run-view/task-times.ts";
import type { LogFound, LogGroup, LogQuery, LogRow, LogSeek, LogState } from "../../shared/contract/logs.ts";
import type { TaskUsage } from "../../shared/contract/task-usage.ts";
import type { LinesAsk } from "./log-lines.ts";

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

/** Instances by map index: at most `limit`, from `from` on. */
export interface PartOfInstances {
  readonly from?: number | undefined;
  readonly limit?: number | undefined;
}

export interface InstantsFilter {
  readonly limit: number;
  /** Only runs queued before this instant. */
  readonly before?: number | undefined;
}

/** The instants of one run, for what is reckoned over many. */
export interface RunInstants {
  readonly runId: string;
  readonly state: RunState;
  readonly queuedAt: number;
  /** When the first of the runs that started one another was queued; its own `queuedAt` for a run that no task has started. */
  readonly originAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly tasks: readonly TimedInstance[];
}

/** Runs of a DAG that were queued from `from` up to and without `to`. */
export interface SpanOfDag {
  readonly dagId: string;
  readonly from: number;
  readonly to: number;
}

/** Logs as a viewer reads them, a line at a time. Each throws AppError log/not-found. */
export interface LogOfRuns {
  /** Again and again until the log is known whole, and nothing more is written to it. */
  watch(of: TryName, signal?: StopSignal): AsyncGenerator<LogState>;
  lines(of: TryName, ask: LinesAsk): Awaitable<{ epoch: number; rows: LogRow[] }>;
  /** With as much of it as is shown at all. */
  line(of: TryName, line: number): Awaitable<LogRow>;
  groups(of: TryName): Awaitable<LogGroup[]>;
  seek(of: TryName, seek: LogSeek): Awaitable<number | null>;
  find(of: TryName, query: LogQuery, signal?: StopSignal): AsyncGenerator<LogFound>;
  /** Copies the stored log into a file; answers its bytes. */
  save(of: TryName, file: string): Awaitable<number>;
}

/** Each throws AppError run/not-found, task/not-found or log/not-found for what it does not have. */
export interface RunSource {
  /** Newest first. */
  list(filter: RunListFilter): Awaitable<RunPage>;
  /** Newest first, with the state of every task of each. */
  grid(filter: RunGridFilter): Awaitable<RunGridPage>;
  get(run: RunName): Awaitable<RunDetail>;
  task(run: RunName, taskId: string): Awaitable<TaskDetail>;
  /** The instances of a mapped task, in order; of another task none. */
  instances(run: RunName, taskId: string, part?: PartOfInstances): Awaitable<TaskInstance[]>;
  /** The DAG as it was when the run was made. */
  version(run: RunName): Awaitable<RunVersion>;
  /** The SQL and scripts that this version's tasks had in files, by path in the workspace; those that are not known are left out. */
  versionFiles(run: RunName): Awaitable<Readonly<Record<string, string>>>;
  /** What people did, newest first. */
  audit(filter: AuditFilter): Awaitable<AuditPage>;
  /** One entry with every task that it changed. Throws audit/not-found. */
  auditEntry(id: number): Awaitable<{ entry: AuditEntry; affected: AffectedTask[] }>;
  /** The notes on runs and their tasks, newest first: of one DAG, or of all. */
  notes(dagId?: string): Awaitable<Note[]>;
  /** Why a task of a run does not run. Where nothing runs (a capsule), only what the run itself tells. */
  waiting(run: RunName, taskId: string): Awaitable<WaitReport>;
  /** Of every task of the run, in one go. */
  taskFacts(run: RunName): Awaitable<TaskFacts[]>;
  /** What the newest tries of these tasks rendered; tasks that rendered nothing are left out. */
  rendered(run: RunName, taskIds: readonly string[]): Awaitable<TaskRendered[]>;
  /** The newest run of the DAG before this one that succeeded as a whole or, given a task, in which that task did; null when there is none. */
  lastGood(run: RunName, taskId?: string): Awaitable<RunSummary | null>;
  /** A negative offset counts from the end. */
  readLog(of: TryName, offset?: number, limit?: number): Awaitable<LogChunk>;
  followLog(of: TryName, offset?: number, signal?: StopSignal): AsyncGenerator<LogChunk>;
  /** What the finished runs of a DAG did when, newest first, one after another: a long history is never held whole. */
  instants(dagId: string, filter: InstantsFilter, signal?: StopSignal): AsyncIterable<RunInstants>;
  /** Every try of every task of the run. */
  tries(run: RunName): Awaitable<RunTries>;
  /** Runs counted by day of the zone, and their durations. */
  days(of: SpanOfDag, zone: string): Awaitable<RunDays>;
  durations(of: SpanOfDag, zone: string): Awaitable<RunDurations>;
  /** Newest first. */
  runsOf(of: SpanOfDag, limit: number): Awaitable<RunsOfSpan>;
  /** Durations of every task in the newest runs that ended. */
  taskTrends(dagId: string): Awaitable<TaskTrends>;
  /** What went on in a window of time, of all DAGs. */
  window(filter: WindowFilter): Awaitable<WindowOfRuns>;
  /** What the task used in earlier runs that went well. */
  usageBefore(run: RunName, taskId: string): Awaitable<TaskUsage[]>;
  /** Logs by line. */
  readonly log: LogOfRuns;
}
