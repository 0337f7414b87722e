/** Where the nodes and edges of a graph lie, in flow coordinates; made by a layouter, read by the canvas. */
import type { Box, Direction, Point } from "../../shared/layout/layout-graph.ts";
import type { GraphTask } from "../../shared/model/dag.ts";

export type { Box, Direction, Point };

export interface NodeSize {
  readonly width: number;
  readonly height: number;
}

export interface GraphLayout {
  readonly nodes: ReadonlyMap<string, Box>;
  /** Bends by edge id, ends included. An edge that is absent is drawn between its nodes' sides. */
  readonly edges: ReadonlyMap<string, readonly Point[]>;
  /** Frames of open groups; outer ones come first. */
  readonly groups: ReadonlyMap<string, Box>;
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
}

/** How a graph is to be laid out. */
export interface LayoutWish {
  readonly size: NodeSize;
  readonly direction: Direction;
  /** The open group around each node or group that lies in one. */
  readonly parents: ReadonlyMap<string, string>;
  /** Upper left corners of nodes that stay where they are. */
  readonly pinned: ReadonlyMap<string, Point>;
}

export const nodeHeight = 56;
const narrowest = 200;
const widest = 288;
/** Icon, paddings and the state edge around the name. */
const chrome = 50;
const perLetter = 7.4;

/** One width for all nodes of a graph (columns read better), wide enough for most names. */
export function nodeSizeFor(tasks: readonly GraphTask[]): NodeSize {
  const longest = tasks.reduce((most, task) => Math.max(most, task.id.length), 0);
  const wanted = Math.ceil((longest * perLetter + chrome) / 8) * 8;
  return { width: Math.min(widest, Math.max(narrowest, wanted)), height: nodeHeight };
}

/** Before anything is known. */
export function noLayout(direction: GraphLayout["direction"]): GraphLayout {
  return { nodes: new Map(), edges: new Map(), groups: new Map(), direction, width: 0, height: 0 };
}

/** The smallest box around some of the nodes; null when there is none. */
export function boundsOf(boxes: Iterable<Box>): Box | null {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}
