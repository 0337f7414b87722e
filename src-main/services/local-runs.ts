/** The runs of this machine, as the store has them. It only reads. */
import type { Note } from "../../shared/contract/acts.ts";
import type { AffectedTask, AuditEntry, AuditFilter, AuditPage } from "../../shared/contract/audit.ts";
import type { RunGridFilter, RunGridPage } from "../../shared/contract/grid.ts";
import type { LogChunk, RunDetail, RunListFilter, RunPage, RunVersion, StartedRun, TaskDetail } from "../../shared/contract/runs.ts";
import type { WaitReport } from "../../shared/contract/waiting.ts";
import type { TaskUsage } from "../../shared/contract/task-usage.ts";
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { RunSummary, TaskInstance } from "../../shared/model/run.ts";
import type { RunDays, RunDurations, RunsOfSpan, RunTries, TaskTrends, WindowFilter, WindowOfRuns } from "../../shared/contract/time.ts";
import type { TaskFacts, TaskRendered } from "../../shared/run-view/run-side.ts";
import type { InstantsFilter, LogOfRuns, PartOfInstances, RunInstants, RunName, RunSource, SpanOfDag, StopSignal, TryName } from "../ports/run-source.ts";
import type { RunRow, Store } from "../ports/store.ts";
import type { RunImages } from "./images.ts";
import { daysOf, durationsOf, runsOfSpan, taskTrendsOf, windowOf } from "./local-times.ts";
import type { Logs } from "./logs.ts";
import { instantsOfRuns } from "./run-instants.ts";
import { numberedRun, pageOfGrid, pageOfRuns, plainRun } from "./run-pages.ts";
import type { Waits } from "./waits.ts";

export interface LocalRunsParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly logs: Logs;
  readonly waits: Waits;
  readonly views: LogOfRuns;
}

/** People write them by hand: more than these are nobody's reading. */
const mostNotes = 5_000;
const shownTriggers = 100;

export class LocalRuns implements RunSource {
  readonly log: LogOfRuns;
  readonly #parts: LocalRunsParts;

  constructor(parts: LocalRunsParts) {
    this.#parts = parts;
    this.log = parts.views;
  }

