/**
 * The one mapper from our graph to what stands in the page: each task with its box, each edge with its path. Domain facts stay in the
 * cache they came from: a node carries its task only, and reads its state by id, so that a change of state makes no new node.
 */
import type { GraphTask } from "../../shared/model/dag.ts";
import type { GraphEdge, GraphIndex } from "./graph-index.ts";
import type { Box, GraphLayout, Point } from "./layout.ts";
import { bendsBetween, roundedPath } from "./edge-path.ts";

/** A task or a folded group. */
export interface StandingNode {
  readonly task: GraphTask;
  readonly box: Box;
}

export interface StandingEdge {
  readonly edge: GraphEdge;
  readonly path: string;
}

export function toNodes(index: GraphIndex, layout: GraphLayout): StandingNode[] {
  return index.tasks.flatMap((task) => {
    const box = layout.nodes.get(task.id);
    return box ? [{ task, box }] : [];
  });
}

export function toEdge(edge: GraphEdge, points: readonly Point[]): StandingEdge {
  return { edge, path: roundedPath(points) };
}

export function toEdges(index: GraphIndex, layout: GraphLayout): StandingEdge[] {
  return index.edges.flatMap((edge) => {
    const points = edgePoints(layout, edge.id, edge.source, edge.target);
    return points ? [toEdge(edge, points)] : [];
  });
}

/** The bends of an edge: the layout's own, or drawn between the two nodes. Null when an end has no place. */
export function edgePoints(layout: GraphLayout, id: string, source: string, target: string): readonly Point[] | null {
  const from = layout.nodes.get(source);
  const to = layout.nodes.get(target);
  if (!from || !to) return null;
  return layout.edges.get(id) ?? bendsBetween(from, to, layout.direction);
}
