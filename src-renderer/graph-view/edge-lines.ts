/** The lines of all edges with the boxes around them, worked out once a layout: for everything that asks which of thousands are near. */
import type { GraphEdge, GraphIndex } from "./graph-index.ts";
import type { Box, GraphLayout, Point } from "./layout.ts";
import { edgePoints } from "./map-graph.ts";

export interface EdgeLine {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const known = new WeakMap<GraphLayout, { readonly index: GraphIndex; readonly lines: readonly EdgeLine[] }>();

export function edgeLines(index: GraphIndex, layout: GraphLayout): readonly EdgeLine[] {
  const before = known.get(layout);
  if (before?.index === index) return before.lines;
  const lines = index.edges.flatMap((edge) => {
    const points = edgePoints(layout, edge.id, edge.source, edge.target);
    return points === null ? [] : [lineThrough(edge, points)];
  });
  known.set(layout, { index, lines });
  return lines;
}

export function lineThrough(edge: GraphEdge, points: readonly Point[]): EdgeLine {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { edge, points, left, top, right, bottom };
}

export function boxAround({ left, top, right, bottom }: EdgeLine): Box {
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function touches(line: EdgeLine, area: Box): boolean {
  return line.left <= area.x + area.width && line.right >= area.x && line.top <= area.y + area.height && line.bottom >= area.y;
}

export function overlaps(box: Box, area: Box): boolean {
  return box.x < area.x + area.width && box.x + box.width > area.x && box.y < area.y + area.height && box.y + box.height > area.y;
}
