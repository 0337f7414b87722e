/** Instances of tasks for the tests of this folder. */
import type { AwaitedInstance } from "../forecast.ts";

/** `[scheduled, queued, started, ended]`, as far as it came. */
export function ran(taskId: string, instants: readonly (number | null)[], change: Partial<AwaitedInstance> = {}): AwaitedInstance {
  const [scheduledAt = null, queuedAt = null, startedAt = null, endedAt = null] = instants;
  const state = endedAt !== null ? "success" : startedAt !== null ? "running" : queuedAt !== null ? "queued" : scheduledAt !== null ? "scheduled" : "none";
  return { taskId, state, tryNumber: startedAt === null ? 0 : 1, scheduledAt, queuedAt, startedAt, endedAt, retryAt: null, ...change };
}
