/** The tries of a run after some of its task instances changed. Pure. */
import type { RunTries, TryTimes } from "../../shared/contract/time.ts";
import type { AttemptState, TaskInstance } from "../../shared/model/run.ts";

/** The same object where nothing is new; null where a try went by unseen between two events, so that they have to be read again. */
export function mergeTries(tries: RunTries, changed: Iterable<TaskInstance>): RunTries | null {
  const at = new Map(tries.tries.map((one, index) => [keyOf(one), index]));
  const next = [...tries.tries];
  let isSame = true;
  for (const instance of changed) {
    const now = tryOf(instance);
    if (now === null) continue;
    const index = at.get(keyOf(now));
    if (index !== undefined) {
      next[index] = now;
    } else {
      const before = now.tryNumber === 1 ? undefined : next[at.get(keyOf({ ...now, tryNumber: now.tryNumber - 1 })) ?? -1];
      if (now.tryNumber > 1 && (before === undefined || before.endedAt === null)) return null;
      at.set(keyOf(now), next.length);
      next.push(now);
    }
    isSame = false;
  }
  return isSame ? tries : { ...tries, tries: next };
}

function keyOf({ taskId, tryNumber }: Pick<TryTimes, "taskId" | "tryNumber">): string {
  return `${tryNumber} ${taskId}`;
}

const states: Partial<Record<TaskInstance["state"], AttemptState>> = { queued: "starting", running: "running", success: "success", failed: "failed", up_for_retry: "failed", interrupted: "interrupted" };

/** Null where the instance says nothing about a try, as before its first, or after a clear. */
function tryOf({ taskId, state, tryNumber, queuedAt, startedAt, endedAt, reason }: TaskInstance): TryTimes | null {
  const own = states[state];
  if (own === undefined || tryNumber === 0 || queuedAt === null) return null;
  return { taskId, tryNumber, state: own, queuedAt, startedAt, endedAt: own === "starting" || own === "running" ? null : endedAt, reason };
}
