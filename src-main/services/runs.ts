/** What people do to runs: start, cancel, clear, mark. Parses nothing from the wire; decides nothing that the run machine decides. */
import type { ClearRun, StartRun } from "../../shared/contract/runs.ts";
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { resolveParams } from "../../shared/model/params.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { isFinished, isRunFinished, type RunType } from "../../shared/model/states.ts";
import { dataInterval } from "../../shared/schedule/next.ts";
import { freshTask } from "../core/run-image.ts";
import { makeRunId, problemOfRunId } from "../core/run-id.ts";
import type { Clock } from "../ports/machine.ts";
import type { RunRow, Store } from "../ports/store.ts";
import type { DagFiles } from "./dag-files.ts";
import type { EventHub } from "./event-hub.ts";
import { summaryOf, type RunImages } from "./images.ts";
import { plainRun, type LocalRuns } from "./local-runs.ts";
import type { Scheduler } from "./scheduler.ts";
import { searchKeysOf } from "./search-keys.ts";
import { below, above } from "./task-range.ts";

export interface RunsParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly local: LocalRuns;
  readonly scheduler: Scheduler;
  readonly dags: DagFiles;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly isTrusted: () => boolean;
  readonly renderKeys: (dag: Dag, run: { runId: string; conf: Record<string, unknown>; params: Record<string, unknown>; logicalDate: number | null }) => Record<string, string>;
  /** Never to be found by. */
  readonly secrets: () => readonly string[];
}

export class Runs {
  readonly #parts: RunsParts;

  constructor(parts: RunsParts) {
    this.#parts = parts;
  }

