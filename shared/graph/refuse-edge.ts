/**
 * Why a new edge is refused, in words for the person who is about to draw it. The same three reasons as in the file:
 * a task after itself, a dependency that is there already, and a circle, which is named task by task.
 */
import { buildGraph, idsAt, type GraphNode } from "./graph.ts";

export interface EdgeRefusal {
  readonly reason: "self" | "duplicate" | "cycle";
  /** For a circle: from dependency to dependant, the first repeated at the end. */
  readonly path: readonly string[];
  readonly message: string;
}

const mostNamed = 8;

/** Null when `to` may depend on `from`. The answerer is made once per graph and asked on every move of the pointer. */
export function edgeJudge(tasks: readonly GraphNode[]): (from: string, to: string) => EdgeRefusal | null {
  const graph = buildGraph(tasks);
  return (from, to) => {
    if (from === to) return { reason: "self", path: [from, from], message: `${from} cannot come after itself.` };
    const source = graph.indexOf.get(from);
    const target = graph.indexOf.get(to);
    if (source === undefined || target === undefined) return null;
    if (graph.upstream[target]?.includes(source) === true) return { reason: "duplicate", path: [from, to], message: `${to} comes after ${from} already.` };
    const way = shortestWay(graph.downstream, target, source);
    if (way === null) return null;
    const path = [...idsAt(graph, way), to];
    return { reason: "cycle", path, message: `That would close a circle: ${named(path)}.` };
  };
}

/** Breadth first along the edges; both ends included. */
function shortestWay(next: readonly (readonly number[])[], start: number, goal: number): number[] | null {
  const cameFrom = new Map<number, number>([[start, -1]]);
  const queue = [start];
  for (const place of queue) {
    if (place === goal) return wayBack(cameFrom, goal);
    for (const neighbour of next[place] ?? []) {
      if (cameFrom.has(neighbour)) continue;
      cameFrom.set(neighbour, place);
      queue.push(neighbour);
    }
  }
  return null;
}

function wayBack(cameFrom: ReadonlyMap<number, number>, goal: number): number[] {
  const way: number[] = [];
  for (let place = goal; place !== -1; place = cameFrom.get(place) ?? -1) way.push(place);
  return way.reverse();
}

function named(path: readonly string[]): string {
  if (path.length <= mostNamed) return path.join(" → ");
  return [...path.slice(0, 4), `… ${path.length - 7} more …`, ...path.slice(-3)].join(" → ");
}
