/**
 * Tries: some tasks of a text that need not be saved, run as a run of type `try` by the same scheduler, runner and SQL host. What they make
 * lies in a schema of their own (see trial-tables.ts), nothing is published, and only a bounded number is kept.
 */
import { createHash } from "node:crypto";
import type { StartTry, TaskOutput, TriedTable, TriedTask, TryState } from "../../shared/contract/tries.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Dag } from "../../shared/model/dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import { checkedConf } from "../../shared/model/checked-conf.ts";
import { embeddedConnection } from "../../shared/model/workspace-config.ts";
import { dataInterval } from "../../shared/schedule/next.ts";
import { makeRunId } from "../core/run-id.ts";
import { freshTask } from "../core/run-image.ts";
import type { Clock } from "../ports/machine.ts";
import type { Store, TriedTaskRow } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import type { EventHub } from "./event-hub.ts";
import { plainRun } from "./run-pages.ts";
import type { Scheduler } from "./scheduler.ts";
import { shownPin } from "./trial-pins.ts";
import { checkedParams, type DagText, errorsOf, invalid, knownTask, readTryText, type TryText } from "./trial-text.ts";
import { dagOfTry, tasksOfTry } from "./trial-range.ts";
import { handedOnBy, shownTable, trialSchema } from "./trial-tables.ts";

export interface TrialsParts {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly scheduler: Scheduler;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly isTrusted: () => boolean;
  /** Resolves when nothing is being swept away. */
  readonly whenSwept: () => Promise<void>;
}

export class Trials {
  readonly #parts: TrialsParts;

  constructor(parts: TrialsParts) {
    this.#parts = parts;
  }

  async start(input: StartTry): Promise<{ run: RunSummary; tasks: string[] }> {
    this.#mayRun();
    const read = readTryText(this.#parts.workspace, input);
    for (const id of input.tasks) knownTask(read.dag, id);
    const tasks = tasksOfTry(read.dag, input, new Set(Object.keys(read.pins)));
    refuseBroken(read, tasks);
    const params = checkedParams(read.dag, input);
    await this.#parts.whenSwept();
    return this.#begin(input, { dagId: read.dag.id, dag: read.dag, hash: read.file.hash, tasks, params, pins: read.pins });
  }

  /** Some tasks of a run's own DAG version, beside the tries of the DAG: under another name, and with pins that no file names. */
  replay(input: StartTry, { name, dag, pins }: { name: string; dag: Dag; pins: Readonly<Record<string, string>> }): { run: RunSummary; tasks: string[] } {
    this.#mayRun();
    const tasks = tasksOfTry(dag, input, new Set(Object.keys(pins)));
    return this.#begin(input, { dagId: name, dag, hash: name, tasks, params: checkedParams(dag, input), pins });
  }

  #begin(input: StartTry, { dagId, dag: whole, hash, tasks, params, pins }: Beginning): { run: RunSummary; tasks: string[] } {
    const { store, clock, events, scheduler } = this.#parts;
    const now = clock.now();
    const logicalDate = input.logicalDate ?? now;
    const interval = whole.schedule ? dataInterval(whole.schedule, logicalDate) : { start: logicalDate, end: logicalDate };
    const dag = dagOfTry(whole, tasks);
    const runId = makeRunId("try", now, (id) => store.runs.find(dagId, id) !== null);
    const make = (): number => {
      const versionId = store.versions.ensure({ dagId, hash: hashOf(hash, dag), file: input.path, source: input.text, dag, at: now, ofTry: true });
      const run = store.runs.create({ dagId, runId, versionId, runType: "try", logicalDate, dataIntervalStart: interval.start, dataIntervalEnd: interval.end, conf: checkedConf(dagId, input.conf) ?? {}, params, selection: tasks, queuedAt: now });
      store.tasks.insertAll(run, dag.tasks.map((task) => ({ id: task.id, record: freshTask(1) })));
      store.trials.begin(run, { mode: input.mode, chosen: input.tasks, files: input.files ?? {}, pins });
      for (const connection of connectionsOf(dag, tasks)) store.trials.areas.soil({ dagId, connection, schema: trialSchema(store.id, dagId) });
      return run;
    };
    const key = scheduler.admit(make, (queued) => events.publish([{ kind: "run", run: queued }]));
    return { run: plainRun(store.runs.get(key)), tasks };
  }

