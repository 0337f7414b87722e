/**
 * The durable store as the services see it. Everything is synchronous; writes belong inside `atomically`, which commits
 * to the disk (fsync) before it returns and leaves nothing behind when it throws. Instants are epoch milliseconds.
 */
import type { Dag } from "../../shared/model/dag.ts";
import type { HistoryEntry } from "../../shared/contract/sql.ts";
import type { FindHit } from "../../shared/contract/find.ts";
import type { Attempt, CheckResult, RenderedField, RunSummary, TaskInstance, XCom } from "../../shared/model/run.ts";
import type { RunState, RunType } from "../../shared/model/states.ts";
import type { TryMode } from "../../shared/contract/tries.ts";
import type { RunRecord, TaskRecord } from "../core/run-image.ts";
import type { MadeTable, TrialOutcome } from "./sql-host.ts";

export type { RunRecord, TaskRecord };

export interface DagVersion {
  readonly id: number;
  readonly dagId: string;
  /** Path relative to the workspace. */
  readonly file: string;
  readonly source: string;
  readonly dag: Dag;
}

export interface NewRun {
  readonly dagId: string;
  readonly runId: string;
  readonly versionId: number;
  readonly runType: RunType;
  readonly logicalDate: number | null;
  readonly dataIntervalStart: number | null;
  readonly dataIntervalEnd: number | null;
  readonly conf: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  /** Task ids chosen for this run; null means all. */
  readonly selection: readonly string[] | null;
  readonly queuedAt: number;
}

export interface RunRow extends RunSummary {
  readonly key: number;
  readonly versionId: number;
  readonly selection: readonly string[] | null;
  readonly record: RunRecord;
}

export interface RunFilter {
  readonly dagId?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** A try, by the place of its task in the run's DAG version. Never used twice. */
export interface TryKey {
  readonly run: number;
  readonly task: number;
  readonly tryNumber: number;
}

export interface AttemptEnd {
  readonly state: "success" | "failed" | "interrupted";
  readonly endedAt: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly reason: string | null;
  readonly checks: readonly CheckResult[];
  readonly table: string | null;
  readonly rowsLoaded: number | null;
  readonly logBytes: number | null;
  readonly logDroppedBytes: number | null;
  readonly cpuMs: number | null;
  readonly peakRssBytes: number | null;
  /** What a task of a try left. */
  readonly trial?: TrialOutput | undefined;
}

export interface DagSetting {
  readonly scheduleOn: boolean;
  readonly onSince: number;
}

export type OutboxKind = "start" | "stop";
export interface OutboxEntry extends TryKey {
  readonly kind: OutboxKind;
}

export interface SearchKey {
  readonly key: string;
  readonly value: string;
  readonly source: FindHit["source"];
}

/** A try, as it was asked for. */
export interface TrialAsk {
  readonly mode: TryMode;
  readonly chosen: readonly string[];
  /** Unsaved files that it runs with, by path in the workspace. */
  readonly files: Readonly<Record<string, string>>;
  /** Pins by task, as the text names them. */
  readonly pins: Readonly<Record<string, string>>;
}

/** What one task left in the trial schema of a connection, and what it read. */
export interface TrialOutput extends TrialOutcome {
  /** Where its tables lie; empty where it made none. */
  readonly connection: string;
  /** Of the rows that a script handed over; null where they are not known. */
  readonly wrote?: readonly WrittenColumn[] | null | undefined;
}

export type WrittenType = "bigint" | "double" | "boolean" | "date" | "timestamp" | "timestamptz" | "text" | "json";

export interface WrittenColumn {
  readonly name: string;
  readonly type: WrittenType;
}

export interface TriedTaskRow {
  readonly run: number;
  readonly task: number;
  readonly taskId: string;
  readonly output: TrialOutput | null;
}

export interface PinRow {
  readonly id: string;
  readonly dagId: string;
  readonly taskId: string;
  readonly madeAt: number;
  readonly runId: string;
  readonly outputs: readonly { readonly connection: string; readonly made: readonly MadeTable[] }[];
  readonly xcoms: Readonly<Record<string, unknown>>;
  readonly log: string | null;
}

export interface TrialAreaRow {
  readonly dagId: string;
  readonly connection: string;
  readonly schema: string;
}

export interface Trials {
  begin(run: number, ask: TrialAsk): void;
  of(run: number): TrialAsk | null;
  /** Newest first. */
  list(dagId: string): RunRow[];
  putOutput(run: number, task: number, output: TrialOutput): void;
  /** The newest try of each task that has begun in any. */
  newestOfEach(dagId: string): TriedTaskRow[];
  /** The newest try of each task that ended well, with what it left. */
  outputs(dagId: string): TriedTaskRow[];
  /** Forgets the run and all that belongs to it. */
  remove(run: number): void;
  readonly areas: {
    /** Something may lie there from now on. */
    soil(area: TrialAreaRow): void;
    clean(area: TrialAreaRow): void;
    forget(area: TrialAreaRow): void;
    listDirty(): TrialAreaRow[];
    ofDag(dagId: string): TrialAreaRow[];
  };
  readonly pins: {
    put(pin: PinRow): void;
    get(dagId: string, id: string): PinRow | null;
    /** Newest first. */
    list(dagId: string): PinRow[];
    remove(id: string): void;
  };
}

export interface Store {
  /** Random text made with the database; the first part of every attempt id. */
  readonly id: string;
  /** Runs `work` in one durable transaction. Throws AppError store/full when the disk is full. */
  atomically<Result>(work: () => Result): Result;

