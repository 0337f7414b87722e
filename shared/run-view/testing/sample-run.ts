/** A run with every way a task can go, for the tests of this folder. Instants are seconds after the run was queued, times 1000. */
import type { RunTries, TryTimes } from "../../contract/time.ts";
import type { TaskInstance } from "../../model/run.ts";
import type { HistoryFacts } from "../task-history.ts";

export function instance(taskId: string, state: TaskInstance["state"], change: Partial<TaskInstance> = {}): TaskInstance {
  return { taskId, state, tryNumber: 0, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null, rowsLoaded: null, ...change };
}

export function tried(taskId: string, tryNumber: number, state: TryTimes["state"], [queuedAt, startedAt, endedAt]: readonly [number, number | null, number | null]): TryTimes {
  return { taskId, tryNumber, state, queuedAt, startedAt, endedAt, reason: state === "failed" ? "exit code 1" : null };
}

/**
 * load 1–5 s; clean after it fails once at 8 s and is tried again from 18 s (delay 10 s), done at 20 s; report never ran, since it was skipped
 * at 20 s; end is an empty task.
 */
export function sampleFacts(): HistoryFacts {
  const tries: RunTries = {
    tries: [tried("load", 1, "success", [1000, 1500, 5000]), tried("clean", 1, "failed", [5200, 6000, 8000]), tried("clean", 2, "success", [18_100, 18_500, 20_000])],
    retries: { clean: 1 },
  };
  return {
    run: { queuedAt: 0, startedAt: 500 },
    tasks: [
      { id: "load", deps: [] },
      { id: "clean", deps: ["load"] },
      { id: "report", deps: ["clean"] },
      { id: "end", deps: ["clean"] },
    ],
    instances: [
      instance("load", "success", { tryNumber: 1, scheduledAt: 500, queuedAt: 1000, startedAt: 1500, endedAt: 5000 }),
      instance("clean", "success", { tryNumber: 2, maxTries: 2, scheduledAt: 18_000, queuedAt: 18_100, startedAt: 18_500, endedAt: 20_000 }),
      instance("report", "skipped", { endedAt: 20_000, reason: "upstream was skipped" }),
      instance("end", "success", { tryNumber: 1, scheduledAt: 20_000, queuedAt: 20_000, startedAt: 20_000, endedAt: 20_000 }),
    ],
    tries,
  };
}
