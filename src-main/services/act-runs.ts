/** Which runs an act is about, each once, with the tasks that any of its targets names of it. */
import type { RunRow } from "../ports/store.ts";

export interface FoundTarget {
  readonly row: RunRow;
  /** Absent for all tasks of the run. */
  readonly taskIds: readonly string[] | undefined;
}

export interface RunReach {
  readonly past?: boolean | undefined;
  readonly future?: boolean | undefined;
}

export interface ReachParts {
  /** The nearest first. */
  readonly beside: (run: RunRow, where: "before" | "after", limit: number) => readonly RunRow[];
  readonly most: number;
  readonly pause: () => Promise<unknown>;
}

/** Targets first, then earlier and later runs, the nearest first. `isCut`: there are more runs than one act may touch. */
export async function runsOfAct(found: readonly FoundTarget[], { past, future }: RunReach, { beside, most, pause }: ReachParts): Promise<{ wanted: FoundTarget[]; isCut: boolean }> {
  const wanted = new Map<number, { readonly row: RunRow; tasks: Set<string> | null }>();
  let isCut = false;
  const want = (row: RunRow, taskIds: readonly string[] | undefined): void => {
    const known = wanted.get(row.key);
    if (known !== undefined) known.tasks = taskIds === undefined || known.tasks === null ? null : withAll(known.tasks, taskIds);
    else if (wanted.size >= most) isCut = true;
    else wanted.set(row.key, { row, tasks: taskIds === undefined ? null : new Set(taskIds) });
  };
  for (const { row, taskIds } of found) want(row, taskIds);
  const sides = [...(past === true ? (["before"] as const) : []), ...(future === true ? (["after"] as const) : [])];
  for (const group of Map.groupBy(found, ({ row, taskIds }) => JSON.stringify([row.dagId, taskIds])).values()) {
    for (const where of sides) {
      const { row, taskIds } = group.reduce((one, other) => (isFurther(where, one.row, other.row) ? one : other));
      for (const other of beside(row, where, most)) want(other, taskIds);
      await pause();
    }
  }
  return { wanted: [...wanted.values()].map(({ row, tasks }) => ({ row, taskIds: tasks === null ? undefined : [...tasks] })), isCut };
}

function withAll(tasks: Set<string>, more: readonly string[]): Set<string> {
  for (const id of more) tasks.add(id);
  return tasks;
}

/** Beside this one lie all that lie beside the other, which does the same to the same tasks. */
function isFurther(where: "before" | "after", one: RunRow, other: RunRow): boolean {
  const order = (one.logicalDate ?? one.queuedAt) - (other.logicalDate ?? other.queuedAt) || one.key - other.key;
  return where === "after" ? order <= 0 : order >= 0;
}
