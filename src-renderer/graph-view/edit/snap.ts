/** Where a dragged box comes to rest: in line with its neighbours (with a guide to show it), or on the grid. Pure. */
import type { Box, Point } from "../layout.ts";

/** A helper line from `from` to `to`, upright or level. */
export interface Guide {
  readonly from: Point;
  readonly to: Point;
}

export interface Snapped {
  readonly delta: Point;
  readonly guides: readonly Guide[];
}

export const gridStep = 8;

interface Axis {
  readonly start: (box: Box) => number;
  readonly length: (box: Box) => number;
}
const across: Axis = { start: (box) => box.x, length: (box) => box.width };
const down: Axis = { start: (box) => box.y, length: (box) => box.height };

/** `moving` is the box before the drag; `reach` is how near (in graph units) a neighbour draws it in. */
export function snapMove(moving: Box, others: readonly Box[], delta: Point, reach: number): Snapped {
  const x = snapAxis(moving, others, { delta: delta.x, reach }, across);
  const y = snapAxis(moving, others, { delta: delta.y, reach }, down);
  const rest = { ...moving, x: moving.x + x.delta, y: moving.y + y.delta };
  const guides: Guide[] = [];
  if (x.line !== null && x.other !== null) {
    const all = [rest, x.other];
    guides.push({ from: { x: x.line, y: Math.min(...all.map((box) => box.y)) }, to: { x: x.line, y: Math.max(...all.map((box) => box.y + box.height)) } });
  }
  if (y.line !== null && y.other !== null) {
    const all = [rest, y.other];
    guides.push({ from: { x: Math.min(...all.map((box) => box.x)), y: y.line }, to: { x: Math.max(...all.map((box) => box.x + box.width)), y: y.line } });
  }
  return { delta: { x: x.delta, y: y.delta }, guides };
}

interface AxisRest {
  readonly delta: number;
  readonly line: number | null;
  readonly other: Box | null;
}

/** Starts meet starts, middles middles, ends ends; nothing near: the grid. */
function snapAxis(moving: Box, others: readonly Box[], wanted: { delta: number; reach: number }, axis: Axis): AxisRest {
  const at = axis.start(moving) + wanted.delta;
  let best: AxisRest | null = null;
  let least = wanted.reach;
  for (const other of others) {
    for (const share of [0.5, 0, 1]) {
      const line = axis.start(other) + share * axis.length(other);
      const away = line - (at + share * axis.length(moving));
      if (Math.abs(away) >= least) continue;
      least = Math.abs(away);
      best = { delta: wanted.delta + away, line, other };
    }
  }
  return best ?? { delta: Math.round(at / gridStep) * gridStep - axis.start(moving), line: null, other: null };
}
