/** Where words stand on the line of an edge. Pure. */
import type { GraphEdge, GraphIndex } from "./graph-index.ts";
import type { Point } from "./layout.ts";

const leaveReach = 16;
/** Of a digit in the size of the counts, and what is left free beside the task. */
const digitWidth = 6.2;
const besideTask = 4;

/** Where all edges of a task still run together: they have the same count, which so is read once, and no other line runs through it. */
export function leavingAt([from, to]: readonly Point[], text = ""): Point | null {
  if (from === undefined || to === undefined) return null;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  // The task lies above its lines, and would cover a long count.
  const isAcross = Math.abs(to.x - from.x) > Math.abs(to.y - from.y);
  const reach = Math.max(Math.min(leaveReach, length / 2), isAcross ? (text.length * digitWidth) / 2 + besideTask : 0);
  const part = length === 0 ? 0 : reach / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

/** Where it comes in, beside no other line that comes out of the same task. */
function enteringAt(points: readonly Point[], text: string): Point | null {
  return leavingAt(points.toReversed(), text);
}

/** Where the line is by itself: at the end that it shares with no other; else in the middle of it. */
export function wordsAt({ source, target }: GraphEdge, { upstream, downstream }: Pick<GraphIndex, "upstream" | "downstream">, points: readonly Point[], text = ""): Point | null {
  if (points.length === 2) return middleOf(points);
  if ((upstream.get(target)?.length ?? 0) < 2) return enteringAt(points, text);
  if ((downstream.get(source)?.length ?? 0) < 2) return leavingAt(points, text);
  return middleOf(points);
}

/** The middle of the longest stretch. */
export function middleOf(points: readonly Point[]): Point | null {
  let best: { readonly length: number; readonly at: Point } | null = null;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (from === undefined) continue;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (best === null || length > best.length) best = { length, at: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } };
  }
  return best?.at ?? null;
}
