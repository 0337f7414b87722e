/** The state of a group in a run: the worst of its tasks, and how many are in which. Pure. */
import type { TaskState } from "../../../shared/model/states.ts";
import type { TaskStatus } from "../task-status.ts";
import type { GroupFacts } from "./fold-graph.ts";

export interface GroupStatus extends TaskStatus {
  /** The worst first. */
  readonly counts: readonly (readonly [state: TaskState, count: number])[];
}

/** What a person must look at first comes first; then what still moves; then what waits; what is settled comes last. */
const worstFirst: readonly TaskState[] = ["failed", "interrupted", "upstream_failed", "up_for_retry", "up_for_reschedule", "running", "deferred", "queued", "scheduled", "none", "success", "skipped", "removed"];

/** Null before the first run, and for a group without tasks. */
export function groupStatus(group: GroupFacts, statusOf: (taskId: string) => TaskStatus | undefined): GroupStatus | null {
  const statuses = group.tasks.flatMap((id) => statusOf(id) ?? []);
  if (statuses.length === 0) return null;
  const found = new Map<TaskState, number>();
  for (const { state } of statuses) found.set(state, (found.get(state) ?? 0) + 1);
  const counts = [...found].toSorted(([a], [b]) => rank(a) - rank(b));
  const starts = statuses.flatMap(({ startedAt }) => startedAt ?? []);
  const isOver = statuses.every(({ startedAt, endedAt }) => startedAt === null || endedAt !== null);
  return {
    taskId: group.id,
    state: counts[0]?.[0] ?? "none",
    tryNumber: 1,
    maxTries: 1,
    startedAt: starts.length === 0 ? null : Math.min(...starts),
    endedAt: isOver && starts.length > 0 ? Math.max(...statuses.map(({ endedAt }) => endedAt ?? 0)) : null,
    counts,
  };
}

function rank(state: TaskState): number {
  const at = worstFirst.indexOf(state);
  return at < 0 ? worstFirst.length : at;
}

export function isSameGroupStatus(a: GroupStatus, b: GroupStatus): boolean {
  return a.startedAt === b.startedAt && a.endedAt === b.endedAt && JSON.stringify(a.counts) === JSON.stringify(b.counts);
}
