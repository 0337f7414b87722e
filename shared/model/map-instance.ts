/** Instances of mapped tasks: how one is named, and how many of them are in which state. Pure. */
import type { TaskInstance } from "./run.ts";
import { isFinished, TaskState } from "./states.ts";

/** `load[3]`: the fourth instance of `load`. */
export const instanceId = (taskId: string, mapIndex: number): string => `${taskId}[${mapIndex}]`;

export interface InstanceName {
  /** The mapped task. */
  readonly taskId: string;
  readonly mapIndex: number;
}

/** Null for what is not named as an instance. */
export function readInstanceId(id: string): InstanceName | null {
  const [, taskId, index] = /^(.+)\[(\d{1,9})\]$/s.exec(id) ?? [];
  return taskId === undefined || index === undefined ? null : { taskId, mapIndex: Number(index) };
}

export interface InstanceCounts {
  readonly total: number;
  /** Those that have ended, in whatever state. */
  readonly done: number;
}

export function countInstances(mapped: NonNullable<TaskInstance["mapped"]>): InstanceCounts {
  let total = 0;
  let done = 0;
  for (const state of TaskState.options) {
    const count = mapped[state] ?? 0;
    total += count;
    if (isFinished(state)) done += count;
  }
  return { total, done };
}

/** `[37/40]`: how many of how many have ended. */
export function instanceMark({ done, total }: InstanceCounts): string {
  return `[${done}/${total}]`;
}
