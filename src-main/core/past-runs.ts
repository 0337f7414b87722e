/**
 * `depends_on_past` and `wait_for_downstream`, as Airflow's PrevDagrunDep has them: which tasks of the run before hold a task back. The run
 * before is the nearest one by logical date that was to do the task; where the DAG catches up, runs by hand are passed over. What was skipped
 * there counts as done. The first run of a backfill, and a task that no run before has had, wait for nothing. Pure.
 */
import type { TaskState } from "../../shared/model/states.ts";

export interface PastPlan {
  readonly id: string;
  readonly waitForDownstream: boolean;
  readonly ignoreFirst: boolean;
  /** Ids of the tasks right after it. */
  readonly downstream: readonly string[];
}

export interface PastHolder {
  readonly taskId: string;
  /** Null where the run before does not have the task. */
  readonly state: TaskState | null;
}

export interface RunBefore {
  /** Null where it does not have the task. */
  stateOf(taskId: string): TaskState | null;
  /** Whether any run before has an instance of the task. */
  wasEverThere(taskId: string): boolean;
}

export const isPastDone = (state: TaskState | null): boolean => state === "success" || state === "skipped";

/** Who in the run before holds the task; nobody: it may start. */
export function pastHolders({ id, waitForDownstream, ignoreFirst, downstream }: PastPlan, before: RunBefore): PastHolder[] {
  const state = before.stateOf(id);
  if (state === null) return ignoreFirst && !before.wasEverThere(id) ? [] : [{ taskId: id, state }];
  if (!isPastDone(state)) return [{ taskId: id, state }];
  if (!waitForDownstream) return [];
  return downstream.flatMap((taskId) => {
    const after = before.stateOf(taskId);
    return after === null || isPastDone(after) ? [] : [{ taskId, state: after }];
  });
}
