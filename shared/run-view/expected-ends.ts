/** When tasks and slots should be free, by how long such tasks took before. Pure. */
import type { WaitHolder } from "../contract/waiting.ts";
import { isFinished } from "../model/states.ts";
import type { WaitFacts, WaitTask } from "./explain-wait.ts";

/**
 * When each of these tasks should end, null where a task on the way to it never ended well before. Waiting for slots is not in it.
 * A task that runs longer than usual should have ended already: its end lies in the past.
 */
export function expectedEnds({ tasks, typicalMs, at }: Pick<WaitFacts, "tasks" | "typicalMs" | "at">, ids: readonly string[]): ReadonlyMap<string, number | null> {
  const ends = new Map<string, number | null>();
  const seen = new Set<string>();
  const open = [...ids];
  for (let id = open.at(-1); id !== undefined; id = open.at(-1)) {
    const task = tasks.get(id);
    // What was seen is on its way already, or stands in a circle that no sound DAG has.
    const before = task === undefined || seen.has(id) || hasBegun(task) ? [] : task.deps.filter((dep) => tasks.has(dep) && !seen.has(dep));
    seen.add(id);
    if (before.length > 0) open.push(...before);
    else {
      open.pop();
      if (!ends.has(id)) ends.set(id, task === undefined ? null : endOf(task, { ends, typicalMs, at }));
    }
  }
  return ends;
}

function hasBegun({ state, isEnabled, isChosen }: WaitTask): boolean {
  return isFinished(state) || state === "running" || !isEnabled || !isChosen;
}

interface Context {
  readonly ends: ReadonlyMap<string, number | null>;
  readonly typicalMs: ReadonlyMap<string, number>;
  readonly at: number;
}

function endOf(task: WaitTask, { ends, typicalMs, at }: Context): number | null {
  if (isFinished(task.state)) return task.endedAt ?? at;
  if (!task.isEnabled || !task.isChosen) return at;
  const takes = typicalMs.get(task.id);
  if (takes === undefined) return null;
  if (task.state === "running") return (task.startedAt ?? at) + takes;
  let from = Math.max(at, task.retryAt ?? at);
  for (const dep of task.deps) {
    const end = ends.get(dep);
    if (end === null) return null;
    if (end !== undefined) from = Math.max(from, end);
  }
  return from + takes;
}

export interface SlotsTaken {
  readonly holder: WaitHolder;
  readonly slots: number;
}

/** When at most `mayStay` slots are still taken; now when that is so, null when too few of the holders' ends can be told. */
export function slotsFreeAt(taken: readonly SlotsTaken[], mayStay: number, now: number): number | null {
  let left = taken.reduce((sum, { slots }) => sum + slots, 0);
  if (left <= mayStay) return now;
  const known = taken.flatMap(({ holder: { expectedEnd }, slots }) => (expectedEnd === null ? [] : [{ end: expectedEnd, slots }])).toSorted((a, b) => a.end - b.end);
  for (const { end, slots } of known) {
    left -= slots;
    if (left <= mayStay) return end;
  }
  return null;
}

/** When a slot is free for one that `ahead` others precede. */
export function slotFreeAt(holders: readonly WaitHolder[], limit: number, ahead: number, now: number): number | null {
  return slotsFreeAt(holders.map((holder) => ({ holder, slots: 1 })), limit - 1 - ahead, now);
}
