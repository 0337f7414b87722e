/**
 * The one mapper from our graph to React Flow's nodes and edges. Domain facts stay in the cache they came from:
 * a node carries its task only, and reads its state by id, so that a change of state makes no new node.
 */
import { Position, type Edge, type Node } from "@xyflow/react";
import type { GraphTask } from "../../shared/model/dag.ts";
import type { GraphEdge, GraphIndex } from "./graph-index.ts";
import { groupKind } from "./groups/fold-graph.ts";
import type { Box, Direction, GraphLayout, Point } from "./layout.ts";
import { bendsBetween, roundedPath } from "./edge-path.ts";

export type TaskNodeData = { readonly task: GraphTask };
/** A `group` is a folded one; an `end` is where an edge leads to that is out of sight: nothing but a place. */
export type TaskFlowNode = Node<TaskNodeData, "task" | "group" | "end">;
/** An open group. */
export type FrameFlowNode = Node<Readonly<Record<string, never>>, "frame">;
export type FlowNode = TaskFlowNode | FrameFlowNode;
export type TaskEdgeData = { readonly path: string };
export type TaskFlowEdge = Edge<TaskEdgeData, "task">;

export function toFlowNodes(index: GraphIndex, layout: GraphLayout): TaskFlowNode[] {
  return index.tasks.flatMap((task) => {
    const box = layout.nodes.get(task.id);
    return box ? [toFlowNode(task, box, layout.direction)] : [];
  });
}

/** Below all edges; an outer frame below an inner one. */
export function toFlowFrames({ groups }: GraphLayout): FrameFlowNode[] {
  return [...groups].map(([id, { x, y, width, height }], depth) => ({ id, type: "frame", position: { x, y }, data: {}, width, height, measured: { width, height }, zIndex: depth - groups.size }));
}

/** Sizes and handles are given, so that React Flow neither measures nor mounts what is out of sight. */
export function toFlowNode(task: GraphTask, box: Box, direction: Direction): TaskFlowNode {
  const [middle, centre] = [box.height / 2, box.width / 2];
  const across = direction === "LR";
  return {
    id: task.id,
    type: task.kind === groupKind ? "group" : "task",
    position: { x: box.x, y: box.y },
    data: { task },
    width: box.width,
    height: box.height,
    measured: { width: box.width, height: box.height },
    handles: [
      { type: "target", position: across ? Position.Left : Position.Top, x: across ? 0 : centre, y: across ? middle : 0, width: 1, height: 1 },
      { type: "source", position: across ? Position.Right : Position.Bottom, x: across ? box.width : centre, y: across ? middle : box.height, width: 1, height: 1 },
    ],
  };
}

export function toFlowEnd(task: GraphTask, box: Box, direction: Direction): TaskFlowNode {
  return { ...toFlowNode(task, box, direction), type: "end" };
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
  return layout.edges.get(id) ?? bendsBetween(from, to, layout.direction);
}
