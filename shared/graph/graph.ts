/**
 * A DAG's shape as numbers: tasks get their place in the file, edges become lists of places. Built once, asked often.
 * Nothing in this folder recurses, so that a chain of 50,000 tasks does not exhaust the stack.
 */

/** What a graph needs to know of a task. Dependencies on tasks that do not exist are left out; repeats count once. */
export type GraphNode = { readonly id: string; readonly deps: readonly string[] };

export type Graph = {
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** By place: the places of the tasks it depends on, in the order written. */
  readonly upstream: readonly (readonly number[])[];
  /** By place: the places of the tasks that depend on it, in file order. */
  readonly downstream: readonly (readonly number[])[];
};

/** Of two tasks with the same id the first one counts. */
export function buildGraph(tasks: readonly GraphNode[]): Graph {
  const indexOf = new Map<string, number>();
  const kept: GraphNode[] = [];
  for (const task of tasks) {
    if (indexOf.has(task.id)) continue;
    indexOf.set(task.id, kept.length);
    kept.push(task);
  }
  const downstream: number[][] = kept.map(() => []);
  const upstream = kept.map((task, place) => {
    const places = placesOf(indexOf, task.deps);
    for (const dep of places) downstream[dep]?.push(place);
    return places;
  });
  return { ids: kept.map((task) => task.id), indexOf, upstream, downstream };
}

/** The places of the ids that exist, each once. */
export function placesOf(indexOf: ReadonlyMap<string, number>, ids: Iterable<string>): number[] {
  const places = new Set<number>();
  for (const id of ids) {
    const place = indexOf.get(id);
    if (place !== undefined) places.add(place);
  }
  return [...places];
}

/** The ids at these places. */
export function idsAt(graph: Graph, places: Iterable<number>): string[] {
  const ids: string[] = [];
  for (const place of places) {
    const id = graph.ids[place];
    if (id !== undefined) ids.push(id);
  }
  return ids;
}
