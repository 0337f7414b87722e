/** What people do to runs: start, cancel, clear, mark. Parses nothing from the wire; decides nothing that the run machine decides. */
import { isDeepStrictEqual } from "node:util";
import type { ClearRun, MarkRun, StartRun } from "../../shared/contract/runs.ts";
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { checkedConf } from "../../shared/model/checked-conf.ts";
import type { AssetEvent } from "../../shared/model/asset.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { resolveParams } from "../../shared/model/params.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { isRunFinished, type RunType } from "../../shared/model/states.ts";
import { dataInterval, type Interval } from "../../shared/schedule/next.ts";
import { freshTask } from "../core/run-image.ts";
import { makeRunId, problemOfRunId } from "../core/run-id.ts";
import type { Reached } from "../ports/crash-point.ts";
import type { Clock } from "../ports/machine.ts";
import type { RunRow, StartingTry, Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import { engineActor, type AuditTrail } from "./audit-trail.ts";
import type { DagFiles } from "./dag-files.ts";
import type { EventHub } from "./event-hub.ts";
import type { RunImages } from "./images.ts";
import { performOnRun, tasksOfAct, type RunAct } from "./run-act.ts";
import { copyStandIns, filledFrom } from "./run-again.ts";
import type { LocalRuns } from "./local-runs.ts";
import { planDeadlines } from "./plan-deadlines.ts";
import { plainRun } from "./run-pages.ts";
import type { Scheduler } from "./scheduler.ts";
import { searchKeysOf } from "./search-keys.ts";
import { versionFiles, versionHash } from "./version-files.ts";

export interface RunsParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly local: LocalRuns;
  readonly scheduler: Scheduler;
  readonly dags: DagFiles;
  readonly workspace: Pick<Workspace, "readText">;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly isTrusted: () => boolean;
  readonly renderKeys: (dag: Dag, run: { runId: string; conf: Record<string, unknown>; params: Record<string, unknown>; logicalDate: number | null; assetEvents: readonly AssetEvent[] }) => Record<string, string>;
  /** Never to be found by. */
  readonly secrets: () => readonly string[];
  readonly reached: Reached;
}

/** Who asks, why, and with what else in one go. */
export interface Asked {
  readonly by?: Actor;
  readonly reason?: string | undefined;
  readonly batch?: number | undefined;
}

/** Who makes a run, and what belongs to it. */
export interface RunMaker {
  readonly runType?: RunType;
  readonly by?: Actor;
  /** What it stands for. */
  readonly interval?: Interval | undefined;
  readonly backfill?: number;
  /** What the tasks that are left out handed on in the run that is repeated stands in for theirs. */
  readonly standIns?: boolean;
  /** The try of another run that starts it: told of there, and not in the audit trail. */
  readonly startedBy?: StartingTry;
  /** The event of its queue that starts it. */
  readonly event?: string;
  /** The loads that call for it. */
  readonly assetEvents?: readonly AssetEvent[];
  /** In the transaction that makes the run, before anything hears of it. */
  readonly write?: (run: number, runId: string) => void;
}

/** The definition that a new run gets. */
interface MadeVersion {
  readonly dag: Dag;
  /** Its number in the store; to be called in the transaction that makes the run. */
  readonly ensure: (at: number) => number;
}

interface PreparedRun {
  readonly made: MadeVersion;
  /** The one that it repeats. */
  readonly base: RunRow | null;
  readonly dagId: string;
  readonly runId: string;
  readonly logicalDate: number;
  readonly now: number;
  readonly conf: Record<string, unknown>;
  readonly params: Record<string, unknown>;
  readonly selection: string[] | null;
  readonly keys: ReturnType<typeof searchKeysOf>;
}

export class Runs {
  readonly #parts: RunsParts;

  constructor(parts: RunsParts) {
    this.#parts = parts;
  }

