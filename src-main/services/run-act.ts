/** One act on one run: which tasks it touches, and doing it together with its entry in the trail. */
import type { ActKind } from "../../shared/contract/acts.ts";
import { guessTask } from "../../shared/dag-file/guess-task.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { TaskState } from "../../shared/model/states.ts";
import type { Actor } from "../../shared/model/actor.ts";
import { taskIdAt } from "../core/mapping.ts";
import { decide } from "../core/run-machine.ts";
import type { RunSignal } from "../core/run-signal.ts";
import type { Clock } from "../ports/machine.ts";
import type { RunRow, Store } from "../ports/store.ts";
import { chosenTasks, type ActChoice } from "./act-choice.ts";
import type { AuditTrail } from "./audit-trail.ts";
import type { RunImages } from "./images.ts";
import type { Scheduler } from "./scheduler.ts";

export interface RunActParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly audit: AuditTrail;
}

export interface RunTasks extends Omit<ActChoice, "start"> {
  /** Absent for all tasks of the run. */
  readonly taskIds?: readonly string[] | undefined;
}

export interface PlannedTasks {
  readonly indices: readonly number[];
  readonly tasks: readonly { taskId: string; state: TaskState; tryNumber: number }[];
  /** Tasks that were meant too and are at work. */
  readonly busy: readonly { taskId: string; state: TaskState }[];
}

/** Exactly the tasks that the act would touch now. Throws task/not-found. */
export function tasksOfAct({ store, images }: Pick<RunActParts, "store" | "images">, row: RunRow, { taskIds, ...choice }: RunTasks): PlannedTasks {
  const { graph } = images.version(row.versionId);
  const loaded = store.tasks.load(row.key);
  const instances = loaded.flatMap(({ instance }) => instance ?? []);
  const known = instances.length === 0 ? graph.indexOf : new Map(loaded.map(({ id }, index) => [id, index]));
  const start = taskIds?.map((id) => indexOf(row, known, id)) ?? null;
  const { touched, busy } = chosenTasks({ graph, states: loaded.map((task) => task.record.state), instances }, { ...choice, start });
  const rows = (indices: readonly number[]): ReturnType<Store["tasks"]["load"]> => indices.flatMap((index) => loaded[index] ?? []);
  return {
    indices: touched,
    tasks: rows(touched).map(({ id, record }) => ({ taskId: id, state: record.state, tryNumber: record.tryNumber })),
    busy: rows(busy).map(({ id, record }) => ({ taskId: id, state: record.state })),
  };
}

function indexOf({ dagId, runId }: RunRow, known: ReadonlyMap<string, number>, taskId: string): number {
  const index = known.get(taskId);
  if (index === undefined) throw new AppError("task/not-found", `Run "${runId}" of DAG "${dagId}": has no task "${taskId}".${guessTask(taskId, known.keys())}`, { taskId });
  return index;
}

export interface RunAct {
  readonly act: ActKind;
  readonly indices: readonly number[];
  readonly by: Actor;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly reason?: string | undefined;
  readonly batch?: number | undefined;
  /** A finished run that goes on is queued as a new one is. Else it is where its line is full. */
  readonly queue?: boolean | undefined;
  /** Stores what belongs to the act, in its transaction, before the run is looked at. */
  readonly write?: ((store: Store) => void) | undefined;
}

/** What would change by itself, at once, because of the act. */
export function followsOf({ images, clock }: Pick<RunActParts, "images" | "clock">, row: RunRow, act: ActKind, indices: readonly number[]): { taskId: string; from: TaskState; to: TaskState }[] {
  const { image } = images.look(row.key);
  const named = new Set(indices);
  const { tasks } = decide(image, signalOf(act, indices, undefined, clock.now()));
  return [...tasks].flatMap(([index, { state }]) => {
    const from = image.tasks[index]?.state ?? "none";
    return named.has(index) || from === state ? [] : [{ taskId: taskIdAt(image, index), from, to: state }];
  });
}

const auditActs = { clear: "task.clear", success: "task.markSuccess", failed: "task.markFailed" } as const;

/** Returns the number of the entry. Throws what the store says, and then nothing of it happened. */
export function performOnRun({ scheduler, clock, audit }: RunActParts, row: RunRow, { act, indices, by, reason, batch, queue = scheduler.waitsItsTurn(row), write, arguments: given }: RunAct): number {
  const { record, entry } = audit.ofRun(row, { by, act: auditActs[act], arguments: given, reason, batch }, true);
  const signal = { ...signalOf(act, indices, reason, clock.now()), queue };
  scheduler.ask({ run: row.key, signal, record, ...(write === undefined ? {} : { write }) });
  return entry();
}

function signalOf(act: ActKind, tasks: readonly number[], reason: string | undefined, at: number): Extract<RunSignal, { kind: "clearAsked" | "markAsked" }> {
  if (act === "clear") return { kind: "clearAsked", tasks, at };
  return { kind: "markAsked", tasks, state: act, reason: reason ?? `marked ${act}`, at };
}