  cancel(dagId: string): { runs: RunSummary[] } {
    const { store, scheduler, clock } = this.#parts;
    const active = store.trials.list(dagId).filter(({ state }) => !isRunFinished(state));
    if (active.length === 0) throw new AppError("run/not-active", `DAG "${dagId}": no try is under way; nothing is left to cancel.`, { dagId });
    for (const { key } of active) scheduler.ask({ run: key, signal: { kind: "cancelAsked", at: clock.now() } });
    return { runs: active.map(({ key }) => plainRun(store.runs.get(key))) };
  }

  list(dagId: string): { tries: RunSummary[] } {
    return { tries: this.#parts.store.trials.list(dagId).map(plainRun) };
  }

  state(dagId: string): TryState {
    const { store } = this.#parts;
    const runs = new Map(store.trials.list(dagId).map((row) => [row.key, plainRun(row)]));
    const tasks = store.trials.newestOfEach(dagId).flatMap((row) => this.#tried(dagId, row, runs.get(row.run)) ?? []);
    return { tasks, active: [...runs.values()].filter(({ state }) => !isRunFinished(state)), pins: store.trials.pins.list(dagId).map((pin) => shownPin(store, pin)) };
  }

  #tried(dagId: string, row: TriedTaskRow, run: RunSummary | undefined): TriedTask | null {
    const { store } = this.#parts;
    const found = store.tasks.loadOne(row.run, row.taskId);
    if (!run || !found) return null;
    const { output } = row;
    const tables: TriedTable[] = (output?.made ?? []).map((made) => shownTable(store, dagId, { task: row.taskId, connection: output?.connection ?? "", ...made, origin: "tried" }));
    return { run, instance: found.instance, tables, reads: [...(output?.reads ?? [])] };
  }

  /** What each task of the text hands on, for whoever draws it. */
  outputs(input: DagText): { tasks: TaskOutput[] } {
    const { store } = this.#parts;
    const { dag, pins } = readTryText(this.#parts.workspace, input);
    const handedOn = handedOnBy(this.#parts, dag, pins);
    const rows = lastRows(store, dag);
    return {
      tasks: dag.tasks.map((task) => ({
        taskId: task.id,
        tables: handedOn(task).map((table) => shownTable(store, dag.id, table.stored === null ? { ...table, rows: rows.get(task.id) ?? null } : table)),
      })),
    };
  }

  #mayRun(): void {
    if (this.#parts.isTrusted()) return;
    throw new AppError("workspace/untrusted", 'This workspace is not trusted, so nothing in it may run, nor be tried; look at what it would do, then trust it ("dagwright trust", or Trust in the desktop app).');
  }
}

interface Beginning {
  /** Under which it is kept; of a replay not that of the DAG. */
  readonly dagId: string;
  readonly dag: Dag;
  readonly hash: string;
  readonly tasks: string[];
  readonly params: Record<string, unknown>;
  readonly pins: Readonly<Record<string, string>>;
}

/** Mistakes of tasks that the try does not run are theirs. */
function refuseBroken({ file, dag }: TryText, tasks: readonly string[]): void {
  const others = dag.tasks.flatMap(({ id }) => (tasks.includes(id) ? [] : [`tasks.${id}`]));
  const isTheirs = ({ field }: Diagnostic): boolean => field !== undefined && others.some((other) => field === other || field.startsWith(`${other}.`) || field.startsWith(`${other}[`));
  const errors = errorsOf(file).filter((one) => !isTheirs(one));
  if (errors.length > 0) throw invalid(file, errors);
}

/** A version that only tries have: the same text may be tried in many ways. */
function hashOf(textHash: string, dag: Dag): string {
  return `try:${createHash("sha256").update(`${textHash}\n${JSON.stringify(dag)}`).digest("hex").slice(0, 32)}`;
}

function connectionsOf(dag: Dag, tasks: readonly string[]): Set<string> {
  const inTry = dag.tasks.filter(({ id }) => tasks.includes(id));
  return new Set(inTry.flatMap((task) => (task.kind === "SqlTask" || (task.kind === "PythonTask" && task.ddl !== null) ? [task.connection ?? dag.connection ?? embeddedConnection] : [])));
}

/** Rows that each task published when it last ended well, among the newest runs. */
function lastRows(store: Store, dag: Dag): Map<string, number> {
  const rows = new Map<string, number>();
  for (const run of store.runs.list({ dagId: dag.id, limit: 5 })) {
    for (const { taskId, state, rowsLoaded } of store.tasks.listOf(run.key)) if (state === "success" && rowsLoaded !== null && !rows.has(taskId)) rows.set(taskId, rowsLoaded);
  }
  return rows;
}
