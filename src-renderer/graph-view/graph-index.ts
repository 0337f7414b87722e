/**
 * Who depends on whom, prepared once per graph for everything that asks often: walking, highlighting, layout.
 * Tolerates what an invalid file may hold: unknown dependencies, duplicates and cycles are left out of `edges` or harmless.
 */
import type { GraphTask } from "../../shared/model/dag.ts";

export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

export interface GraphIndex {
  /** First task of each id, in file order. */
  readonly tasks: readonly GraphTask[];
  readonly byId: ReadonlyMap<string, GraphTask>;
  readonly edges: readonly GraphEdge[];
  readonly upstream: ReadonlyMap<string, readonly string[]>;
  readonly downstream: ReadonlyMap<string, readonly string[]>;
  /** Equal for graphs of equal shape; says nothing about states. */
  readonly key: string;
}

const indexes = new WeakMap<readonly GraphTask[], GraphIndex>();

/** The same for the same tasks: several parts of a page ask. */
export function indexGraph(tasks: readonly GraphTask[]): GraphIndex {
  const index = indexes.get(tasks) ?? indexed(tasks);
  indexes.set(tasks, index);
  return index;
}

function indexed(tasks: readonly GraphTask[]): GraphIndex {
  const byId = new Map<string, GraphTask>();
  for (const task of tasks) if (!byId.has(task.id)) byId.set(task.id, task);
  const unique = [...byId.values()];
  const upstream = new Map<string, string[]>(unique.map((task) => [task.id, []]));
  const downstream = new Map<string, string[]>(unique.map((task) => [task.id, []]));
  const edges: GraphEdge[] = [];
  for (const task of unique) {
    for (const source of new Set(task.deps)) {
      if (source === task.id || !byId.has(source)) continue;
      edges.push({ id: edgeId(source, task.id), source, target: task.id });
      upstream.get(task.id)?.push(source);
      downstream.get(source)?.push(task.id);
    }
  }
  return { tasks: unique, byId, edges, upstream, downstream, key: shapeKey(unique) };
}

export function edgeId(source: string, target: string): string {
  return JSON.stringify([source, target]);
}

/** Everything reachable along one direction, the start left out. */
export function reachable(next: ReadonlyMap<string, readonly string[]>, start: string): Set<string> {
  const seen = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const neighbour of next.get(id) ?? []) {
      if (neighbour === start || seen.has(neighbour)) continue;
      seen.add(neighbour);
      open.push(neighbour);
    }
  }
  return seen;
}

function shapeKey(tasks: readonly GraphTask[]): string {
  return JSON.stringify(tasks.map((task) => [task.id, task.deps]));
}
