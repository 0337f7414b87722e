/** Where tasks go when they are lined up or spread. Pure: boxes in, new upper left corners out. */
import { boundsOf, type Box, type Point } from "../../graph-view/layout.ts";

export type Boxes = ReadonlyMap<string, Box>;
export type Line = "left" | "centre" | "right" | "top" | "middle" | "bottom";

export function alignTasks(boxes: Boxes, line: Line): Map<string, Point> {
  const all = boundsOf(boxes.values());
  const places = new Map<string, Point>();
  if (all === null) return places;
  for (const [id, box] of boxes) {
    places.set(id, {
      left: { x: all.x, y: box.y },
      centre: { x: Math.round(all.x + (all.width - box.width) / 2), y: box.y },
      right: { x: all.x + all.width - box.width, y: box.y },
      top: { x: box.x, y: all.y },
      middle: { x: box.x, y: Math.round(all.y + (all.height - box.height) / 2) },
      bottom: { x: box.x, y: all.y + all.height - box.height },
    }[line]);
  }
  return places;
}

/** The same gap between all of them; the first and the last stay. */
export function distributeTasks(boxes: Boxes, direction: "across" | "down"): Map<string, Point> {
  const start = (box: Box): number => (direction === "across" ? box.x : box.y);
  const length = (box: Box): number => (direction === "across" ? box.width : box.height);
  const inOrder = [...boxes].toSorted(([, a], [, b]) => start(a) - start(b));
  const first = inOrder[0]?.[1];
  const last = inOrder.at(-1)?.[1];
  const places = new Map<string, Point>();
  if (!first || !last || inOrder.length < 3) return places;
  const filled = inOrder.reduce((sum, [, box]) => sum + length(box), 0);
  const gap = (start(last) + length(last) - start(first) - filled) / (inOrder.length - 1);
  let at = start(first);
  for (const [id, box] of inOrder) {
    places.set(id, direction === "across" ? { x: Math.round(at), y: box.y } : { x: box.x, y: Math.round(at) });
    at += length(box) + gap;
  }
  return places;
}

export function moveTasks(boxes: Boxes, by: Point): Map<string, Point> {
  return new Map([...boxes].map(([id, box]) => [id, { x: Math.round(box.x + by.x), y: Math.round(box.y + by.y) }]));
}
