/** Gathers what says why a task of this machine does not run: the run, its upstream, the engine's slots and who holds them. It only reads. */
import type { WaitHolder, WaitReport } from "../../shared/contract/waiting.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { explainWait, type WaitFacts, type WaitTask } from "../../shared/run-view/explain-wait.ts";
import type { Task } from "../../shared/model/dag.ts";
import type { TaskState } from "../../shared/model/states.ts";
import { isExpanded, taskIdAt } from "../core/mapping.ts";
import type { Clock } from "../ports/machine.ts";
import type { DagVersion, RunRow, Store } from "../ports/store.ts";
import { firstCause } from "./past-cause.ts";
import type { ActiveRun, RunImages } from "./images.ts";
import { Claims } from "./claims.ts";
import { lineOf } from "./run-gate.ts";
import type { QueueLook } from "./queue-look.ts";
import type { SlotHolder } from "./slots.ts";
import type { WatchState } from "./watch/watchers.ts";

/** The engine at work, as far as tasks wait for it. */
export interface WaitEngine {
  queueOf(run: ActiveRun, task: number): QueueLook;
  readonly parallelism: () => number;
  /** Of a try that waits without a slot. */
  watchOf(run: number, task: number, tryNumber: number): WatchState | null;
  /** Why nothing starts now; null when all is well. */
  readonly trouble: () => string | null;
}

export class Waits {
  readonly #parts: { readonly store: Store; readonly images: RunImages; readonly clock: Clock };
  readonly #claims = new Claims();
  #engine: WaitEngine | null = null;

  constructor(parts: { readonly store: Store; readonly images: RunImages; readonly clock: Clock }) {
    this.#parts = parts;
  }

  /** Before the engine is there, only what the run itself tells is known. */
  attach(engine: WaitEngine): void {
    this.#engine = engine;
  }

