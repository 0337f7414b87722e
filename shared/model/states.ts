/**
 * The states of runs and task instances, in Airflow's words, plus our honest `interrupted`
 * (the outcome is unknown and is never guessed).
 */
import { z } from "zod";

export const RunState = z.enum(["queued", "running", "success", "failed"]);
export type RunState = z.infer<typeof RunState>;

export const TaskState = z.enum([
  "none",
  "scheduled",
  "queued",
  "running",
  "success",
  "failed",
  "up_for_retry",
  "up_for_reschedule",
  "deferred",
  "upstream_failed",
  "skipped",
  "removed",
  "interrupted",
]);
export type TaskState = z.infer<typeof TaskState>;

const finishedStates: ReadonlySet<TaskState> = new Set([
  "success",
  "failed",
  "upstream_failed",
  "skipped",
  "removed",
  "interrupted",
]);

/** True when the task instance will not change again by itself. */
export function isFinished(state: TaskState): boolean {
  return finishedStates.has(state);
}

/** True when the run will not change again by itself. */
export function isRunFinished(state: RunState): boolean {
  return state === "success" || state === "failed";
}

export const TriggerRule = z.enum([
  "all_success",
  "all_failed",
  "all_done",
  "all_done_min_one_success",
  "all_done_setup_success",
  "one_success",
  "one_failed",
  "one_done",
  "none_failed",
  "none_failed_min_one_success",
  "none_skipped",
  "all_skipped",
  "always",
]);
export type TriggerRule = z.infer<typeof TriggerRule>;

export const RunType = z.enum(["manual", "scheduled", "asset_triggered", "backfill", "try"]);
export type RunType = z.infer<typeof RunType>;
