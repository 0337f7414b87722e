/** The finished drawing of a part of a graph, by the numbers of the whole graph, and how to move it. */
import type { Box, Point } from "./layout-graph.ts";

export interface Contents {
  readonly nodes: ReadonlyMap<number, Box>;
  readonly edges: ReadonlyMap<number, readonly Point[]>;
  readonly groups: ReadonlyMap<number, Box>;
}

/** The smallest box around everything, lines too. Without contents: nothing, at 0, 0. */
export function boundsOfContents({ nodes, edges, groups }: Contents): Box {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  const take = (x: number, y: number): void => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  };
  for (const boxes of [nodes, groups]) {
    for (const box of boxes.values()) {
      take(box.x, box.y);
      take(box.x + box.width, box.y + box.height);
    }
  }
  for (const line of edges.values()) for (const point of line) take(point.x, point.y);
  return left === Infinity ? { x: 0, y: 0, width: 0, height: 0 } : { x: left, y: top, width: right - left, height: bottom - top };
}

export function shifted({ nodes, edges, groups }: Contents, by: Point): Contents {
  const box = (one: Box): Box => ({ ...one, x: round(one.x + by.x), y: round(one.y + by.y) });
  const line = (points: readonly Point[]): Point[] => points.map((point) => ({ x: round(point.x + by.x), y: round(point.y + by.y) }));
  return {
    nodes: new Map([...nodes].map(([key, one]) => [key, box(one)])),
    edges: new Map([...edges].map(([key, points]) => [key, line(points)])),
    groups: new Map([...groups].map(([key, one]) => [key, box(one)])),
  };
}

/** Sums of fractions differ in their last digits; drawn lines shall not. */
function round(value: number): number {
  return Math.round(value * 64) / 64;
}
