/**
 * The one mapper from our graph to React Flow's nodes and edges. Domain facts stay in the cache they came from:
 * a node carries its task only, and reads its state by id, so that a change of state makes no new node.
 */
import { Position, type Edge, type Node } from "@xyflow/react";
import type { GraphTask } from "../../shared/model/dag.ts";
import type { GraphEdge, GraphIndex } from "./graph-index.ts";
import type { Box, GraphLayout, Point } from "./layout.ts";
import { bendsBetween, roundedPath } from "./edge-path.ts";

export type TaskNodeData = { readonly task: GraphTask };
/** An `end` is where an edge leads to that is out of sight: nothing but a place. */
export type TaskFlowNode = Node<TaskNodeData, "task" | "end">;
export type TaskEdgeData = { readonly path: string };
export type TaskFlowEdge = Edge<TaskEdgeData, "task">;

export function toFlowNodes(index: GraphIndex, layout: GraphLayout): TaskFlowNode[] {
  return index.tasks.flatMap((task) => {
    const box = layout.nodes.get(task.id);
    return box ? [toFlowNode(task, box)] : [];
  });
}

/** Sizes and handles are given, so that React Flow neither measures nor mounts what is out of sight. */
export function toFlowNode(task: GraphTask, box: Box): TaskFlowNode {
  const middle = box.height / 2;
  return {
    id: task.id,
    type: "task",
    position: { x: box.x, y: box.y },
    data: { task },
    width: box.width,
    height: box.height,
    measured: { width: box.width, height: box.height },
    handles: [
      { type: "target", position: Position.Left, x: 0, y: middle, width: 1, height: 1 },
      { type: "source", position: Position.Right, x: box.width, y: middle, width: 1, height: 1 },
    ],
  };
}

export function toFlowEnd(task: GraphTask, box: Box): TaskFlowNode {
  return { ...toFlowNode(task, box), type: "end" };
}

export function toFlowEdge(edge: GraphEdge, points: readonly Point[]): TaskFlowEdge {
  return { ...edge, type: "task", data: { path: roundedPath(points) } };
}

export function toFlowEdges(index: GraphIndex, layout: GraphLayout): TaskFlowEdge[] {
  return index.edges.flatMap((edge) => {
    const points = edgePoints(layout, edge.id, edge.source, edge.target);
    return points ? [toFlowEdge(edge, points)] : [];
  });
}

/** The bends of an edge: the layout's own, or drawn between the two nodes. Null when an end has no place. */
export function edgePoints(layout: GraphLayout, id: string, source: string, target: string): readonly Point[] | null {
  const from = layout.nodes.get(source);
  const to = layout.nodes.get(target);
  if (!from || !to) return null;
  return layout.edges.get(id) ?? bendsBetween(from, to);
}
