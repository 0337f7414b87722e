/**
 * What a task that chooses means for those below it, as Airflow's SkipMixin has it. A BranchTask names the children that are followed; a
 * ShortCircuitTask goes on, or skips its children or all that lies below. The choice stays with the task's record, so that a child that is
 * cleared alone stays skipped. Pure; a choice costs O(tasks below the branch), once a try, and a task without a choosing parent nothing.
 */
import type { RunGraph } from "./run-graph.ts";
import type { TaskRecord } from "./run-image.ts";

/** `branch` follows some children; the other two are short circuits, which skip their children only or all that lies below. */
export type Chooses = "branch" | "children" | "below";

/** A child that also lies below a followed one is followed too: a branch may lead straight to the join. */
export function followedChildren(graph: RunGraph, branch: number, named: readonly string[]): string[] {
  const plan = graph.tasks[branch];
  const children = new Set(plan?.downstream);
  const seen = new Set(named.flatMap((id) => graph.indexOf.get(id) ?? []).filter((index) => children.has(index)));
  if (seen.size > 0 && seen.size < children.size) addBelow(graph, seen);
  return (plan?.downstream ?? []).flatMap((index) => (seen.has(index) ? [graph.tasks[index]?.id ?? ""] : []));
}

/** All tasks below, each once. */
export function tasksBelow(graph: RunGraph, start: number): Set<number> {
  const found = new Set([start]);
  addBelow(graph, found);
  found.delete(start);
  return found;
}

export function tasksAbove(graph: RunGraph, start: number): Set<number> {
  const found = new Set<number>();
  const open = [start];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const parent of graph.tasks[index]?.upstream ?? []) {
      if (found.has(parent)) continue;
      found.add(parent);
      open.push(parent);
    }
  }
  return found;
}

function addBelow(graph: RunGraph, found: Set<number>): void {
  const open = [...found];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const child of graph.tasks[index]?.downstream ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      open.push(child);
    }
  }
}

/** The parent whose choice left this task out; null where none did. */
export function leftOutBy(graph: RunGraph, index: number, recordOf: (parent: number) => TaskRecord): string | null {
  const plan = graph.tasks[index];
  for (const parent of plan?.choosers ?? []) {
    const { state, followed } = recordOf(parent);
    // A short circuit never skips a teardown.
    if (plan?.isTeardown === true && graph.tasks[parent]?.chooses !== "branch") continue;
    if (state === "success" && plan !== undefined && followed?.includes(plan.id) === false) return graph.tasks[parent]?.id ?? "";
  }
  return null;
}
