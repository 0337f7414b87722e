/** Translation between our graph and ELK's JSON. Pure; the computing happens in the worker. */
import type { ElkNode } from "elkjs/lib/elk-api.js";
import type { GraphIndex } from "./graph-index.ts";
import type { Box, GraphLayout, NodeSize, Point } from "./layout.ts";

/** From here on ELK's best settings take longer than anyone waits, and Brandes-Köpf draws long diagonals (26,000 px high at 1,000 tasks, 2,800 with linear segments). */
const bigGraph = 300;

/**
 * Node ids are positions in the task list, since ELK treats some texts in ids as paths.
 */
export function toElkGraph(index: GraphIndex, size: NodeSize): ElkNode {
  const number = new Map(index.tasks.map((task, at) => [task.id, String(at)]));
  return {
    id: "root",
    layoutOptions: layoutOptions(index.tasks.length),
    children: index.tasks.map((_, at) => ({ id: String(at), width: size.width, height: size.height })),
    edges: index.edges.map((edge, at) => ({
      id: `e${at}`,
      sources: [number.get(edge.source) ?? ""],
      targets: [number.get(edge.target) ?? ""],
    })),
  };
}

function layoutOptions(taskCount: number): Record<string, string> {
  return {
    "elk.algorithm": "layered",
    "elk.direction": "RIGHT",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.spacing.nodeNode": "20",
    "elk.spacing.edgeNode": "16",
    "elk.spacing.edgeEdge": "10",
    "elk.layered.spacing.nodeNodeBetweenLayers": "56",
    "elk.layered.spacing.edgeNodeBetweenLayers": "20",
    "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
    "elk.padding": "[top=0,left=0,bottom=0,right=0]",
    "elk.layered.mergeEdges": "true",
    ...(taskCount > bigGraph ? {} : { "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES" }),
    "elk.layered.nodePlacement.strategy": taskCount > bigGraph ? "LINEAR_SEGMENTS" : "NETWORK_SIMPLEX",
    "elk.layered.thoroughness": taskCount > bigGraph ? "2" : "7",
  };
}

/** Throws when the answer does not hold a place for each task: the caller then keeps the simple layout. */
export function fromElkGraph(index: GraphIndex, answer: ElkNode): GraphLayout {
  const nodes = new Map<string, Box>();
  for (const child of answer.children ?? []) {
    const task = index.tasks[Number(child.id)];
    if (!task || child.x === undefined || child.y === undefined) continue;
    nodes.set(task.id, { x: child.x, y: child.y, width: child.width ?? 0, height: child.height ?? 0 });
  }
  if (nodes.size !== index.tasks.length) {
    throw new Error(`Graph layout: ${nodes.size} of ${index.tasks.length} tasks were placed`);
  }
  const edges = new Map<string, readonly Point[]>();
  for (const elkEdge of answer.edges ?? []) {
    const edge = index.edges[Number(elkEdge.id.slice(1))];
    const section = elkEdge.sections?.[0];
    if (edge && section) edges.set(edge.id, [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]);
  }
  return { nodes, edges, width: answer.width ?? 0, height: answer.height ?? 0 };
}