  /** Stores the run with all its tasks and search keys, then lets it begin. It stands for `interval`, or for what its date stands for. */
  start(asked: StartRun, maker: RunMaker = {}): RunSummary {
    const { store, reached } = this.#parts;
    const { runType = "manual", by = engineActor, interval, backfill, standIns = asked.again?.from !== undefined, startedBy, event, write } = maker;
    const { made, base, dagId, runId, logicalDate, now, conf, params, selection, keys } = this.#prepare(asked, maker);
    const isAsked = runType === "manual" && startedBy === undefined && event === undefined;
    reached("run to be stored");
    const make = (): number => {
      const versionId = made.ensure(now);
      const run = store.runs.create({ dagId, runId, versionId, runType, logicalDate, ...intervalOf(made.dag, logicalDate, base, interval), conf, params, selection, queuedAt: now, again: asked.again, backfill, startedBy, event });
      store.tasks.insertAll(run, made.dag.tasks.map((task) => ({ id: task.id, record: freshTask(task.retries + 1) })));
      store.search.add(run, keys);
      store.assets.keepWith(run, eventsOf(store, base));
      if (base !== null && standIns) copyStandIns(store, { base, run, dag: made.dag, tasks: selection ?? [] });
      if (isAsked) this.#parts.audit.add({ by, act: base === null ? "run.start" : "run.again", dagId, runId, arguments: argumentsOf(asked) });
      planDeadlines(store, made.dag, run, { now, isNew: true });
      write?.(run, runId);
      return run;
    };
    const key = this.#parts.scheduler.admit(make, (queued) => {
      reached("run stored");
      this.#parts.events.publish([{ kind: "run", run: queued }]);
      if (isAsked) this.#parts.audit.tell(dagId);
    });
    return plainRun(store.runs.get(key));
  }

  /** Throws what keeps such a run from being made; stores nothing. */
  check(asked: StartRun, maker: RunMaker = {}): void {
    this.#prepare(asked, maker);
  }

  /** All that a new run needs, checked. */
  #prepare(asked: StartRun, { runType = "manual", backfill, assetEvents }: RunMaker): PreparedRun {
    this.mayRun();
    const { store, clock } = this.#parts;
    const base = asked.again === undefined ? null : this.find(asked.dagId, asked.again.runId);
    const made = asked.again?.version === "then" && base !== null ? this.#versionOf(base) : this.#versionNow(asked.dagId);
    const input = base === null ? asked : filledFrom(base, made.dag, asked);
    const { dagId } = input;
    // What is repeated is taken as it was.
    checkedConf(dagId, asked.conf);
    const params = checkedParams(made.dag, input);
    const selection = checkedSelection(made.dag, input.tasks);
    const now = clock.now();
    const logicalDate = input.logicalDate ?? now;
    if (input.runId !== undefined) checkRunId(dagId, input.runId);
    const runId = input.runId ?? makeRunId(runType, base === null || backfill !== undefined ? logicalDate : now, (id) => store.runs.find(dagId, id) !== null);
    const conf = input.conf ?? {};
    const keys = searchKeysOf({ dagId, runId, conf, params, secrets: this.#parts.secrets(), named: this.#parts.renderKeys(made.dag, { runId, conf, params, logicalDate, assetEvents: assetEvents ?? eventsOf(store, base) }) });
    return { made, base, dagId, runId, logicalDate, now, conf, params, selection, keys };
  }

  #versionNow(dagId: string): MadeVersion {
    const { store, dags, workspace } = this.#parts;
    const file = dags.valid(dagId);
    const files = versionFiles(workspace, file.refersTo);
    return { dag: file.dag, ensure: (at) => store.versions.ensure({ dagId: file.dagId, hash: versionHash(file, files), file: file.file, source: file.source, dag: file.dag, at, files }) };
  }

  /** Whether the file of the DAG defines its tasks otherwise today. A file that is gone or has errors says nothing. */
  hasOtherTasks(dagId: string, tasks: Dag["tasks"]): boolean {
    const file = this.#parts.dags.ready(dagId);
    return file !== null && file.dag !== null && !isDeepStrictEqual(JSON.parse(JSON.stringify(file.dag.tasks)), JSON.parse(JSON.stringify(tasks)));
  }

  #versionOf(run: RunRow): MadeVersion {
    return { dag: this.#parts.images.version(run.versionId).version.dag, ensure: () => run.versionId };
  }

  /** Returns the number of the entry in the trail; null for a run that is being cancelled already, of which nothing more is written. */
  cancel(dagId: string, runId: string, { by = engineActor, reason, batch }: Asked = {}): number | null {
    const row = this.#parts.local.find(dagId, runId);
    if (isRunFinished(row.state)) throw new AppError("run/not-active", `Run "${runId}" of DAG "${dagId}": has ended already (${row.state}); nothing is left to cancel.`, { dagId, runId });
    if (row.record.cancelling) {
      // Teardowns go on in it: to ask again ends them too.
      this.#parts.scheduler.ask({ run: row.key, signal: { kind: "cancelAsked", at: this.#parts.clock.now() } });
      return null;
    }
    return this.#cancel(row, { by, reason, batch });
  }

  /** Cancels a run that makes room for a newer one. False for what has ended, or is being cancelled: its teardowns go on. `write` is stored with it, or neither is. */
  giveWay(dagId: string, runId: string, reason: string, write: (store: Store) => void): boolean {
    const row = this.#parts.local.find(dagId, runId);
    if (isRunFinished(row.state) || row.record.cancelling) return false;
    this.#cancel(row, { by: engineActor, reason }, write);
    return true;
  }

  #cancel(row: RunRow, { by, reason, batch }: Asked & { readonly by: Actor }, write?: (store: Store) => void): number {
    const { audit, scheduler, clock } = this.#parts;
    const { record, entry } = audit.ofRun(row, { by, act: "run.cancel", reason, batch }, false);
    scheduler.ask({ run: row.key, signal: { kind: "cancelAsked", at: clock.now() }, record, ...(write === undefined ? {} : { write }) });
    audit.tell(row.dagId);
    return entry();
  }

  clear(input: ClearRun, by: Actor = engineActor): { taskIds: string[]; run: RunSummary } {
    const { dagId, runId, dryRun = false, ...choice } = input;
    if (!dryRun) this.mayRun();
    const row = this.find(dagId, runId);
    if (!dryRun) refuseCancelling(row);
    const { indices, tasks } = tasksOfAct(this.#parts, row, { act: "clear", ...choice, downstream: choice.downstream ?? true });
    if (!dryRun && indices.length > 0) this.perform(row, { act: "clear", indices, by, arguments: choice });
    return { taskIds: tasks.map(({ taskId }) => taskId), run: plainRun(this.#parts.local.find(dagId, runId)) };
  }

  /** One task, or all of the run that do not run now. */
  mark(input: MarkRun, by: Actor = engineActor): RunSummary {
    this.mayRun();
    const row = this.find(input.dagId, input.runId);
    if (input.taskId !== undefined) this.#refuseActive(row, input.taskId);
    const { indices } = tasksOfAct(this.#parts, row, { act: input.state, ...(input.taskId === undefined ? {} : { taskIds: [input.taskId] }) });
    if (indices.length > 0) this.perform(row, { act: input.state, indices, by, reason: input.reason, arguments: input.taskId === undefined ? {} : { taskIds: [input.taskId] } });
    return plainRun(this.#parts.local.find(input.dagId, input.runId));
  }

  /** Exactly these tasks. Returns the number of the entry in the trail. */
  perform(row: RunRow, act: RunAct): number {
    this.mayRun();
    if (act.act === "clear") refuseCancelling(row);
    const entry = performOnRun(this.#parts, row, act);
    this.#parts.audit.tell(row.dagId);
    return entry;
  }

  #refuseActive(row: RunRow, taskId: string): void {
    const state = this.#parts.store.tasks.loadOne(row.key, taskId)?.instance.state;
    if (state !== "queued" && state !== "running") return;
    throw new AppError("run/task-active", `Task "${taskId}" of run "${row.runId}": is ${state} now, so its outcome is not for you to say; cancel the run, or wait until it ends.`, { ...nameOf(row), taskId });
  }

  /** A try tells of a text as it was then: it is not mended, but tried anew. */
  find(dagId: string, runId: string): RunRow {
    const row = this.#parts.local.find(dagId, runId);
    if (row.runType === "try") throw new AppError("input/invalid", `"${runId}" of DAG "${dagId}" is a try; tries are neither cleared nor marked. Try its tasks again.`, { dagId, runId });
    return row;
  }

  /** Throws workspace/untrusted. */
  mayRun(): void {
    if (this.#parts.isTrusted()) return;
    throw new AppError("workspace/untrusted", 'This workspace is not trusted, so nothing in it may run; look at what it would do, then trust it ("dagwright trust", or Trust in the desktop app).');
  }
}

const nameOf = ({ dagId, runId }: RunRow): { dagId: string; runId: string } => ({ dagId, runId });

function refuseCancelling(row: RunRow): void {
  if (row.record.cancelling) throw new AppError("run/task-active", `Run "${row.runId}" of DAG "${row.dagId}": is being cancelled; clear its tasks when they have stopped.`, { ...nameOf(row) });
}

/** What called for a run calls for its repetition, too. */
function eventsOf(store: Store, base: RunRow | null): readonly AssetEvent[] {
  return base === null ? [] : store.assets.ofRun(base.key);
}

/** A repeated run stands for the same span as the first, unless its date is another. */
function intervalOf(dag: Dag, logicalDate: number, base: RunRow | null, given?: Interval): { dataIntervalStart: number | null; dataIntervalEnd: number | null } {
  if (base !== null && base.logicalDate === logicalDate) return { dataIntervalStart: base.dataIntervalStart, dataIntervalEnd: base.dataIntervalEnd };
  if (given !== undefined) return { dataIntervalStart: given.start, dataIntervalEnd: given.end };
  const { start, end } = dag.schedule ? dataInterval(dag.schedule, logicalDate) : { start: logicalDate, end: logicalDate };
  return { dataIntervalStart: start, dataIntervalEnd: end };
}

/** As the person gave them. */
function argumentsOf({ dagId: _dag, runId: _run, ...given }: StartRun): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function checkedParams(dag: Dag, input: StartRun): Record<string, unknown> {
  const resolved = resolveParams(dag.params, input.params ?? {}, input.conf);
  if (resolved.ok) return resolved.values;
  const words = resolved.problems.map(({ message }) => message).join(" ");
  throw new AppError("params/invalid", `DAG "${dag.id}": ${words}`, { problems: resolved.problems });
}

function checkRunId(dagId: string, runId: string): void {
  const problem = problemOfRunId(runId);
  if (problem !== null) throw new AppError("input/invalid", `DAG "${dagId}": run id ${JSON.stringify(runId.slice(0, 80))} ${problem}.`, { dagId });
}

function checkedSelection(dag: Dag, tasks: readonly string[] | undefined): string[] | null {
  if (tasks === undefined || tasks.length === 0) return null;
  const known = new Set(dag.tasks.map((task) => task.id));
  const unknown = tasks.find((id) => !known.has(id));
  if (unknown !== undefined) throw new AppError("task/not-found", `DAG "${dag.id}": has no task "${unknown}"; known are ${[...known].slice(0, 12).join(", ")}.${suggestion(unknown, known)}`, { taskId: unknown });
  return [...new Set(tasks)];
}
