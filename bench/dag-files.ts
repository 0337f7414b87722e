/** DAG files of any size for the benchmarks, and where their tasks come to lie. */
import { layOut } from "../shared/layout/lay-out.ts";
import type { Box } from "../shared/layout/layout-graph.ts";
import type { BenchGraph } from "./layout-graphs.ts";

export interface BenchNode extends Box {
  readonly id: string;
}

export interface BenchEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

const size = { width: 200, height: 56 };
const nameOf = (task: number): string => `task_${task}`;

export function dagFileOf(dag: string, { nodes, edges }: BenchGraph): string {
  const deps = Array.from({ length: nodes }, (): string[] => []);
  for (const [source, target] of edges) deps[target]?.push(nameOf(source));
  const tasks = deps.map((names, task) => `  ${nameOf(task)}:\n    config_type: SqlTask\n    sql: select ${task}\n${names.length === 0 ? "" : `    deps: [${names.join(", ")}]\n`}`);
  return `dag: ${dag}\ntasks:\n${tasks.join("")}`;
}

/** The same places that the drawing gives them, for a peer that has no layout of its own. */
export function placedGraph({ nodes, edges }: BenchGraph): { nodes: BenchNode[]; edges: BenchEdge[] } {
  // In the order of the file, as a task lists what it waits for: the layout keeps to it.
  const lines = edges.toSorted(([, one], [, other]) => one - other).map(([source, target], at) => ({ id: String(at), source: nameOf(source), target: nameOf(target) }));
  const layout = layOut({ nodes: Array.from({ length: nodes }, (_, task) => ({ id: nameOf(task), ...size })), edges: lines });
  return { nodes: [...layout.nodes].map(([id, box]) => ({ id, ...box })), edges: lines };
}
