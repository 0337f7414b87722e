/** Questions about reach: what lies before or behind a task. The tasks asked about are not part of the answer. */
import { buildGraph, idsAt, placesOf, type GraphNode } from "./graph.ts";

export type Direction = "upstream" | "downstream";

/** Everything that depends on the task, directly or through others, in file order. */
export function descendants(tasks: readonly GraphNode[], id: string): string[] {
  return reachable(tasks, [id], "downstream");
}

/** Everything the task depends on, directly or through others, in file order. */
export function ancestors(tasks: readonly GraphNode[], id: string): string[] {
  return reachable(tasks, [id], "upstream");
}

/** What can be reached from these tasks, they themselves only if another of them (or a cycle) leads there. */
export function reachable(tasks: readonly GraphNode[], from: Iterable<string>, direction: Direction): string[] {
  const graph = buildGraph(tasks);
  const edges = graph[direction];
  const seen = new Set<number>();
  const stack = placesOf(graph.indexOf, from);
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    for (const next of edges[place] ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      stack.push(next);
    }
  }
  return idsAt(graph, [...seen].sort((a, b) => a - b));
}
