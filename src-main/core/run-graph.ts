/**
 * What the run machine needs to know of a DAG version: tasks by index, both directions of every dependency,
 * and the few rules that steer a task's states. Built once a version and shared by all its runs; never changed.
 */
import type { Dag, OnCrash, Task } from "../../shared/model/dag.ts";
import type { TriggerRule } from "../../shared/model/states.ts";

export interface TaskPlan {
  readonly id: string;
  readonly upstream: readonly number[];
  readonly downstream: readonly number[];
  readonly rule: TriggerRule;
  readonly retries: number;
  readonly retryDelayMs: number;
  readonly retryBackoff: "fixed" | "exponential";
  readonly retryMaxDelayMs: number;
  readonly pool: string;
  readonly onCrash: OnCrash;
  /** True when the task does nothing (EmptyTask): it succeeds the moment it may run. */
  readonly isEmpty: boolean;
  readonly enabled: boolean;
}

export interface RunGraph {
  readonly tasks: readonly TaskPlan[];
  readonly indexOf: ReadonlyMap<string, number>;
}

/** Throws RangeError for a dependency on an unknown task: a Dag that was validated has none. */
export function buildRunGraph(dag: Pick<Dag, "tasks">): RunGraph {
  const indexOf = new Map(dag.tasks.map((task, index) => [task.id, index]));
  const upstream = dag.tasks.map((task) => [...new Set(task.deps)].map((dep) => indexOrThrow(indexOf, task.id, dep)));
  const downstream: number[][] = dag.tasks.map(() => []);
  upstream.forEach((parents, index) => parents.forEach((parent) => downstream[parent]?.push(index)));
  const tasks = dag.tasks.map((task, index) => planOf(task, upstream[index] ?? [], downstream[index] ?? []));
  return { tasks, indexOf };
}

function planOf(task: Task, upstream: number[], downstream: number[]): TaskPlan {
  return {
    id: task.id,
    upstream,
    downstream,
    rule: task.triggerRule,
    retries: task.retries,
    retryDelayMs: task.retryDelayMs,
    retryBackoff: task.retryBackoff,
    retryMaxDelayMs: task.retryMaxDelayMs,
    pool: task.pool,
    onCrash: task.onCrash,
    isEmpty: task.kind === "EmptyTask",
    enabled: task.enabled,
  };
}

function indexOrThrow(indexOf: ReadonlyMap<string, number>, taskId: string, dep: string): number {
  const index = indexOf.get(dep);
  if (index === undefined) throw new RangeError(`Task "${taskId}" depends on "${dep}", which does not exist.`);
  return index;
}
