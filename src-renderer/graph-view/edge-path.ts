/** The line of an edge: orthogonal with rounded bends. Pure; used by the SVG edges and by the canvas alike. */
import type { Box, Direction, Point } from "./layout.ts";

const bendRadius = 8;

/** Bends between two nodes for which the layout gave none: out of the side where the flow leaves, into the one where it comes in. */
export function bendsBetween(source: Box, target: Box, direction: Direction = "LR"): Point[] {
  return direction === "LR" ? bendsAcross(source, target) : bendsAcross(turned(source), turned(target)).map(({ x, y }) => ({ x: y, y: x }));
}

function turned({ x, y, width, height }: Box): Box {
  return { x: y, y: x, width: height, height: width };
}

function bendsAcross(source: Box, target: Box): Point[] {
  const from = { x: source.x + source.width, y: source.y + source.height / 2 };
  const to = { x: target.x, y: target.y + target.height / 2 };
  if (Math.abs(from.y - to.y) < 1 && to.x > from.x) return [from, to];
  if (to.x - from.x >= 16) {
    const middle = to.x - Math.min(28, (to.x - from.x) / 2);
    return [from, { x: middle, y: from.y }, { x: middle, y: to.y }, to];
  }
  // An edge that runs backwards (only in a cycle) goes round below both nodes.
  const below = Math.max(source.y + source.height, target.y + target.height) + 14;
  const out = from.x + 16;
  const back = to.x - 16;
  return [from, { x: out, y: from.y }, { x: out, y: below }, { x: back, y: below }, { x: back, y: to.y }, to];
}

/** SVG path through the points; corners are cut by at most half of the shorter leg. */
export function roundedPath(points: readonly Point[]): string {
  const first = points[0];
  if (!first) return "";
  let path = `M${at(first)}`;
  for (let i = 1; i < points.length; i++) {
    const corner = points[i];
    const before = points[i - 1];
    const after = points[i + 1];
    if (!corner || !before) continue;
    if (!after) {
      path += `L${at(corner)}`;
      continue;
    }
    const radius = Math.min(bendRadius, distance(before, corner) / 2, distance(corner, after) / 2);
    path += ["L", at(towards(corner, before, radius)), "Q", at(corner), " ", at(towards(corner, after, radius))].join("");
  }
  return path;
}

function at(point: Point): string {
  return `${round(point.x)},${round(point.y)}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  if (whole === 0) return from;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}