  /** Throws AppError task/not-found. */
  of(row: RunRow, taskId: string): WaitReport {
    const { clock, images, store } = this.#parts;
    const { version } = images.version(row.versionId);
    const found = store.tasks.loadOne(row.key, taskId);
    const index = found?.index ?? -1;
    const spec = version.dag.tasks[found?.of ?? index];
    if (spec === undefined) throw new AppError("task/not-found", `Run "${row.runId}" of DAG "${row.dagId}": has no task "${taskId}".`, { dagId: row.dagId, runId: row.runId, taskId });
    const run = images.look(row.key);
    const queue = this.#engine?.queueOf(run, index) ?? { ...idle, mostRuns: version.dag.maxActiveRuns, claim: this.#claims.of(run, index, run.image.tasks[index]) };
    const typicalMs = store.tasks.typicalMs(row.dagId, version.dag.tasks.map(({ id }) => id));
    const holders = this.#holders(queue.holders.filter(({ run, task }) => run !== row.key || task !== index), new Map([[row.dagId, typicalMs]]));
    const tasks = this.#tasksOf(row, version, taskId);
    const watch = tasks.get(taskId)?.state === "deferred" ? (this.#engine?.watchOf(row.key, index, run.image.tasks[index]?.tryNumber ?? 0) ?? null) : null;
    const facts: WaitFacts = {
      at: clock.now(),
      run: { dagId: row.dagId, runId: row.runId, state: row.state, isCancelling: row.record.cancelling },
      line: { ...this.#lineOf(row, queue), running: row.state === "queued" ? this.#runningOf(row) : [], ahead: queue.runsAhead ?? 0 },
      tasks,
      typicalMs,
      pool: { name: queue.claim.pool, limit: queue.poolSlots, needs: queue.claim.width, taken: holders.filter(({ held }) => held.claim.pool === queue.claim.pool).map(({ held, holder }) => ({ holder, slots: held.claim.width })) },
      limits: queue.claim.limits.map(({ name, key, bound }) => ({ name, limit: bound, holders: holders.filter(({ held }) => held.claim.limits.some((other) => other.key === key)).map(({ holder }) => holder) })),
      priority: queue.claim.priority,
      engine: { ...engineSlots(queue, holders, this.#engine?.parallelism() ?? 1), trouble: this.#engine?.trouble() ?? null },
      ahead: queue.ahead,
      ...this.#watchFacts(watch),
      past: this.#pastOf(run, index, typicalMs),
      isPaused: (version.dag.schedule !== null || version.dag.assets !== undefined) && store.dagSettings.get(row.dagId)?.scheduleOn !== true,
    };
    return explainWait(facts, taskId);
  }

  /** A run that is waited for holds the gate shut. */
  #watchFacts(watch: WatchState | null): Pick<WaitFacts, "watch" | "awaited"> {
    if (watch === null) return { watch: null, awaited: null };
    const { awaits, ...seen } = watch;
    const { store } = this.#parts;
    const run = awaits === null ? null : store.runs.find(awaits.dagId, awaits.runId);
    if (run === null) return { watch: seen, awaited: null };
    const { dagId, runId, state, startedAt, queuedAt } = run;
    const takes = store.runs.typicalMs(dagId);
    const expectedEnd = startedAt === null || takes === null ? null : startedAt + takes;
    return { watch: { ...seen, expectedAt: expectedEnd }, awaited: { dagId, runId, taskId: null, state, since: startedAt ?? queuedAt, expectedEnd } };
  }

  #pastOf(run: ActiveRun, index: number, typicalMs: ReadonlyMap<string, number>): NonNullable<WaitFacts["past"]> | null {
    const { images, store } = this.#parts;
    const { row, version, image } = run;
    const plan = image.graph.tasks[index];
    if (plan?.dependsOnPast !== true || row.runType === "try") return null;
    const hold = images.past.holdOf({ row, version, graph: image.graph }, index);
    const holderOf = (of: RunRow, taskId: string, state: TaskState | null): WaitHolder => {
      const { startedAt = null, endedAt = null } = store.tasks.loadOne(of.key, taskId)?.instance ?? {};
      const takes = typicalMs.get(taskId);
      const expectedEnd = state === "running" && startedAt !== null && takes !== undefined ? startedAt + takes : null;
      return { dagId: row.dagId, runId: of.runId, taskId, state: state ?? "none", since: endedAt ?? startedAt, expectedEnd };
    };
    const first = hold?.holders[0];
    if (hold === null || first === undefined) return { withDownstream: plan.waitForDownstream, isMissing: false, holders: [] };
    const cause = firstCause(this.#parts, { run: hold.run, taskId: first.taskId });
    const isFirst = cause.run.key === hold.run.key && cause.taskId === first.taskId;
    return {
      withDownstream: plan.waitForDownstream,
      isMissing: hold.holders.some(({ state }) => state === null),
      holders: hold.holders.map(({ taskId, state }) => holderOf(hold.run, taskId, state)),
      ...(isFirst ? {} : { cause: { ...holderOf(cause.run, cause.taskId, cause.state), runsBack: cause.runsBack } }),
    };
  }

  #lineOf(row: RunRow, { mostRuns }: QueueLook): Pick<WaitFacts["line"], "limit" | "backfill"> {
    const backfill = row.backfill === undefined ? null : this.#parts.store.backfills.get(row.backfill);
    if (backfill === null) return { limit: mostRuns };
    return { limit: backfill.maxActiveRuns, backfill: { id: backfill.id, isPaused: backfill.state === "paused" } };
  }

  /** With the instances of the task that is asked about, or with itself where it is one. */
  #tasksOf(row: RunRow, { dag }: DagVersion, asked: string): ReadonlyMap<string, WaitTask> {
    const chosen = row.selection === null ? null : new Set(row.selection);
    const records = this.#parts.store.tasks.load(row.key);
    const { graph } = this.#parts.images.version(row.versionId);
    const waitTask = ({ id, deps, triggerRule, enabled, setup = false, teardown = false }: Pick<Task, "id" | "deps" | "triggerRule" | "enabled" | "setup" | "teardown">, index: number): WaitTask => {
      const { state = "none", startedAt = null, endedAt = null, scheduledAt = null, queuedAt = null, retryAt = null } = records[index]?.record ?? {};
      const farSetups = graph.tasks[index]?.farSetups.flatMap((far) => graph.tasks[far]?.id ?? []) ?? [];
      return { id, deps, rule: triggerRule, isSetup: setup, isTeardown: teardown, farSetups, isEnabled: enabled, isChosen: chosen === null || chosen.has(id), state, startedAt, endedAt, scheduledAt, queuedAt, retryAt };
    };
    const all = new Map(dag.tasks.map((task, index) => [task.id, waitTask(task, index)]));
    for (const [index, { id, record, instance }] of records.entries()) {
      const task = dag.tasks[instance?.of ?? index];
      if (id !== asked || task === undefined) continue;
      const instanceOf = (at: number): WaitTask => ({ ...waitTask({ ...task, id: records[at]?.id ?? "", deps: [] }, at), isChosen: true });
      const members = records.flatMap((one, at) => (one.instance?.of === index && one.record.state !== "removed" ? [instanceOf(at)] : []));
      if (instance !== undefined) all.set(id, instanceOf(index));
      else if (task.expand !== undefined) all.set(id, { ...waitTask(task, index), instances: isExpanded(record) ? members : null });
    }
    return all;
  }

  /** How long tasks take is asked once for each DAG: hundreds of its tasks may hold slots. */
  #holders<Held extends { readonly run: number; readonly task: number }>(all: readonly Held[], known: Map<string, ReadonlyMap<string, number>>): { held: Held; holder: WaitHolder }[] {
    const { images, store } = this.#parts;
    const found = all.map((held) => {
      const { row, image } = images.get(held.run);
      return { held, row, record: image.tasks[held.task], taskId: taskIdAt(image, held.task) };
    });
    for (const [dagId, of] of Map.groupBy(found, ({ row }) => row.dagId)) if (!known.has(dagId)) known.set(dagId, store.tasks.typicalMs(dagId, of.map(({ taskId }) => taskId)));
    return found.map(({ held, row: { dagId, runId }, record, taskId }) => {
      const since = record?.startedAt ?? record?.queuedAt ?? null;
      const takes = known.get(dagId)?.get(taskId);
      return { held, holder: { dagId, runId, taskId, state: record?.state ?? "running", since, expectedEnd: since === null || takes === undefined ? null : since + takes } };
    });
  }