  /** Stores the run with all its tasks and search keys, then lets it begin. */
  start(input: StartRun, runType: RunType = "manual"): RunSummary {
    this.#mayRun();
    const { store, clock, dags } = this.#parts;
    const file = dags.valid(input.dagId);
    const params = checkedParams(file.dag, input);
    const selection = checkedSelection(file.dag, input.tasks);
    const now = clock.now();
    const logicalDate = input.logicalDate ?? now;
    if (input.runId !== undefined) checkRunId(file.dagId, input.runId);
    const runId = input.runId ?? makeRunId(runType, logicalDate, (id) => store.runs.find(file.dagId, id) !== null);
    const interval = file.dag.schedule ? dataInterval(file.dag.schedule, logicalDate) : { start: logicalDate, end: logicalDate };
    const conf = input.conf ?? {};
    const keys = searchKeysOf({ dagId: file.dagId, runId, conf, params, secrets: this.#parts.secrets(), named: this.#parts.renderKeys(file.dag, { runId, conf, params, logicalDate }) });
    const key = store.atomically(() => {
      const versionId = store.versions.ensure({ dagId: file.dagId, hash: file.hash, file: file.file, source: file.source, dag: file.dag, at: now });
      const run = store.runs.create({ dagId: file.dagId, runId, versionId, runType, logicalDate, dataIntervalStart: interval.start, dataIntervalEnd: interval.end, conf, params, selection, queuedAt: now });
      store.tasks.insertAll(run, file.dag.tasks.map((task) => ({ id: task.id, record: freshTask(task.retries + 1) })));
      store.search.add(run, keys);
      return run;
    });
    const queued = summaryOf(this.#parts.images.get(key));
    this.#parts.events.publish([{ kind: "run", run: queued }]);
    this.#parts.scheduler.admit(key);
    return plainRun(store.runs.get(key));
  }

  cancel(dagId: string, runId: string): RunSummary {
    const row = this.#parts.local.find(dagId, runId);
    if (isRunFinished(row.state)) throw new AppError("run/not-active", `Run "${runId}" of DAG "${dagId}": has ended already (${row.state}); nothing is left to cancel.`, { dagId, runId });
    this.#parts.scheduler.ask({ run: row.key, signal: { kind: "cancelAsked", at: this.#parts.clock.now() } });
    return plainRun(this.#parts.local.find(dagId, runId));
  }

  clear(input: ClearRun): { taskIds: string[]; run: RunSummary } {
    if (!input.dryRun) this.#mayRun();
    const row = this.#findRun(input.dagId, input.runId);
    if (!input.dryRun && row.record.cancelling) throw new AppError("run/task-active", `Run "${input.runId}" of DAG "${input.dagId}": is being cancelled; clear its tasks when they have stopped.`, { ...nameOf(row) });
    const tasks = this.#parts.store.tasks.load(row.key);
    const chosen = this.#chosenTasks(row, input);
    const indices = [...chosen].sort((one, other) => one - other).filter((index) => isFinished(tasks[index]?.record.state ?? "none"));
    const taskIds = indices.map((index) => tasks[index]?.id ?? "");
    if (!input.dryRun && indices.length > 0) this.#parts.scheduler.ask({ run: row.key, signal: { kind: "clearAsked", tasks: indices, at: this.#parts.clock.now() } });
    return { taskIds, run: plainRun(this.#parts.local.find(input.dagId, input.runId)) };
  }

  /** One task, or all of the run that do not run now. */
  mark(input: { dagId: string; runId: string; taskId?: string | undefined; state: "success" | "failed"; reason?: string | undefined }): RunSummary {
    this.#mayRun();
    const row = this.#findRun(input.dagId, input.runId);
    const { graph } = this.#parts.images.version(row.versionId);
    const tasks = input.taskId === undefined ? graph.tasks.map((_, index) => index) : [this.#quietTask(row, input.taskId)];
    const reason = input.reason ?? `marked ${input.state}`;
    this.#parts.scheduler.ask({ run: row.key, signal: { kind: "markAsked", tasks, state: input.state, reason, at: this.#parts.clock.now() } });
    return plainRun(this.#parts.local.find(input.dagId, input.runId));
  }

  #quietTask(row: RunRow, taskId: string): number {
    const index = this.#indexOf(row, taskId);
    const state = this.#parts.store.tasks.loadOne(row.key, taskId)?.instance.state;
    if (state !== "queued" && state !== "running") return index;
    throw new AppError("run/task-active", `Task "${taskId}" of run "${row.runId}": is ${state} now, so its outcome is not for you to say; cancel the run, or wait until it ends.`, { ...nameOf(row), taskId });
  }

  #chosenTasks(row: RunRow, input: ClearRun): Set<number> {
    const { graph } = this.#parts.images.version(row.versionId);
    const named = input.taskIds?.map((id) => this.#indexOf(row, id)) ?? graph.tasks.map((_, index) => index);
    const states = this.#parts.store.tasks.load(row.key).map((task) => task.record.state);
    const bad = new Set(["failed", "upstream_failed", "interrupted"]);
    const start = input.onlyFailed ? named.filter((index) => bad.has(states[index] ?? "none")) : named;
    const chosen = new Set(start);
    if (input.downstream ?? true) for (const index of below(graph, start)) chosen.add(index);
    if (input.upstream) for (const index of above(graph, start)) chosen.add(index);
    return chosen;
  }

  #indexOf(row: RunRow, taskId: string): number {
    const { indexOf } = this.#parts.images.version(row.versionId).graph;
    const index = indexOf.get(taskId);
    if (index === undefined) throw new AppError("task/not-found", `Run "${row.runId}" of DAG "${row.dagId}": has no task "${taskId}".${suggestion(taskId, indexOf.keys())}`, { taskId });
    return index;
  }

  /** A try tells of a text as it was then: it is not mended, but tried anew. */
  #findRun(dagId: string, runId: string): RunRow {
    const row = this.#parts.local.find(dagId, runId);
    if (row.runType === "try") throw new AppError("input/invalid", `"${runId}" of DAG "${dagId}" is a try; tries are neither cleared nor marked. Try its tasks again.`, { dagId, runId });
    return row;
  }

  #mayRun(): void {
    if (this.#parts.isTrusted()) return;
    throw new AppError("workspace/untrusted", 'This workspace is not trusted, so nothing in it may run; look at what it would do, then trust it ("dagwright trust", or Trust in the desktop app).');
  }
}

const nameOf = ({ dagId, runId }: RunRow): { dagId: string; runId: string } => ({ dagId, runId });

function checkedParams(dag: Dag, input: StartRun): Record<string, unknown> {
  const resolved = resolveParams(dag.params, input.params ?? {});
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
