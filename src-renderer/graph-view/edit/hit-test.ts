/** What lies under a point of the graph: a handle, a task, an edge, or nothing. Pure geometry, so that it works at any zoom. */
import { edgePoints } from "../map-graph.ts";
import type { GraphEdge, GraphIndex } from "../graph-index.ts";
import { frameHead } from "../groups/frame-boxes.ts";
import type { Box, Direction, GraphLayout, Point } from "../layout.ts";
import { noteUnder, type Corner, type PlacedNote } from "../notes/note-box.ts";
import type { LineSide } from "./editing.ts";

export type Hit =
  | { readonly kind: "handle"; readonly id: string; readonly side: LineSide }
  /** Also a folded group. */
  | { readonly kind: "task"; readonly id: string }
  /** The head of an open group. */
  | { readonly kind: "frame"; readonly id: string }
  /** `end` is the nearer one: it is the one that a drag takes along. */
  | { readonly kind: "edge"; readonly edge: GraphEdge; readonly end: "source" | "target" }
  /** `corner` is the one that a drag pulls; null moves the note. */
  | { readonly kind: "note"; readonly id: string; readonly corner: Corner | null }
  | { readonly kind: "pane" };

export interface Sight {
  readonly notes?: readonly PlacedNote[];
  readonly index: GraphIndex;
  readonly layout: GraphLayout;
}

const handleReachPx = 10;
const edgeReachPx = 7;
const cornerReachPx = 8;
const headReachPx = 16;

export function hitAt(sight: Sight, at: Point, zoom: number): Hit {
  const handle = handleAt(sight.layout, at, Math.min(14, handleReachPx / zoom));
  if (handle !== null) return handle;
  const id = taskUnder(sight.layout, at);
  if (id !== null) return { kind: "task", id };
  const near = edgeUnder(sight, at, edgeReachPx / zoom);
  if (near !== null) return near;
  const note = noteUnder(sight.notes ?? [], at, Math.min(12, cornerReachPx / zoom));
  if (note !== null) return { kind: "note", ...note };
  const frame = frameHeadUnder(sight.layout, at, zoom);
  return frame === null ? { kind: "pane" } : { kind: "frame", id: frame };
}

/** The innermost open group around a point. */
export function frameUnder(layout: GraphLayout | null, at: Point, may: (id: string) => boolean = () => true): string | null {
  let found: string | null = null;
  for (const [id, box] of layout?.groups ?? []) if (holds(box, at, 0) && may(id)) found = id;
  return found;
}

/** From afar a head is still as high as a finger tip. */
export function frameHeadUnder(layout: GraphLayout, at: Point, zoom: number): string | null {
  const id = frameUnder(layout, at);
  const box = id === null ? undefined : layout.groups.get(id);
  return box && at.y <= box.y + Math.max(frameHead, headReachPx / zoom) ? id : null;
}

/** The task drawn last lies on top. */
export function taskUnder(layout: GraphLayout, at: Point, margin = 0): string | null {
  let found: string | null = null;
  for (const [id, box] of layout.nodes) if (holds(box, at, margin)) found = id;
  return found;
}

export function holds(box: Box, at: Point, margin: number): boolean {
  return at.x >= box.x - margin && at.x <= box.x + box.width + margin && at.y >= box.y - margin && at.y <= box.y + box.height + margin;
}

function handleAt(layout: GraphLayout, at: Point, reach: number): Hit | null {
  for (const [id, box] of layout.nodes) {
    for (const side of ["out", "in"] as const) {
      const handle = handleOf(box, side, layout.direction);
      if (Math.abs(at.x - handle.x) <= reach && Math.abs(at.y - handle.y) <= reach) return { kind: "handle", id, side };
    }
  }
  return null;
}

/** Where the flow leaves a task, or comes in. */
export function handleOf({ x, y, width, height }: Box, side: LineSide, direction: Direction): Point {
  if (direction === "LR") return { x: side === "out" ? x + width : x, y: y + height / 2 };
  return { x: x + width / 2, y: side === "out" ? y + height : y };
}

export function edgeUnder({ index, layout }: Sight, at: Point, reach: number): Extract<Hit, { kind: "edge" }> | null {
  let best: { edge: GraphEdge; points: readonly Point[] } | null = null;
  let least = reach;
  for (const edge of index.edges) {
    const points = edgePoints(layout, edge.id, edge.source, edge.target);
    if (points === null || !isNear(points, at, reach)) continue;
    const away = distanceTo(points, at);
    if (away > least) continue;
    least = away;
    best = { edge, points };
  }
  if (best === null) return null;
  const [first] = best.points;
  const last = best.points.at(-1);
  const toSource = first === undefined ? 0 : Math.hypot(at.x - first.x, at.y - first.y);
  const toTarget = last === undefined ? 0 : Math.hypot(at.x - last.x, at.y - last.y);
  return { kind: "edge", edge: best.edge, end: toSource < toTarget ? "source" : "target" };
}

/** Halfway along the line: where the button of an edge sits. */
export function middleOf(points: readonly Point[]): Point {
  const legs = points.slice(1).map((point, at) => ({ from: points[at] ?? point, to: point }));
  const lengths = legs.map(({ from, to }) => Math.hypot(to.x - from.x, to.y - from.y));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [at, leg] of legs.entries()) {
    const length = lengths[at] ?? 0;
    if (left <= length && length > 0) return { x: leg.from.x + ((leg.to.x - leg.from.x) * left) / length, y: leg.from.y + ((leg.to.y - leg.from.y) * left) / length };
    left -= length;
  }
  return points[0] ?? { x: 0, y: 0 };
}

function isNear(points: readonly Point[], at: Point, reach: number): boolean {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return at.x >= left - reach && at.x <= right + reach && at.y >= top - reach && at.y <= bottom + reach;
}

function distanceTo(points: readonly Point[], at: Point): number {
  let least = Infinity;
  for (let leg = 1; leg < points.length; leg += 1) {
    const from = points[leg - 1];
    const to = points[leg];
    if (from && to) least = Math.min(least, distanceToLeg(from, to, at));
  }
  return least;
}

function distanceToLeg(from: Point, to: Point, at: Point): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.max(0, Math.min(1, ((at.x - from.x) * dx + (at.y - from.y) * dy) / squared));
  return Math.hypot(at.x - from.x - along * dx, at.y - from.y - along * dy);
}

/** Ids of the tasks that a frame touches, in file order. */
export function tasksWithin(layout: GraphLayout, frame: Box): string[] {
  const touched: string[] = [];
  for (const [id, box] of layout.nodes) {
    if (box.x < frame.x + frame.width && box.x + box.width > frame.x && box.y < frame.y + frame.height && box.y + box.height > frame.y) touched.push(id);
  }
  return touched;
}
