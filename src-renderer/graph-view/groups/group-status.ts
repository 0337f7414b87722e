/** The state of what stands for many in a run, a group or a mapped task: the worst of them, and how many are in which. Pure. */
import type { TaskState } from "../../../shared/model/states.ts";
import type { TaskStatus } from "../task-status.ts";
import type { GroupFacts } from "./fold-graph.ts";

export interface GroupStatus extends TaskStatus {
  /** The worst first. */
  readonly counts: readonly (readonly [state: TaskState, count: number])[];
}

/** What a person must look at first comes first; then what still moves; then what waits; what is settled comes last. */
export const worstStatesFirst: readonly TaskState[] = ["failed", "interrupted", "upstream_failed", "up_for_retry", "up_for_reschedule", "running", "deferred", "queued", "scheduled", "none", "success", "skipped", "removed"];

/** Null before the first run, and for a group without tasks. */
export function groupStatus(group: GroupFacts, statusesOf: (taskId: string) => readonly TaskStatus[]): GroupStatus | null {
  return statusOfMany(group.id, group.tasks.flatMap(statusesOf));
}

/** What stands for several on one node: the tasks of a group, the instances of a mapped task. Null of none. */
export function statusOfMany(id: string, statuses: readonly TaskStatus[]): GroupStatus | null {
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

/** By group, and by each task that has more than one instance. */
export function statusesOfMany(groups: Iterable<GroupFacts>, instances: readonly TaskStatus[]): GroupStatus[] {
  const known = new Map<string, TaskStatus[]>();
  for (const instance of instances) {
    const others = known.get(instance.taskId);
    if (others === undefined) known.set(instance.taskId, [instance]);
    else others.push(instance);
  }
  const mapped = [...known].flatMap(([id, all]) => (all.length > 1 ? (statusOfMany(id, all) ?? []) : []));
  return [...mapped, ...[...groups].flatMap((group) => groupStatus(group, (id) => known.get(id) ?? []) ?? [])];
}

function rank(state: TaskState): number {
  const at = worstStatesFirst.indexOf(state);
  return at < 0 ? worstStatesFirst.length : at;
}

export function isSameGroupStatus(a: GroupStatus, b: GroupStatus): boolean {
  return a.startedAt === b.startedAt && a.endedAt === b.endedAt && JSON.stringify(a.counts) === JSON.stringify(b.counts);
}
