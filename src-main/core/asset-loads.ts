/**
 * Which tasks of a decision have loaded what they load. Pure, and O(what changed). A mark by hand loads nothing, as in Airflow, nor does an act
 * that is taken back, nor a task that the run was not asked to do; of a mapped task each instance does.
 */
import { instanceAt, isExpanded } from "./mapping.ts";
import { isBypassed, type Decision, type RunImage } from "./run-image.ts";
import type { RunSignal } from "./run-signal.ts";

export interface TaskLoad {
  readonly task: number;
  /** The task as it stands in the DAG: of an instance, the mapped one. */
  readonly planned: number;
  readonly mapIndex: number | null;
  readonly tryNumber: number;
}

export function tasksThatLoaded(image: RunImage, decision: Decision, signal: RunSignal): TaskLoad[] {
  if (signal.kind === "restoreAsked") return [];
  const byHand: readonly number[] = signal.kind === "markAsked" ? signal.tasks : [];
  const loads: TaskLoad[] = [];
  for (const [task, record] of decision.tasks) {
    if (record.state !== "success" || image.tasks[task]?.state === "success" || isExpanded(record) || byHand.includes(task)) continue;
    const instance = instanceAt(image, task);
    const planned = instance?.of ?? task;
    if (instance === null && isBypassed(image, task)) continue;
    loads.push({ task, planned, mapIndex: instance?.mapIndex ?? null, tryNumber: record.tryNumber });
  }
  return loads;
}
