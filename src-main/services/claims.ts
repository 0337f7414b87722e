/** What a task asks for before it may run: slots of its pool, its place among others, and the bounds it counts towards. */
import { instanceAt } from "../core/mapping.ts";
import { effectivePriorities } from "../core/priority.ts";
import type { RunGraph } from "../core/run-graph.ts";
import type { TaskRecord } from "../core/run-image.ts";
import type { LimitName } from "../../shared/contract/waiting.ts";
import type { ActiveRun } from "./images.ts";

export interface Limit {
  readonly name: LimitName;
  /** Equal for all that share the bound. */
  readonly key: string;
  readonly bound: number;
  /** The newest version that was seen says what the bound is. */
  readonly version: number;
}

export interface Claim {
  readonly pool: string;
  /** It may take the slots that are kept for DAGs that somebody waits for. */
  readonly isFast: boolean;
  /** How many slots of the pool. */
  readonly width: number;
  readonly priority: number;
  /** Since when it might run: who has waited longer goes first. */
  readonly since: number;
  readonly limits: readonly Limit[];
}

export class Claims {
  /** Reckoned when a task of the version first asks, because a look at a run needs none of it. */
  readonly #priorities = new WeakMap<RunGraph, readonly number[]>();

  /** An instance of a mapped task asks for what the task does. */
  of({ row, version, image }: ActiveRun, asked: number, record: TaskRecord | undefined): Claim {
    const { graph } = image;
    const index = instanceAt(image, asked)?.of ?? asked;
    const plan = graph.tasks[index];
    return {
      pool: plan?.pool ?? "default",
      isFast: version.dag.latencySensitive === true,
      width: plan?.poolSlots ?? 1,
      priority: this.#prioritiesOf(graph)[index] ?? 0,
      since: record?.scheduledAt ?? 0,
      limits: limitsOf({ run: row.key, dagId: row.dagId, taskId: plan?.id ?? "", version: row.versionId, perRun: version.dag.maxActiveTasks ?? null, taskPerDag: plan?.maxActivePerDag ?? null, taskPerRun: plan?.maxActivePerRun ?? null }),
    };
  }

  #prioritiesOf(graph: RunGraph): readonly number[] {
    const known = this.#priorities.get(graph) ?? effectivePriorities(graph.tasks);
    this.#priorities.set(graph, known);
    return known;
  }
}

interface Bounds {
  readonly run: number;
  readonly dagId: string;
  readonly taskId: string;
  readonly version: number;
  readonly perRun: number | null;
  readonly taskPerDag: number | null;
  readonly taskPerRun: number | null;
}

function limitsOf({ run, dagId, taskId, version, perRun, taskPerDag, taskPerRun }: Bounds): Limit[] {
  return [
    ...(perRun === null ? [] : [{ name: "max_active_tasks" as const, key: `run ${run}`, bound: perRun, version }]),
    ...(taskPerDag === null ? [] : [{ name: "max_active_tis_per_dag" as const, key: `task ${JSON.stringify([dagId, taskId])}`, bound: taskPerDag, version }]),
    ...(taskPerRun === null ? [] : [{ name: "max_active_tis_per_dagrun" as const, key: `task ${run} ${taskId}`, bound: taskPerRun, version }]),
  ];
}