  #runningOf(row: RunRow): WaitHolder[] {
    const { store } = this.#parts;
    const { dagId } = row;
    const takes = store.runs.typicalMs(dagId);
    return store.runs
      .listActive()
      .filter((other) => other.state === "running" && lineOf(other) === lineOf(row))
      .map(({ runId, startedAt }) => ({ dagId, runId, taskId: null, state: "running", since: startedAt, expectedEnd: startedAt === null || takes === null ? null : startedAt + takes }));
  }
}

const idle: Omit<QueueLook, "claim" | "mostRuns"> = { holders: [], ahead: null, poolSlots: Number.MAX_SAFE_INTEGER, fastSlots: 0, runsAhead: null };

/** Slots that the task may take, and who holds some of them: fast tasks fill those kept for them before they count among the others. */
function engineSlots({ claim, fastSlots }: QueueLook, all: readonly { readonly held: SlotHolder; readonly holder: WaitHolder }[], parallelism: number): { limit: number; kept: number; holders: WaitHolder[] } {
  if (claim.isFast) return { limit: parallelism + fastSlots, kept: fastSlots, holders: all.map(({ holder }) => holder) };
  const [fast, others] = [true, false].map((isFast) => all.filter(({ held }) => held.claim.isFast === isFast));
  return { limit: parallelism, kept: 0, holders: [...(others ?? []), ...(fast ?? []).slice(fastSlots)].map(({ holder }) => holder) };
}
