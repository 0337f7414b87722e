/**
 * Mapped tasks in a run. The mapped task keeps its index and is what others depend on; its first try makes the expansion, and its instances get
 * further indices of the same run (from the number of the graph's tasks on), so that each has tries, logs and values of its own.
 *
 * What becomes of the mapped task (its record has a `mapLength` from the expansion on, and holds no slot any more):
 *   queued|running → running            expanded: its instances are made, or those of an earlier expansion are used anew; too many become removed
 *   queued|running → skipped            expanded over nothing
 *   running → success|failed|interrupted|skipped   its last instance ended: one that failed fails it; all skipped skip it
 *   finished → running                  an instance was cleared
 *   finished → none                     cleared itself: its instances are removed, and the expansion is made anew
 */
import { instanceId } from "../../shared/model/map-instance.ts";
import { isFinished, type TaskState } from "../../shared/model/states.ts";
import type { TaskPlan } from "./run-graph.ts";
import type { RunImage, TaskRecord } from "./run-image.ts";

export interface MapInstance {
  /** Index of the mapped task. */
  readonly of: number;
  readonly mapIndex: number;
}

/** The instances of one mapped task that a run has, those of earlier expansions included. */
export interface MapMembers {
  /** Their indices in the run, by map index. */
  readonly members: number[];
  readonly counts: Map<TaskState, number>;
}

/** An instance that a decision adds to the run. */
export interface MadeInstance extends MapInstance {
  readonly task: number;
}

/** True from the expansion of a mapped task on. Records of before there were mapped tasks lack the field. */
export function isExpanded(record: Pick<TaskRecord, "mapLength">): boolean {
  return typeof record.mapLength === "number";
}

/** True while a try of the task is under way. A mapped task whose instances are at work has none of its own. */
export function isAtWork(record: Pick<TaskRecord, "state" | "mapLength">): boolean {
  return (record.state === "queued" || record.state === "running") && !isExpanded(record);
}

/** Null for a task of the graph. */
export function instanceAt(image: Pick<RunImage, "graph" | "instances">, index: number): MapInstance | null {
  return image.instances[index - image.graph.tasks.length] ?? null;
}

/** The rules of a task or of an instance: those of its mapped task, with nothing before and after it. */
export function planAt(image: Pick<RunImage, "graph" | "instances">, index: number): TaskPlan | undefined {
  const instance = instanceAt(image, index);
  if (instance === null) return image.graph.tasks[index];
  const plan = image.graph.tasks[instance.of];
  return plan && { ...plan, id: instanceId(plan.id, instance.mapIndex), upstream: [], downstream: [], isMapped: false };
}

export function taskIdAt(image: Pick<RunImage, "graph" | "instances">, index: number): string {
  return planAt(image, index)?.id ?? "";
}

/** Adds an instance to the image, with its state counted. */
export function addInstance(image: Pick<RunImage, "instances" | "maps">, { task, of, mapIndex }: MadeInstance, state: TaskState): void {
  image.instances.push({ of, mapIndex });
  const map = image.maps.get(of) ?? { members: [], counts: new Map() };
  image.maps.set(of, map);
  map.members[mapIndex] = task;
  countState(map.counts, state, 1);
}

export function countState(counts: Map<TaskState, number>, state: TaskState, by: 1 | -1): void {
  const count = (counts.get(state) ?? 0) + by;
  if (count === 0) counts.delete(state);
  else counts.set(state, count);
}

/** The counts of one decision, laid over those of the image without touching them: O(1) for each instance that changes. */
export class MapCounts {
  readonly #image: RunImage;
  readonly #changed = new Map<number, Map<TaskState, number>>();

  constructor(image: RunImage) {
    this.#image = image;
  }

  /** A `before` of null is an instance that is new. */
  change(of: number, before: TaskState | null, next: TaskState): void {
    const counts = this.#changed.get(of) ?? new Map(this.#image.maps.get(of)?.counts);
    this.#changed.set(of, counts);
    if (before !== null) countState(counts, before, -1);
    countState(counts, next, 1);
  }

  /** Mapped tasks of which an instance changed. */
  changed(): readonly number[] {
    return [...this.#changed.keys()];
  }

  of(task: number): ReadonlyMap<TaskState, number> {
    return this.#changed.get(task) ?? this.#image.maps.get(task)?.counts ?? new Map();
  }
}

/** What the instances make of their mapped task; null while one of them has not ended. `endsBy`: why the run is being ended, if it is. */
export function outcomeOf(counts: ReadonlyMap<TaskState, number>, endsBy: string | null): { readonly state: TaskState; readonly reason: string | null } | null {
  let all = 0;
  for (const [state, count] of counts) {
    if (!isFinished(state)) return null;
    if (state !== "removed") all += count;
  }
  const of = (state: TaskState): number => counts.get(state) ?? 0;
  const bad = of("failed") + of("upstream_failed") + of("interrupted");
  if (bad > 0) return { state: of("interrupted") === bad ? "interrupted" : "failed", reason: endsBy ?? `${bad} of ${all} ${all === 1 ? "instance" : "instances"} failed` };
  if (endsBy !== null && of("skipped") > 0) return { state: "skipped", reason: endsBy };
  if (of("skipped") === all) return { state: "skipped", reason: "all of its instances were skipped" };
  return { state: "success", reason: null };
}
