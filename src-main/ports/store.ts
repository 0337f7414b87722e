/**
 * The durable store as the services see it. Everything is synchronous; writes belong inside `atomically`, which commits to the disk (fsync) before it returns
 * and leaves nothing behind when it throws. Instants are epoch milliseconds.
 */
import type { ScheduleTrace } from "../../shared/contract/schedules.ts";
import type { Dag } from "../../shared/model/dag.ts";
import type { HistoryEntry } from "../../shared/contract/sql.ts";
import type { FindHit } from "../../shared/contract/find.ts";
import type { Attempt, AttemptProcess, CheckResult, RenderedField, RunAgain, RunSummary, TaskInstance, XCom } from "../../shared/model/run.ts";
import type { TaskFacts, TaskRendered } from "../../shared/run-view/run-side.ts";
import type { TaskUsage } from "../../shared/contract/task-usage.ts";
import type { RunState, RunType } from "../../shared/model/states.ts";
import type { MapItems } from "./map-items.ts";
import type { MadeInstance, MapInstance } from "../core/mapping.ts";
import type { RunRecord, TaskRecord } from "../core/run-image.ts";
import type { AuditStore, NoteStore } from "./audit-store.ts";
import type { RetentionStore } from "./retention-store.ts";
import type { ArchiveStore } from "./run-archive.ts";
import type { BackfillStore } from "./backfill-store.ts";
import type { StartedBy } from "../../shared/model/trigger.ts";
import type { Times, TimesOfDag, WindowPlace } from "./times.ts";
import type { AbsenceStore } from "./absence-store.ts";
import type { AssetStore } from "./asset-store.ts";
import type { QueueStore } from "./queue-store.ts";
import type { DeadlineStore } from "./deadline-store.ts";
import type { MessageStore } from "./message-store.ts";
import type { PinRow, TrialAreaRow, TrialAsk } from "./trial-rows.ts";
import type { TrialOutcome } from "./sql-host.ts";
import type { PackingStore } from "./packing-store.ts";
import type { PastStore } from "./past-store.ts";

export type { PinRow, RunRecord, TaskRecord, TrialAreaRow, TrialAsk };
export type { Times, TimesOfDag, WindowPlace };

export interface DagVersion {
  readonly id: number;
  readonly dagId: string;
  /** Path relative to the workspace. */
  readonly file: string;
  readonly source: string;
  readonly dag: Dag;
  /** Which of the DAG's versions it is, from 1; null for one that only tries have. */
  readonly number: number | null;
  readonly madeAt: number;
  /** SQL and scripts that stood in files, by path. */
  readonly files: Readonly<Record<string, string>>;
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
  /** Set for a run that repeats another. */
  readonly again?: RunAgain | undefined;
  /** The backfill that makes it. */
  readonly backfill?: number | undefined;
  /** The try that starts it. */
  readonly startedBy?: StartingTry | undefined;
  /** The event of a queue that starts it. */
  readonly event?: string | undefined;
  readonly queuedAt: number;
}

/** A try that starts a run of another DAG: it starts one at most. */
export interface StartingTry {
  readonly key: TryKey;
  readonly task: StartedBy;
}

export interface RunRow extends RunSummary {
  readonly key: number;
  readonly versionId: number;
  readonly selection: readonly string[] | null;
  readonly record: RunRecord;
}

/** No states, or no types, means all. */
export interface RunFilter {
  readonly dagId?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly runTypes?: readonly RunType[] | undefined;
  /** Queued then or later. */
  readonly from?: number | undefined;
  /** Queued earlier. */
  readonly before?: number | undefined;
  /** A part of the run's id, without regard to case. */
  readonly text?: string | undefined;
  /** Only what comes after this place in the list. */
  readonly after?: RunCursor | undefined;
  readonly limit: number;
  /** How long a text may be looked for. */
  readonly budgetMs?: number | undefined;
}

/** A place in the list of all runs, newest first. */
export interface RunCursor {
  readonly queuedAt: number;
  readonly key: number;
}

export interface RunListing {
  readonly runs: readonly RunRow[];
  /** Where to go on; null at the end. After a search it may come with fewer runs than were asked for, even none: that far it looked. */
  readonly next: RunCursor | null;
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
  /** Every instant up to here is dealt with; null for a schedule that was last touched before there was such a mark. */
  readonly handledTo: number | null;
}

/** Instants of a schedule that made no run, or made one in an unusual way. */
export type NewScheduleTrace = Omit<ScheduleTrace, "id">;

