/**
 * One line from the right side of a box to the left side of another, upright and level, around all other boxes: for edges whose
 * ends do not stand in columns. Pure and alone: needs no layout. Only boxes that a line was found to hit are looked at, so that
 * a line costs little in a graph of any size.
 */
import type { Box, Point } from "./layout-graph.ts";
import { smallestFirst } from "./smallest-first.ts";

/** What a bend is worth in length. */
const bendCost = 40;
const mostTries = 40;

/** @param margin room between the line and the boxes; less than half of the least gap between boxes that it shall fit through */
export function routeAround(boxes: readonly Box[], source: Box, target: Box, margin: number): Point[] {
  const start = { x: source.x + source.width, y: source.y + source.height / 2 };
  const end = { x: target.x, y: target.y + target.height / 2 };
  const ends = [{ x: start.x + margin, y: start.y }, { x: end.x - margin, y: end.y }] as const;
  const inTheWay = new Set<Box>([source, target]);
  for (const room of [margin, 2]) {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const path = shortest([...inTheWay], ends, room);
      if (!path) break;
      const points = withoutStops([start, ...path, end]);
      const hit = boxes.filter((box) => !inTheWay.has(box) && box !== source && box !== target && isHit(points, box));
      if (hit.length === 0) return points;
      for (const box of hit) inTheWay.add(box);
    }
  }
  // Only where boxes lie on each other: there is no way between, and a line over a box is better than none.
  return withoutStops([start, ends[0], { x: ends[0].x, y: end.y }, end]);
}

export function isHit(points: readonly Point[], box: Box): boolean {
  for (let i = 1; i < points.length; i += 1) {
    const a = points[i - 1];
    const b = points[i];
    if (!a || !b) continue;
    const isBeside = Math.max(a.x, b.x) <= box.x || Math.min(a.x, b.x) >= box.x + box.width;
    const isAbove = Math.max(a.y, b.y) <= box.y || Math.min(a.y, b.y) >= box.y + box.height;
    if (!isBeside && !isAbove) return true;
  }
  return false;
}

/** Dijkstra on the lines along the boxes' sides; a place counts twice, once for each direction of arrival. */
function shortest(boxes: readonly Box[], [from, to]: readonly [Point, Point], room: number): Point[] | null {
  const xs = gridLines([from.x, to.x, ...boxes.flatMap((box) => [box.x - room, box.x + box.width + room])]);
  const ys = gridLines([from.y, to.y, ...boxes.flatMap((box) => [box.y - room, box.y + box.height + room])]);
  const walls = boxes.map((box) => ({ x: box.x - room + 1, y: box.y - room + 1, width: box.width + 2 * room - 2, height: box.height + 2 * room - 2 }));
  const placeOf = (state: number): Point => ({ x: xs[(state >> 1) % xs.length] ?? 0, y: ys[Math.floor((state >> 1) / xs.length)] ?? 0 });
  const stateOf = (x: number, y: number, isLevel: boolean): number => 2 * (y * xs.length + x) + Number(isLevel);
  const first = stateOf(xs.indexOf(from.x), ys.indexOf(from.y), true);
  const last = stateOf(xs.indexOf(to.x), ys.indexOf(to.y), true);
  const cost = new Map<number, number>([[first, 0]]);
  const before = new Map<number, number>();
  const isDone = new Set<number>();
  const queue = smallestFirst();
  queue.push(first, 0);
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    if (state === last) return pathTo(last, before).map(placeOf);
    if (isDone.has(state)) continue;
    isDone.add(state);
    const x = (state >> 1) % xs.length;
    const y = Math.floor((state >> 1) / xs.length);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
      if (x + dx < 0 || x + dx >= xs.length || y + dy < 0 || y + dy >= ys.length) continue;
      const next = stateOf(x + dx, y + dy, dx !== 0);
      const line = [placeOf(state), placeOf(next)] as const;
      if (walls.some((wall) => isHit(line, wall))) continue;
      const length = Math.abs(line[0].x - line[1].x) + Math.abs(line[0].y - line[1].y);
      const whole = (cost.get(state) ?? 0) + length + ((state & 1) === Number(dx !== 0) ? 0 : bendCost);
      if (whole >= (cost.get(next) ?? Infinity)) continue;
      cost.set(next, whole);
      before.set(next, state);
      queue.push(next, whole);
    }
  }
  return null;
}

function pathTo(last: number, before: ReadonlyMap<number, number>): number[] {
  const path: number[] = [];
  for (let state: number | undefined = last; state !== undefined; state = before.get(state)) path.push(state);
  return path.reverse();
}

function gridLines(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function withoutStops(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    const before = kept.at(-2);
    if (last && last.x === point.x && last.y === point.y) continue;
    if (last && before && ((last.x === point.x && before.x === point.x) || (last.y === point.y && before.y === point.y))) kept.pop();
    kept.push(point);
  }
  return kept;
}