  list(filter: RunListFilter): RunPage {
    return pageOfRuns(this.#parts.store, filter);
  }

  grid(filter: RunGridFilter): RunGridPage {
    return pageOfGrid(this.#parts, filter);
  }

  get({ dagId, runId }: RunName): RunDetail {
    const row = this.find(dagId, runId);
    const { version } = this.#parts.images.version(row.versionId);
    const tasks = this.#parts.store.tasks.listOf(row.key);
    return { run: numberedRun(row, version), graph: version.dag.tasks.map(({ id, kind, deps, enabled, setup, teardown }) => ({ id, kind, deps, enabled, ...(teardown === true ? { role: "teardown" as const } : setup === true ? { role: "setup" as const } : {}) })), tasks, ...this.#triggersOf(row) };
  }

  #triggersOf(row: RunRow): Pick<RunDetail, "triggers"> {
    const events = this.#parts.store.assets.ofRun(row.key);
    return events.length === 0 ? {} : { triggers: { count: events.length, list: events.slice(-shownTriggers) } };
  }

  task({ dagId, runId }: RunName, taskId: string): TaskDetail {
    const { store, images } = this.#parts;
    const row = this.find(dagId, runId);
    const found = store.tasks.loadOne(row.key, taskId);
    if (!found) throw new AppError("task/not-found", `Run "${runId}" of DAG "${dagId}": has no task "${taskId}".`, { dagId, runId, taskId });
    const spec = images.version(row.versionId).version.dag.tasks[found.of ?? found.index];
    return {
      instance: found.instance,
      kind: spec?.kind ?? "unknown",
      doc: spec?.doc ?? null,
      attempts: store.attempts.listOf(row.key, found.index),
      xcoms: store.xcoms.ofTask(row.key, found.index),
      ...(spec?.kind === "TriggerDagTask" ? { started: startedRuns(store, row.key, found.index) } : {}),
    };
  }

  instances({ dagId, runId }: RunName, taskId: string, part: PartOfInstances = {}): TaskInstance[] {
    const { store } = this.#parts;
    const row = this.find(dagId, runId);
    const found = store.tasks.loadOne(row.key, taskId);
    if (!found) throw new AppError("task/not-found", `Run "${runId}" of DAG "${dagId}": has no task "${taskId}".`, { dagId, runId, taskId });
    return store.tasks.instancesOf(row.key, found.index, part);
  }

  versionFiles({ dagId, runId }: RunName): Readonly<Record<string, string>> {
    return this.#parts.images.version(this.find(dagId, runId).versionId).version.files;
  }

  version({ dagId, runId }: RunName): RunVersion {
    const { version } = this.#parts.images.version(this.find(dagId, runId).versionId);
    return { id: version.id, file: version.file, source: version.source, dag: version.dag, ...(version.number === null ? {} : { number: version.number }), madeAt: version.madeAt };
  }

  instants(dagId: string, filter: InstantsFilter, signal?: StopSignal): AsyncIterable<RunInstants> {
    return instantsOfRuns(this.#parts.store, dagId, filter, signal);
  }

  audit(filter: AuditFilter): AuditPage {
    const limit = filter.limit ?? 200;
    const entries = this.#parts.store.audit.list({ ...filter, limit: limit + 1 });
    return { entries: entries.slice(0, limit), more: entries.length > limit };
  }

  auditEntry(id: number): { entry: AuditEntry; affected: AffectedTask[] } {
    const { audit } = this.#parts.store;
    const entry = audit.get(id);
    if (!entry) throw new AppError("audit/not-found", `The audit trail has no entry ${id}.`, { id });
    return { entry, affected: audit.affected(id) };
  }

  notes(dagId?: string): Note[] {
    return this.#parts.store.notes.list({ dagId, limit: mostNotes });
  }

  waiting(run: RunName, taskId: string): WaitReport {
    return this.#parts.waits.of(this.find(run.dagId, run.runId), taskId);
  }

  taskFacts({ dagId, runId }: RunName): TaskFacts[] {
    return this.#parts.store.comparing.facts(this.find(dagId, runId).key);
  }

  rendered({ dagId, runId }: RunName, taskIds: readonly string[]): TaskRendered[] {
    return this.#parts.store.comparing.rendered(this.find(dagId, runId).key, taskIds);
  }

  lastGood({ dagId, runId }: RunName, taskId?: string): RunSummary | null {
    const { store } = this.#parts;
    const row = this.find(dagId, runId);
    const found = taskId === undefined ? store.comparing.lastGood(row) : store.comparing.lastGoodOf(row, { id: taskId, index: store.tasks.loadOne(row.key, taskId)?.index ?? 0 });
    return found && plainRun(found);
  }

  readLog(of: TryName, offset?: number, limit?: number): LogChunk {
    return this.#parts.logs.read(of, offset, limit);
  }

  followLog(of: TryName, offset?: number, signal?: StopSignal): AsyncGenerator<LogChunk> {
    return this.#parts.logs.follow(of, offset, signal);
  }

  tries({ dagId, runId }: RunName): RunTries {
    const row = this.find(dagId, runId);
    const { dag } = this.#parts.images.version(row.versionId).version;
    const again = dag.tasks.flatMap(({ id, retries }) => (retries > 0 ? [[id, retries] as const] : []));
    return { tries: this.#parts.store.times.triesOf(row.key), retries: Object.fromEntries(again) };
  }

  days(of: SpanOfDag, zone: string): RunDays {
    return daysOf(this.#parts.store, of, zone);
  }

  durations(of: SpanOfDag, zone: string): RunDurations {
    return durationsOf(this.#parts.store, of, zone);
  }

  runsOf(of: SpanOfDag, limit: number): RunsOfSpan {
    return runsOfSpan(this.#parts.store, of, limit);
  }

  taskTrends(dagId: string): TaskTrends {
    return taskTrendsOf(this.#parts.store, dagId);
  }

  window(filter: WindowFilter): Promise<WindowOfRuns> {
    return windowOf(this.#parts.store, filter);
  }

  usageBefore({ dagId, runId }: RunName, taskId: string): TaskUsage[] {
    return this.#parts.store.taskUsage.before(dagId, taskId, this.find(dagId, runId).queuedAt);
  }

  /** The row of a run, for services that act on it. Throws AppError run/not-found. */
  find(dagId: string, runId: string): RunRow {
    const row = this.#parts.store.runs.find(dagId, runId);
    if (!row) throw notInHistory(this.#parts.store, dagId, runId);
    return row;
  }
}

/** Names the nearest: of the newest runs, or of the DAGs where this one has none. */
function notInHistory(store: Store, dagId: string, runId: string): AppError {
  const newest = store.runs.list({ dagId, limit: mostNear }).map((run) => run.runId);
  const near = newest.length === 0 ? suggestion(dagId, store.retention.dagIds()) : suggestion(runId, newest);
  return new AppError("run/not-found", `DAG "${dagId}": no run "${runId}" is in the history.${near}`, { dagId, runId });
}

const mostNear = 100;

const mostStarted = 20;

function startedRuns(store: Store, run: number, task: number): StartedRun[] {
  return store.runs.startedBy(run, task, mostStarted).map(({ run: { dagId, runId, state }, tryNumber }) => ({ dagId, runId, state, tryNumber }));
}