/** "start" is of older versions alone: the row of a try says that it is to be started. */
export type OutboxKind = "start" | "stop";
export type OutboxEntry = TryKey & { readonly kind: OutboxKind };

export interface SearchKey {
  readonly key: string;
  readonly value: string;
  readonly source: FindHit["source"];
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

export type StoredValue = string | number | null;

/** A row as it lies in its table. */
export interface StoredRow {
  readonly table: string;
  readonly values: Readonly<Record<string, StoredValue>>;
}

export interface Store {
  /** Random text made with the database; the first part of every attempt id. */
  readonly id: string;
  /**
   * Runs `work` in one durable transaction. Throws AppError store/full when the disk is full. What it writes of tasks and tries may be refused only when
   * something else is asked, or at the end.
   */
  atomically<Result>(work: () => Result): Result;

  readonly versions: {
    /** The version with this hash; null where no run ever used it. */
    find(dagId: string, hash: string): number | null;
    /** The version with this hash, made if it is new. */
    ensure(version: { dagId: string; hash: string; file: string; source: string; dag: Dag; at: number; files?: Readonly<Record<string, string>>; /** Tries make no version of the DAG's history. */ ofTry?: boolean }): number;
    /** Takes out versions that no run has, some at a time, and never the newest; says how many. Belongs inside `atomically`. */
    dropUnused(dagId: string): number;
    get(id: number): DagVersion;
  };

  readonly runs: {
    /** Returns the run's key. Throws AppError run/already-exists. */
    create(run: NewRun): number;
    get(key: number): RunRow;
    find(dagId: string, runId: string): RunRow | null;
    list(filter: RunFilter): readonly RunRow[];
    page(filter: RunFilter): RunListing;
    /** The newest run of the DAG with this logical date. */
    ofDate(dagId: string, logicalDate: number): RunRow | null;
    /** What the tries of a task have started, the newest try first. */
    startedBy(run: number, task: number, limit: number): { readonly run: RunRow; readonly tryNumber: number }[];
    /** The run counts as started by this try from now on. */
    claim(key: number, by: StartingTry): void;
    /** The runs of the DAG before (or after) this one by logical date, the nearest first; runs without one count by when they were queued. */
    beside(run: RunRow, where: "before" | "after", limit: number): RunRow[];
    /** When the first of the runs that started one another, up to this one, was queued, as far as they are still there. */
    originAt(key: number): number;
    listActive(): RunRow[];
    saveRecord(key: number, record: RunRecord): void;
    /** The newest absence that was known when the run began: those after it count for no limit of it. 0 where there was none. */
    saveAbsence(key: number, absence: number): void;
    absenceOf(key: number): number;
    count(): number;
    /** How long the newest runs of a DAG that succeeded took: the median in milliseconds; null where none did. */
    typicalMs(dagId: string): number | null;
  };

  readonly tasks: {
    insertAll(run: number, tasks: readonly { id: string; record: TaskRecord }[]): void;
    save(run: number, task: number, record: TaskRecord): void;
    insertInstance(run: number, made: MadeInstance & { readonly id: string }, record: TaskRecord): void;
    /** In task order; instances of mapped tasks come after all tasks. */
    load(run: number): { id: string; record: TaskRecord; instance?: MapInstance }[];
    /** `of`: the mapped task of an instance, which is named `task[3]`. */
    loadOne(run: number, taskId: string): { index: number; of: number | null; instance: TaskInstance } | null;
    /** As screens show them, in task order; of a mapped task the counts of its instances. */
    listOf(run: number): TaskInstance[];
    /** Of one mapped task, in order. */
    instancesOf(run: number, task: number, part?: { readonly from?: number | undefined; readonly limit?: number | undefined }): TaskInstance[];
    /** How long these tasks took in the newest runs of their DAG in which they succeeded: the median in milliseconds, by task. */
    typicalMs(dagId: string, taskIds: readonly string[]): Map<string, number>;
    /** The same as the two texts of `shared/run-view/run-grid.ts`; starts are counted from `base`. */
    gridOf(run: number, base: number): { readonly states: string; readonly times: string };
  };

