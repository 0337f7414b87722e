/** Finds the cycles of a DAG that is none: one for each tangle of tasks that all lead to each other, as short as can be. */
import { buildGraph, idsAt, type Graph, type GraphNode } from "./graph.ts";

/**
 * One path for each group of tasks that wait for each other. It goes from dependency to dependant, starts with the
 * group's first task in the file and repeats it at the end: `["a", "b", "c", "a"]`. It is the shortest through that task.
 */
export function findCycles(tasks: readonly GraphNode[]): string[][] {
  const graph = buildGraph(tasks);
  const found: { first: number; path: number[] }[] = [];
  for (const group of tangles(graph)) {
    const first = group.reduce((least, place) => Math.min(least, place));
    if (group.length === 1 && !graph.downstream[first]?.includes(first)) continue;
    found.push({ first, path: shortestLoop(graph, first, new Set(group)) });
  }
  return found.sort((a, b) => a.first - b.first).map(({ path }) => idsAt(graph, path));
}

/** Tarjan's strongly connected components with an explicit stack. */
function tangles(graph: Graph): number[][] {
  const number = new Map<number, number>();
  const low = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const groups: number[][] = [];
  const lower = (place: number, to: number): unknown => low.set(place, Math.min(low.get(place) ?? to, to));
  const enter = (place: number): { place: number; edge: number } => {
    number.set(place, number.size);
    low.set(place, number.size - 1);
    open.push(place);
    isOpen.add(place);
    return { place, edge: 0 };
  };
  for (let root = 0; root < graph.ids.length; root += 1) {
    if (number.has(root)) continue;
    const stack = [enter(root)];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const next = graph.downstream[frame.place]?.[frame.edge];
      frame.edge += 1;
      if (next === undefined) {
        stack.pop();
        const parent = stack.at(-1);
        if (parent) lower(parent.place, low.get(frame.place) ?? Infinity);
        if (low.get(frame.place) === number.get(frame.place)) groups.push(close(open, isOpen, frame.place));
      } else if (!number.has(next)) stack.push(enter(next));
      else if (isOpen.has(next)) lower(frame.place, number.get(next) ?? Infinity);
    }
  }
  return groups;
}

function close(open: number[], isOpen: Set<number>, until: number): number[] {
  const group = open.splice(open.lastIndexOf(until));
  for (const place of group) isOpen.delete(place);
  return group;
}

/** Breadth first from the task back to itself, inside its group. */
function shortestLoop(graph: Graph, start: number, group: ReadonlySet<number>): number[] {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const place of queue) {
    for (const next of graph.downstream[place] ?? []) {
      if (next === start) return pathBack(cameFrom, start, place);
      if (!group.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, place);
      queue.push(next);
    }
  }
  return [start, start];
}

function pathBack(cameFrom: ReadonlyMap<number, number>, start: number, end: number): number[] {
  const path = [start];
  for (let place: number | undefined = end; place !== undefined && place !== start; place = cameFrom.get(place)) path.push(place);
  return [...path, start].reverse();
}
