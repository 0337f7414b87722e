/**
 * What the run machine needs to know of a DAG version: tasks by index, both directions of every dependency,
 * and the few rules that steer a task's states. Built once a version and shared by all its runs; never changed.
 */
import type { Dag, OnCrash, Task, WeightRule } from "../../shared/model/dag.ts";
import type { TriggerRule } from "../../shared/model/states.ts";
import { neededSetups } from "../../shared/graph/setup-scopes.ts";
import type { Chooses } from "./branching.ts";

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
  readonly poolSlots: number;
  readonly priorityWeight: number;
  readonly weightRule: WeightRule;
  /** Instances at one time, in all runs and in one; null has no bound. */
  readonly maxActivePerDag: number | null;
  readonly maxActivePerRun: number | null;
  readonly onCrash: OnCrash;
  /** True when the task does nothing (EmptyTask): it succeeds the moment it may run. */
  readonly isEmpty: boolean;
  /** True when a try of it waits without a slot (deferral.ts) instead of running; of a mapped task, those of its instances. */
  readonly isWatch: boolean;
  /** A wait that is over its time skips the task instead of failing it. */
  readonly softFail: boolean;
  /** True when its try makes the expansion, and its instances do the work. */
  readonly isMapped: boolean;
  readonly enabled: boolean;
  readonly isSetup: boolean;
  /** It runs in a run that is being ended, too. */
  readonly isTeardown: boolean;
  /** Of a teardown: its state counts for that of the run. */
  readonly failsRun: boolean;
  /** The setups that it needs, and those of them that do not come right before it. */
  readonly needs: readonly number[];
  readonly farSetups: readonly number[];
  /** Of a setup: tasks further below that need it. */
  readonly farScope: readonly number[];
  /** An earlier run may hold it back (past-runs.ts). */
  readonly dependsOnPast: boolean;
  readonly waitForDownstream: boolean;
  readonly ignoreFirst: boolean;
  /** Null for a task that leaves no child out. */
  readonly chooses: Chooses | null;
  /** Those of its upstream tasks that may leave it out. */
  readonly choosers: readonly number[];
}

export interface RunGraph {
  readonly tasks: readonly TaskPlan[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Tasks that an earlier run may hold back. */
  readonly past: readonly number[];
  readonly teardowns: readonly number[];
}

/** Throws RangeError for a dependency on an unknown task: a Dag that was validated has none. */
export function buildRunGraph(dag: Pick<Dag, "tasks">): RunGraph {
  const indexOf = new Map(dag.tasks.map((task, index) => [task.id, index]));
  const upstream = dag.tasks.map((task) => [...new Set(task.deps)].map((dep) => indexOrThrow(indexOf, task.id, dep)));
  const downstream: number[][] = dag.tasks.map(() => []);
  upstream.forEach((parents, index) => parents.forEach((parent) => downstream[parent]?.push(index)));
  const chooses = dag.tasks.map(choosesOf);
  const needs = neededSetups(dag.tasks.map((task, index) => ({ upstream: upstream[index] ?? [], downstream: downstream[index] ?? [], isSetup: task.setup === true, isTeardown: task.teardown === true })));
  const farScope = new Map<number, number[]>();
  const far = dag.tasks.map((_, index) => needs(index).filter((setup) => upstream[index]?.includes(setup) !== true));
  far.forEach((setups, index) => setups.forEach((setup) => farScope.set(setup, [...(farScope.get(setup) ?? []), index])));
  const tasks = dag.tasks.map((task, index) => {
    const above = upstream[index] ?? [];
    return { ...planOf(task, above, downstream[index] ?? []), chooses: chooses[index] ?? null, choosers: above.filter((parent) => chooses[parent] !== null), needs: needs(index), farSetups: far[index] ?? [], farScope: farScope.get(index) ?? [] };
  });
  return { tasks, indexOf, past: tasks.flatMap(({ dependsOnPast }, index) => (dependsOnPast ? [index] : [])), teardowns: tasks.flatMap(({ isTeardown }, index) => (isTeardown ? [index] : [])) };
}

function choosesOf(task: Task): Chooses | null {
  // Its instances could each choose otherwise.
  if (task.expand !== undefined) return null;
  if (task.kind === "BranchTask") return "branch";
  if (task.kind !== "ShortCircuitTask") return null;
  return task.ignoreDownstreamTriggerRules ? "below" : "children";
}

function planOf(task: Task, upstream: number[], downstream: number[]): Omit<TaskPlan, "chooses" | "choosers" | "needs" | "farSetups" | "farScope"> {
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
    poolSlots: task.poolSlots ?? 1,
    priorityWeight: task.priorityWeight ?? 1,
    weightRule: task.weightRule ?? "downstream",
    maxActivePerDag: task.maxActiveTisPerDag ?? null,
    maxActivePerRun: task.maxActiveTisPerDagrun ?? null,
    onCrash: task.onCrash,
    isEmpty: task.kind === "EmptyTask",
    isWatch: task.kind === "SensorTask" || task.kind === "TriggerDagTask",
    softFail: task.kind === "SensorTask" && task.softFail,
    isMapped: task.expand !== undefined,
    enabled: task.enabled,
    isSetup: task.setup === true,
    isTeardown: task.teardown === true,
    failsRun: task.onFailureFailDagrun === true,
    dependsOnPast: task.dependsOnPast === true,
    waitForDownstream: task.waitForDownstream === true,
    ignoreFirst: task.ignoreFirstDependsOnPast !== false,
  };
}

function indexOrThrow(indexOf: ReadonlyMap<string, number>, taskId: string, dep: string): number {
  const index = indexOf.get(dep);
  if (index === undefined) throw new RangeError(`Task "${taskId}" depends on "${dep}", which does not exist.`);
  return index;
}
