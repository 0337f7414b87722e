/** Questions about order: which task comes first, in which layer it stands, and which chain takes longest. */
import { buildGraph, idsAt, type Graph, type GraphNode } from "./graph.ts";

/**
 * Every task after all it depends on; among those that are free, file order. Tasks on a cycle, and those behind one,
 * have no such place and are left out: ask `findCycles` about them.
 */
export function topologicalOrder(tasks: readonly GraphNode[]): string[] {
  const graph = buildGraph(tasks);
  return idsAt(graph, orderOf(graph));
}

/**
 * The tasks by their longest distance from a task without dependencies: layer 0 first, file order within a layer.
 * Tasks on or behind a cycle are left out.
 */
export function layersOf(tasks: readonly GraphNode[]): string[][] {
  const graph = buildGraph(tasks);
  const depth = new Map<number, number>();
  const layers: number[][] = [];
  for (const place of orderOf(graph)) {
    let layer = 0;
    for (const dep of graph.upstream[place] ?? []) layer = Math.max(layer, (depth.get(dep) ?? 0) + 1);
    depth.set(place, layer);
    (layers[layer] ??= []).push(place);
  }
  return layers.map((layer) => idsAt(graph, layer.sort((a, b) => a - b)));
}

export type CriticalPath = { path: string[]; duration: number };

/**
 * The chain of dependencies with the greatest sum of durations, first task first. `durationOf` may answer 0 but not less.
 * Between equal chains the one found first in file order wins. Tasks on or behind a cycle are left out.
 */
export function criticalPath<T extends GraphNode>(tasks: readonly T[], durationOf: (task: T) => number): CriticalPath {
  const graph = buildGraph(tasks);
  const taskOf = new Map<string, T>();
  for (const task of tasks) if (!taskOf.has(task.id)) taskOf.set(task.id, task);
  const finish = new Map<number, number>();
  const slowestDep = new Map<number, number>();
  let last: number | null = null;
  for (const place of orderOf(graph)) {
    let start = 0;
    for (const dep of graph.upstream[place] ?? []) {
      const ready = finish.get(dep) ?? 0;
      if (slowestDep.has(place) && ready <= start) continue;
      start = ready;
      slowestDep.set(place, dep);
    }
    const task = taskOf.get(graph.ids[place] ?? "");
    const end = start + (task === undefined ? 0 : durationOf(task));
    finish.set(place, end);
    if (last === null || end > (finish.get(last) ?? 0)) last = place;
  }
  const path: number[] = [];
  for (let place: number | undefined | null = last; place !== null && place !== undefined; place = slowestDep.get(place)) path.push(place);
  return { path: idsAt(graph, path.reverse()), duration: last === null ? 0 : (finish.get(last) ?? 0) };
}

/** Kahn's algorithm; a heap keeps file order among the free tasks. */
function orderOf(graph: Graph): number[] {
  const waiting = graph.upstream.map((deps) => deps.length);
  const free = new PlaceHeap();
  waiting.forEach((count, place) => count === 0 && free.push(place));
  const order: number[] = [];
  for (let place = free.pop(); place !== undefined; place = free.pop()) {
    order.push(place);
    for (const next of graph.downstream[place] ?? []) {
      const left = (waiting[next] ?? 0) - 1;
      waiting[next] = left;
      if (left === 0) free.push(next);
    }
  }
  return order;
}

/** A binary heap that gives the smallest number first. */
class PlaceHeap {
  readonly #items: number[] = [];

  push(place: number): void {
    const items = this.#items;
    let at = items.push(place) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] ?? place;
      if (above <= place) break;
      items[at] = above;
      at = parent;
    }
    items[at] = place;
  }

  pop(): number | undefined {
    const items = this.#items;
    const top = items[0];
    const moved = items.pop();
    if (moved === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const child = (items[right] ?? Infinity) < (items[left] ?? Infinity) ? right : left;
      const below = items[child];
      if (below === undefined || below >= moved) break;
      items[at] = below;
      at = child;
    }
    items[at] = moved;
    return top;
  }
}
