/** Everything before or after some tasks of a run's graph. Iterative: chains may be long. */
import type { RunGraph } from "../core/run-graph.ts";

type Neighbours = { readonly tasks: RunGraph["tasks"] };

export function below(graph: Neighbours, start: readonly number[]): Set<number> {
  return walk(start, (index) => graph.tasks[index]?.downstream ?? []);
}

export function above(graph: Neighbours, start: readonly number[]): Set<number> {
  return walk(start, (index) => graph.tasks[index]?.upstream ?? []);
}

function walk(start: readonly number[], next: (index: number) => readonly number[]): Set<number> {
  const seen = new Set<number>();
  const open = [...start];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const other of next(index)) {
      if (seen.has(other)) continue;
      seen.add(other);
      open.push(other);
    }
  }
  return seen;
}
