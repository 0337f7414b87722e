/**
 * Where an arrow key leads from a task: left to the nearest dependency, right to the nearest dependent,
 * up and down to the neighbour in the same column. Pure.
 */
import type { GraphIndex } from "./graph-index.ts";
import type { Box, GraphLayout } from "./layout.ts";

export type Direction = "left" | "right" | "up" | "down";

/** The task that the arrow leads to; the same task when there is nothing that way, null for an empty graph. */
export function walkFrom(index: GraphIndex, layout: GraphLayout, from: string | null, direction: Direction): string | null {
  if (layout.direction === "TB") return walkFrom(index, turnedLayout(layout), from, turnedDirection[direction]);
  const here = from === null ? undefined : layout.nodes.get(from);
  if (from === null || !here) return firstTask(layout);
  if (direction === "left") return nearestRow(index.upstream.get(from) ?? [], here, layout) ?? from;
  if (direction === "right") return nearestRow(index.downstream.get(from) ?? [], here, layout) ?? from;
  return neighbourInColumn(from, here, layout, direction === "up" ? -1 : 1) ?? from;
}

/** As `walkFrom`; where no edge leads that way, the nearest task that lies there. For graphs that are still being joined. */
export function stepFrom(index: GraphIndex, layout: GraphLayout, from: string | null, direction: Direction): string | null {
  const next = walkFrom(index, layout, from, direction);
  const here = from === null ? undefined : layout.nodes.get(from);
  if (next !== from || !here) return next;
  const sideways = direction === "left" || direction === "right";
  const sign = direction === "left" || direction === "up" ? -1 : 1;
  return (
    leastBy([...layout.nodes.keys()], (id) => {
      const box = layout.nodes.get(id);
      if (!box || id === from) return null;
      const along = (sideways ? box.x - here.x : box.y - here.y) * sign;
      const aside = Math.abs(sideways ? box.y - here.y : box.x - here.x);
      return along > 0 ? along + 2 * aside : null;
    }) ?? from
  );
}

/** Where the flow goes down, up and down follow it: the same walk on a drawing that was turned. */
const turnedDirection: Readonly<Record<Direction, Direction>> = { left: "up", up: "left", right: "down", down: "right" };

function turnedLayout(layout: GraphLayout): GraphLayout {
  const nodes = new Map([...layout.nodes].map(([id, { x, y, width, height }]) => [id, { x: y, y: x, width: height, height: width }]));
  return { ...layout, nodes, direction: "LR" };
}

/** Top of the leftmost column: where reading starts. */
export function firstTask(layout: GraphLayout): string | null {
  let best: { id: string; box: Box } | null = null;
  for (const [id, box] of layout.nodes) {
    if (!best || box.x < best.box.x || (box.x === best.box.x && box.y < best.box.y)) best = { id, box };
  }
  return best?.id ?? null;
}

/** The nearest column comes first, so that no task on the way is jumped over; then the nearest row of it. */
function nearestRow(ids: readonly string[], here: Box, layout: GraphLayout): string | null {
  const apart = (id: string): number => Math.abs((layout.nodes.get(id)?.x ?? 0) - here.x);
  const nearest = Math.min(...ids.filter((id) => layout.nodes.has(id)).map(apart));
  return leastBy(ids, (id) => {
    const box = layout.nodes.get(id);
    return box && apart(id) < nearest + here.width / 2 ? Math.abs(middleOf(box) - middleOf(here)) : null;
  });
}

function neighbourInColumn(from: string, here: Box, layout: GraphLayout, sign: 1 | -1): string | null {
  return leastBy([...layout.nodes.keys()], (id) => {
    const box = layout.nodes.get(id);
    if (!box || id === from) return null;
    const gap = (middleOf(box) - middleOf(here)) * sign;
    const overlaps = Math.abs(box.x - here.x) < here.width;
    return gap > 0 && overlaps ? gap : null;
  });
}

function leastBy(ids: readonly string[], cost: (id: string) => number | null): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const id of ids) {
    const value = cost(id);
    if (value !== null && value < least) {
      least = value;
      best = id;
    }
  }
  return best;
}

function middleOf(box: Box): number {
  return box.y + box.height / 2;
}
