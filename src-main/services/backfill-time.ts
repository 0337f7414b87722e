/** How long a run of a DAG, or of some of its tasks, should take by what it took before. */
import type { Dag } from "../../shared/model/dag.ts";
import type { Store } from "../ports/store.ts";

/** Null where nothing has succeeded yet. Of some tasks: the longest chain through them, each as long as it usually takes. */
export function expectedRunMs(store: Pick<Store, "runs" | "tasks">, dag: Dag, tasks: readonly string[] | null): number | null {
  if (tasks === null) return store.runs.typicalMs(dag.id);
  const takes = store.tasks.typicalMs(dag.id, tasks);
  return takes.size === 0 ? null : longestChain(dag, (id) => takes.get(id) ?? 0);
}

/** Iterative, because chains may be long: tasks are taken once all that they depend on is known. */
function longestChain({ tasks }: Dag, takes: (id: string) => number): number {
  const open = new Map(tasks.map(({ id, deps }) => [id, new Set(deps).size]));
  const below = Map.groupBy(tasks.flatMap(({ id, deps }) => [...new Set(deps)].map((dep) => ({ id, dep }))), ({ dep }) => dep);
  const starts = new Map<string, number>();
  const ready = tasks.filter(({ deps }) => deps.length === 0).map(({ id }) => id);
  let longest = 0;
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    const end = (starts.get(id) ?? 0) + takes(id);
    longest = Math.max(longest, end);
    for (const { id: child } of below.get(id) ?? []) {
      starts.set(child, Math.max(starts.get(child) ?? 0, end));
      const left = (open.get(child) ?? 1) - 1;
      open.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  return longest;
}