  readonly versions: {
    /** The version with this hash, made if it is new. */
    ensure(version: { dagId: string; hash: string; file: string; source: string; dag: Dag; at: number }): number;
    get(id: number): DagVersion;
  };

  readonly runs: {
    /** Returns the run's key. Throws AppError run/already-exists. */
    create(run: NewRun): number;
    get(key: number): RunRow;
    find(dagId: string, runId: string): RunRow | null;
    list(filter: RunFilter): RunRow[];
    listActive(): RunRow[];
    saveRecord(key: number, record: RunRecord): void;
    count(): number;
  };

  readonly tasks: {
    insertAll(run: number, tasks: readonly { id: string; record: TaskRecord }[]): void;
    save(run: number, task: number, record: TaskRecord): void;
    /** In task order. */
    load(run: number): { id: string; record: TaskRecord }[];
    loadOne(run: number, taskId: string): { index: number; instance: TaskInstance } | null;
    /** As screens show them, in task order. */
    listOf(run: number): TaskInstance[];
  };

  readonly attempts: {
    begin(key: TryKey, queuedAt: number): void;
    started(key: TryKey, pid: number | null, at: number): void;
    end(key: TryKey, end: AttemptEnd): void;
    saveRendered(key: TryKey, rendered: readonly RenderedField[]): void;
    listOf(run: number, task: number): Attempt[];
    /** Rows of the table that the try published; null where it published none. */
    rowsLoaded(key: TryKey): number | null;
    /** Tries that have not ended, over all runs. */
    listOpen(): (TryKey & { state: "starting" | "running"; pid: number | null; startedAt: number | null })[];
  };

  readonly outbox: {
    add(entry: OutboxEntry): void;
    /** Takes out every entry of the try. */
    settle(key: TryKey): void;
    list(): OutboxEntry[];
  };

  readonly xcoms: {
    put(run: number, task: number, xcom: XCom): void;
    ofRun(run: number): XCom[];
    ofTask(run: number, task: number): XCom[];
    clear(run: number, task: number): void;
  };

  readonly dagSettings: {
    /** Null when its schedule was never turned on. */
    get(dagId: string): DagSetting | null;
    setSchedule(dagId: string, on: boolean, at: number): void;
    /** The ids of the DAGs whose schedule is on, whether their files are still there or not. */
    listOn(): string[];
    /** Logical date of the latest run by schedule. */
    lastScheduled(dagId: string): number | null;
  };

  readonly trials: Trials;

  readonly sqlHistory: {
    add(entry: Omit<HistoryEntry, "id">): void;
    /** Newest first; `search` is looked for in text and error without regard to case. */
    list(filter: { before?: number | undefined; connection?: string | undefined; search?: string | undefined; limit: number }): HistoryEntry[];
    /** Null forgets all. Says how many went. */
    forget(ids: readonly number[] | null): number;
  };

  readonly search: {
    add(run: number, keys: readonly SearchKey[]): void;
    /** Exact and prefix hits are found among all runs; parts of a value only as far back as the time allows. */
    find(text: string, options: { exact: boolean; limit: number; budgetMs?: number }): { hits: FindHit[]; runsSearched: number };
  };

  /** Gives back the memory of caches. */
  shrink(): void;
  close(): void;
}
