/** Records of tasks and runs as they become when they end, are marked or go on. Pure. */
import type { TaskState, TriggerRule } from "../../shared/model/states.ts";
import type { RunRecord, TaskRecord } from "./run-image.ts";

export const badEnds: ReadonlySet<TaskState> = new Set(["failed", "upstream_failed", "interrupted"]);
/** Nothing of it is at work, and it has not ended. */
export const isIdle = (state: TaskState): boolean => state === "none" || state === "scheduled" || state === "up_for_retry";
export const isOver = ({ state }: RunRecord): boolean => state === "success" || state === "failed";

export function ended(task: TaskRecord, state: TaskState, at: number, reason: string | null): TaskRecord {
  return { ...task, state, endedAt: at, retryAt: null, reason };
}

export const mayMark = (state: TaskState): boolean => state !== "queued" && state !== "running" && state !== "removed";

/** What has run keeps its end: a mark, or a retry that is given up, says otherwise how it ended, not when. */
export function marked(task: TaskRecord, state: TaskState, at: number, reason: string): TaskRecord {
  return ended(task, state, (task.startedAt === null ? null : task.endedAt) ?? at, reason);
}

/** A run that was over starts anew. */
export function reopened(run: RunRecord, at: number): RunRecord {
  return { ...run, state: "running", endedAt: null, reason: run.cancelling ? run.reason : null, startedAt: isOver(run) ? at : (run.startedAt ?? at) };
}

/** The other rules also skip a task when everything before it ended well. */
export function whySkipped(rule: TriggerRule): string {
  return rule === "all_success" || rule === "none_skipped" ? "upstream was skipped" : `its trigger rule ${rule} was not met`;
}

export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Task index ${index} is outside of the run's ${items.length} tasks.`);
  return item;
}
