/** The state of what stands for many in a run, a group or a mapped task: the worst of them, and how many are in which. Pure. */
import { countInstances, type InstanceCounts } from "../../../shared/model/map-instance.ts";
import type { TaskState } from "../../../shared/model/states.ts";
import type { TaskStatus } from "../task-status.ts";
import type { GroupFacts } from "./fold-graph.ts";

export interface GroupStatus extends TaskStatus {
  /** The worst first. */
  readonly counts: readonly (readonly [state: TaskState, count: number])[];
  /** Of a mapped task: how many of its instances have ended. */
  readonly instances?: InstanceCounts;
}

/** What a person must look at first comes first; then what still moves; then what waits; what is settled comes last. */
export const worstStatesFirst: readonly TaskState[] = ["failed", "interrupted", "upstream_failed", "up_for_retry", "up_for_reschedule", "running", "deferred", "queued", "scheduled", "none", "success", "skipped", "removed"];

/** Null before the first run, and for a group without tasks. */
export function groupStatus(group: GroupFacts, statusesOf: (taskId: string) => readonly TaskStatus[]): GroupStatus | null {
  return statusOfMany(group.id, group.tasks.flatMap(statusesOf));
}

/** What stands for several tasks on one node. Null of none. */
function statusOfMany(id: string, statuses: readonly TaskStatus[]): GroupStatus | null {
  if (statuses.length === 0) return null;
  const found = new Map<TaskState, number>();
  for (const { state } of statuses) found.set(state, (found.get(state) ?? 0) + 1);
  const counts = [...found].toSorted(([a], [b]) => rank(a) - rank(b));
  const starts = statuses.flatMap(({ startedAt }) => startedAt ?? []);
  const isOver = statuses.every(({ startedAt, endedAt }) => startedAt === null || endedAt !== null);
  return {
    taskId: id,
    state: counts[0]?.[0] ?? "none",
    tryNumber: 1,
    maxTries: 1,
    startedAt: starts.length === 0 ? null : Math.min(...starts),
    endedAt: isOver && starts.length > 0 ? Math.max(...statuses.map(({ endedAt }) => endedAt ?? 0)) : null,
    counts,
  };
}

/** By group, and by each mapped task that has its instances. */
export function statusesOfMany(groups: Iterable<GroupFacts>, instances: readonly TaskStatus[]): GroupStatus[] {
  const known = new Map(instances.map((instance) => [instance.taskId, [instance]]));
  const mapped = instances.flatMap((instance) => mappedStatus(instance) ?? []);
  return [...mapped, ...[...groups].flatMap((group) => groupStatus(group, (id) => known.get(id) ?? []) ?? [])];
}

/** A mapped task has a state of its own beside those of its instances. Null before its expansion. */
function mappedStatus(task: TaskStatus): GroupStatus | null {
  return task.mapped === undefined ? null : { ...task, counts: sortedCounts(task.mapped), instances: countInstances(task.mapped) };
}

/** The worst first. */
export function sortedCounts(mapped: NonNullable<TaskStatus["mapped"]>): GroupStatus["counts"] {
  return worstStatesFirst.flatMap((state) => (mapped[state] === undefined ? [] : [[state, mapped[state]] as const]));
}

function rank(state: TaskState): number {
  const at = worstStatesFirst.indexOf(state);
  return at < 0 ? worstStatesFirst.length : at;
}

export function isSameGroupStatus(a: GroupStatus, b: GroupStatus): boolean {
  return a.startedAt === b.startedAt && a.endedAt === b.endedAt && JSON.stringify(a.counts) === JSON.stringify(b.counts);
}
