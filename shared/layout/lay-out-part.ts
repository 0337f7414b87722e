/** Lays out some nodes of a drawing alone; all others stay, and none of them is covered. */
import { layOut } from "./lay-out.ts";
import type { Box, Layout, LayoutPart, LayoutRequest, Point } from "./layout-graph.ts";
import { defaultSpacing, type Spacing } from "./spacing.ts";

/** @returns boxes of the part's nodes and groups, and the lines between them, only */
export function layOutPart(request: LayoutRequest, { nodes: part, places }: LayoutPart, spacing: Spacing = defaultSpacing): Layout {
  const laid = layOut(
    {
      ...request,
      nodes: request.nodes.filter((node) => part.has(node.id)),
      edges: request.edges.filter((edge) => part.has(edge.source) && part.has(edge.target)),
    },
    spacing,
  );
  if (request.nodes.some((node) => part.has(node.id) && request.pinned?.has(node.id))) return laid;
  const now = around([...places].filter(([id]) => part.has(id)).map(([, box]) => box));
  const own = around([...laid.nodes.values(), ...laid.groups.values()]);
  if (!now || !own) return laid;
  const middle = { ...own, x: now.x + (now.width - own.width) / 2, y: now.y + (now.height - own.height) / 2 };
  const others = [...places].filter(([id]) => !part.has(id)).map(([, box]) => box);
  const free = nearestFree(middle, others, spacing.nodes);
  return moved(laid, { x: Math.round(free.x - own.x), y: Math.round(free.y - own.y) });
}

function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return { x, y, width: Math.max(...boxes.map((box) => box.x + box.width)) - x, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
}

/** Where the box fits without touching another: here, or straight above, below, left or right of here. */
function nearestFree(box: Box, others: readonly Box[], gap: number): Point {
  const isFree = ({ x, y }: Point): boolean =>
    others.every((other) => x >= other.x + other.width + gap - 1 || other.x >= x + box.width + gap - 1 || y >= other.y + other.height + gap - 1 || other.y >= y + box.height + gap - 1);
  const above = others.flatMap((other) => [other.y - box.height - gap, other.y + other.height + gap]).map((y) => ({ x: box.x, y }));
  const beside = others.flatMap((other) => [other.x - box.width - gap, other.x + other.width + gap]).map((x) => ({ x, y: box.y }));
  const away = (point: Point): number => Math.abs(point.x - box.x) + Math.abs(point.y - box.y);
  return [box, ...above, ...beside].sort((a, b) => away(a) - away(b)).find(isFree) ?? box;
}

function moved(layout: Layout, by: Point): Layout {
  const box = (one: Box): Box => ({ ...one, x: one.x + by.x, y: one.y + by.y });
  return {
    ...layout,
    nodes: new Map([...layout.nodes].map(([id, one]) => [id, box(one)])),
    edges: new Map([...layout.edges].map(([id, points]) => [id, points.map((point) => ({ x: point.x + by.x, y: point.y + by.y }))])),
    groups: new Map([...layout.groups].map(([id, one]) => [id, box(one)])),
  };
}
