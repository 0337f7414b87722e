/**
 * A run as the engine holds it in memory while it is active: rows of the store plus counts derived from them.
 * The run machine reads it; only `applyDecision` changes it, after the same decision was committed.
 */
import { isFinished, type RunState, type TaskState } from "../../shared/model/states.ts";
import { addInstance, countState, instanceAt, type MadeInstance, type MapInstance, type MapMembers } from "./mapping.ts";
import type { RunGraph, TaskPlan } from "./run-graph.ts";
import type { UpstreamTally } from "../../shared/graph/trigger-rules.ts";

export interface TaskRecord {
  readonly state: TaskState;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly scheduledAt: number | null;
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly retryAt: number | null;
  readonly reason: string | null;
  /** Of a mapped task whose expansion stands: how many instances it has. */
  readonly mapLength?: number;
  /** Ids of the children that a task which chooses lets go on; absent or null where it leaves none out. */
  readonly followed?: readonly string[] | null;
}

export interface RunRecord {
  readonly state: RunState;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly reason: string | null;
  /** Cancel was asked: nothing new starts, and the run will end as failed. */
  readonly cancelling: boolean;
}

export type Tally = Record<keyof UpstreamTally, number>;

export interface RunImage {
  /** Key of the run's row. */
  readonly key: number;
  readonly dagId: string;
  readonly runId: string;
  readonly graph: RunGraph;
  /** Indices that this run was asked to do; null means all. The others count as satisfied. */
  readonly selection: ReadonlySet<number> | null;
  run: RunRecord;
  readonly tasks: TaskRecord[];
  readonly tallies: Tally[];
  /** Of mapped tasks; the first one's index is the number of the graph's tasks. */
  readonly instances: MapInstance[];
  /** By index of the mapped task. */
  readonly maps: Map<number, MapMembers>;
  unfinished: number;
  /** Tasks that an earlier run holds back, whatever their state. */
  readonly held: Set<number>;
}

export interface Decision {
  readonly run: RunRecord | null;
  readonly tasks: ReadonlyMap<number, TaskRecord>;
  readonly effects: readonly Effect[];
  /** Instances that are new, in order of their indices. */
  readonly made?: readonly MadeInstance[];
  /** Tasks that an earlier run holds back from now on, or does not any more. */
  readonly held?: ReadonlyMap<number, boolean>;
}

/** What the shell has to carry out after the decision was committed; each is safe to repeat. */
export type Effect =
  | { readonly kind: "startAttempt"; readonly task: number; readonly tryNumber: number }
  | { readonly kind: "stopAttempt"; readonly task: number; readonly tryNumber: number }
  | { readonly kind: "startWatch"; readonly task: number; readonly tryNumber: number }
  /** Ends the row of the try too: nobody else will. */
  | { readonly kind: "stopWatch"; readonly task: number; readonly tryNumber: number };

export const freshTask = (maxTries: number): TaskRecord => ({
  state: "none",
  tryNumber: 0,
  maxTries,
  scheduledAt: null,
  queuedAt: null,
  startedAt: null,
  endedAt: null,
  retryAt: null,
  reason: null,
});

/** True when the task is not done by this run and is therefore satisfied for those that depend on it. */
export function isBypassed(image: Pick<RunImage, "graph" | "selection">, task: number): boolean {
  return image.graph.tasks[task]?.enabled === false || (image.selection !== null && !image.selection.has(task));
}

/** `tasks` holds the records of the graph's tasks, then those of the instances. */
export function createImage({ instances = [], held = [], ...source }: Pick<RunImage, "key" | "dagId" | "runId" | "graph" | "selection" | "run"> & { tasks: TaskRecord[]; instances?: readonly MapInstance[]; held?: Iterable<number> }): RunImage {
  const image: RunImage = {
    ...source,
    instances: [],
    maps: new Map(),
    held: new Set(held),
    tallies: source.graph.tasks.map((task) => ({ total: task.upstream.length, success: 0, failed: 0, upstreamFailed: 0, skipped: 0, setups: task.upstream.filter((up) => source.graph.tasks[up]?.isSetup === true).length, setupSuccess: 0, setupSkipped: 0 })),
    unfinished: 0,
  };
  const first = source.graph.tasks.length;
  instances.forEach((instance, index) => addInstance(image, { ...instance, task: first + index }, source.tasks[first + index]?.state ?? "none"));
  image.tasks.forEach((task, index) => {
    if (!isFinished(task.state)) image.unfinished += 1;
    countTowardsChildren(image, index, task.state, 1);
  });
  return image;
}

export function applyDecision(image: RunImage, decision: Decision): void {
  if (decision.run) image.run = decision.run;
  for (const [index, isHeld] of decision.held ?? []) {
    if (isHeld) image.held.add(index);
    else image.held.delete(index);
  }
  for (const made of decision.made ?? []) {
    const task = decision.tasks.get(made.task);
    if (!task) throw new RangeError(`Instance ${made.task} was made without a record.`);
    addInstance(image, made, task.state);
    image.tasks.push(task);
    image.unfinished += Number(!isFinished(task.state));
  }
  for (const [index, task] of decision.tasks) {
    const before = image.tasks[index];
    if (!before) continue;
    image.unfinished += Number(!isFinished(task.state)) - Number(!isFinished(before.state));
    const counts = image.maps.get(instanceAt(image, index)?.of ?? -1)?.counts;
    if (counts) {
      countState(counts, before.state, -1);
      countState(counts, task.state, 1);
    }
    countTowardsChildren(image, index, before.state, -1);
    countTowardsChildren(image, index, task.state, 1);
    image.tasks[index] = task;
  }
}

type EndField = "success" | "failed" | "upstreamFailed" | "skipped";

/** One upstream task more or less has ended so. */
export function countEnd(tally: Tally, field: EndField, { isSetup }: Pick<TaskPlan, "isSetup">, by: 1 | -1): void {
  tally[field] += by;
  if (isSetup && field === "success") tally.setupSuccess += by;
  if (isSetup && field === "skipped") tally.setupSkipped += by;
}

/** The tally field that a finished upstream state adds to; null while it is not finished. */
export function tallyFieldOf(state: TaskState, bypassed: boolean): EndField | null {
  if (!isFinished(state)) return null;
  if (bypassed || state === "success") return "success";
  if (state === "skipped" || state === "removed") return "skipped";
  return state === "upstream_failed" ? "upstreamFailed" : "failed";
}

function countTowardsChildren(image: RunImage, index: number, state: TaskState, by: 1 | -1): void {
  const field = tallyFieldOf(state, isBypassed(image, index));
  const plan = image.graph.tasks[index];
  if (field === null || plan === undefined) return;
  for (const child of plan.downstream) {
    const tally = image.tallies[child];
    if (tally) countEnd(tally, field, plan, by);
  }
}
