/** Runs and task instances for the tests of this folder. */
import type { RunSummary, TaskInstance } from "../../shared/model/run.ts";

export function run(runId: string, queuedAt: number, change: Partial<RunSummary> = {}): RunSummary {
  return {
    dagId: "a",
    runId,
    state: "running",
    runType: "manual",
    logicalDate: null,
    dataIntervalStart: null,
    dataIntervalEnd: null,
    conf: {},
    params: {},
    dagVersion: 1,
    queuedAt,
    startedAt: queuedAt,
    endedAt: null,
    reason: null,
    ...change,
  };
}

export function task(taskId: string, state: TaskInstance["state"]): TaskInstance {
  return { taskId, state, tryNumber: 1, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null, rowsLoaded: null };
}