  readonly attempts: {
    begin(key: TryKey, queuedAt: number): void;
    started(key: TryKey, pid: number | null, at: number): void;
    /** Of a try that has ended already nothing changes: what comes then is a late echo. */
    end(key: TryKey, end: AttemptEnd): void;
    saveStart(key: TryKey, start: { readonly rendered: readonly RenderedField[]; readonly process: AttemptProcess | null }): void;
    listOf(run: number, task: number): Attempt[];
    /** Rows of the table that the try published; null where it published none. */
    rowsLoaded(key: TryKey): number | null;
    /** The table that the try published, as `schema.table`, and its rows; null where it published none. */
    published(key: TryKey): { readonly table: string; readonly rows: number | null } | null;
    /** Tries that have not ended, over all runs. Those that only wait (deferred) are not among them. */
    listOpen(): (TryKey & { state: "starting" | "running"; pid: number | null; startedAt: number | null })[];
  };
  readonly taskUsage: {
    /** Of the task in runs that were queued before this instant. */
    before(dagId: string, taskId: string, queuedAt: number): TaskUsage[];
  };

  readonly outbox: {
    add(entry: OutboxEntry): void;
    /** Takes out every entry of the try. */
    settle(key: TryKey): void;
    list(): OutboxEntry[];
  };

  readonly xcoms: {
    put(run: number, task: number, xcom: XCom): void;
    /** What instances pushed comes as lists of their mapped task; of `exceptOf`, such a task, it is left out. */
    ofRun(run: number, exceptOf?: number): XCom[];
    ofTask(run: number, task: number): XCom[];
    clear(run: number, task: number): void;
  };

  readonly mapItems: MapItems;
  readonly queues: QueueStore;
  readonly absences: AbsenceStore;
  readonly assets: AssetStore;
  readonly dagSettings: {
    /** Null when its schedule was never turned on. */
    get(dagId: string): DagSetting | null;
    setSchedule(dagId: string, setting: DagSetting): void;
    setHandled(dagId: string, to: number): void;
    /** Since when nothing of this workspace runs by schedule; null while it does. */
    pausedSince(): number | null;
    setPaused(since: number | null): void;
    /** The ids of the DAGs whose schedule is on, whether their files are still there or not. */
    listOn(): string[];
    /** Logical date of the latest run by schedule. */
    lastScheduled(dagId: string): number | null;
    /** Logical dates in the range, both ends included, of which a run of the whole DAG is there that no schedule has made: by hand for that date, by another DAG or by a backfill. Ascending. */
    datesWithRuns(dagId: string, from: number, to: number): number[];
    /** Runs that have not ended, tries and backfills apart, oldest first. */
    unfinished(dagId: string): { runId: string; runType: RunType; logicalDate: number | null }[];
    /** Lengthens the newest trace of the DAG where it tells of the same thing. Keeps the newest thousand of each DAG. */
    addTrace(trace: NewScheduleTrace): void;
    /** Newest first. */
    traces(filter: { dagId?: string | undefined; limit: number }): ScheduleTrace[];
  };

  readonly trials: Trials;
  readonly times: Times;

  readonly sqlHistory: {
    add(entry: Omit<HistoryEntry, "id">): void;
    /** Newest first; `search` is looked for in text and error without regard to case. */
    list(filter: { before?: number | undefined; connection?: string | undefined; search?: string | undefined; limit: number }): HistoryEntry[];
    /** Null forgets all. Says how many went. */
    forget(ids: readonly number[] | null): number;
  };

  readonly comparing: {
    /** Of the newest try of each task, in task order. */
    facts(run: number): TaskFacts[];
    /** Of the newest tries of these tasks; those that rendered nothing are left out. */
    rendered(run: number, taskIds: readonly string[]): TaskRendered[];
    /** The newest run of all tasks before this one that succeeded. */
    lastGood(run: RunRow): RunRow | null;
    /** The newest run before this one in which the task succeeded; `index` is where the task stands in this run. Only so many runs are looked at. */
    lastGoodOf(run: RunRow, task: { readonly id: string; readonly index: number }): RunRow | null;
  };

  readonly search: {
    add(run: number, keys: readonly SearchKey[]): void;
    /** Exact and prefix hits are found among all runs; parts of a value only as far back as the time allows. */
    find(text: string, options: { exact: boolean; limit: number; budgetMs?: number }): { hits: FindHit[]; runsSearched: number };
  };
  readonly messages: MessageStore;
  readonly deadlines: DeadlineStore;
  readonly audit: AuditStore;
  readonly backfills: BackfillStore;
  readonly past: PastStore;
  readonly notes: NoteStore;
  readonly retention: RetentionStore;
  readonly archives: ArchiveStore;
  readonly packing: PackingStore;
  /** A run as rows, to be carried elsewhere; with the number of the schema that they are of. */
  readonly runRows: {
    readonly schema: number;
    read(run: number): Iterable<StoredRow>;
  };
  /** Gives back the memory of caches. */
  shrink(): void;
  close(): void;
}
