/** When each task of a run was decided on, queued, started and ended. A mapped task has several instances and one answer. Pure. */
import type { TaskInstance } from "../model/run.ts";
import { isFinished } from "../model/states.ts";

/** The part of a task instance that the views of time read. Instants are epoch milliseconds. */
export type TimedInstance = Pick<TaskInstance, "taskId" | "state" | "tryNumber" | "scheduledAt" | "queuedAt" | "startedAt" | "endedAt">;

/** By task: its one instance, or what several come to: from the first start to the last end, which is open while one is not finished. */
export function timesByTask<T extends TimedInstance>(instances: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const instance of instances) {
    const other = found.get(instance.taskId);
    found.set(instance.taskId, other === undefined ? instance : together(other, instance));
  }
  return found;
}

function together<T extends TimedInstance>(one: T, other: T): T {
  const [first, second] = (one.startedAt ?? Infinity) <= (other.startedAt ?? Infinity) ? [one, other] : [other, one];
  const open = [one, other].find(({ state }) => !isFinished(state));
  const endedAt = open === undefined ? Math.max(one.endedAt ?? -Infinity, other.endedAt ?? -Infinity) : null;
  return { ...first, state: open?.state ?? first.state, tryNumber: Math.max(first.tryNumber, second.tryNumber), endedAt: endedAt === -Infinity ? null : endedAt };
}
