/** Where to put the viewport so that a box is seen. Pure. */
import type { Box, NodeSize, Point } from "./layout.ts";
import { maxZoom, minZoom, zoomLevelOf } from "./zoom-level.ts";

export interface FlowViewport extends Point {
  readonly zoom: number;
}

const margin = 32;
/** A node this near to the edge of the pane counts as hidden. */
const nearEdge = 48;
/** Cards are whole and their small letters still legible. */
const readableZoom = 0.8;

/** Centres the box as large as it fits, never larger than `largest`. */
export function viewportFor(box: Box, pane: NodeSize, largest = 1): FlowViewport {
  const across = (pane.width - 2 * margin) / Math.max(1, box.width);
  const down = (pane.height - 2 * margin) / Math.max(1, box.height);
  const zoom = Math.min(largest, maxZoom, Math.max(minZoom, Math.min(across, down)));
  return centred({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, pane, zoom);
}

/** Where a graph is first seen: as a whole, or about the selected task where the whole would be too small to read. */
export function firstView(whole: Box, selected: Box | undefined, pane: NodeSize): FlowViewport {
  const fitted = viewportFor(whole, pane);
  if (selected === undefined || zoomLevelOf(fitted.zoom) === "full") return fitted;
  return centred({ x: selected.x + selected.width / 2, y: selected.y + selected.height / 2 }, pane, readableZoom);
}

/**
 * After the pane changed its size under a fitted graph: fitted anew, unless it would be too small to show what it now shows.
 * Then its size stays, and it moves only as far as the selected task needs.
 */
export function refit(whole: Box, selected: Box | undefined, now: FlowViewport, pane: NodeSize): FlowViewport {
  const fitted = viewportFor(whole, pane);
  const losesDetail = fitted.zoom < now.zoom && zoomLevelOf(fitted.zoom) !== zoomLevelOf(now.zoom);
  return selected !== undefined && losesDetail ? reveal(selected, now, pane) : fitted;
}

/** True when nothing of the box is outside of the pane. */
export function isInSight(box: Box, viewport: FlowViewport, pane: NodeSize): boolean {
  const left = box.x * viewport.zoom + viewport.x;
  const top = box.y * viewport.zoom + viewport.y;
  return left >= 0 && top >= 0 && left + box.width * viewport.zoom <= pane.width && top + box.height * viewport.zoom <= pane.height;
}

export function centred(at: Point, pane: NodeSize, zoom: number): FlowViewport {
  return { x: pane.width / 2 - at.x * zoom, y: pane.height / 2 - at.y * zoom, zoom };
}

/** The same viewport when the box is in sight already, otherwise one moved by as little as shows it. */
export function reveal(box: Box, viewport: FlowViewport, pane: NodeSize): FlowViewport {
  const dx = shiftInto(box.x * viewport.zoom + viewport.x, box.width * viewport.zoom, pane.width);
  const dy = shiftInto(box.y * viewport.zoom + viewport.y, box.height * viewport.zoom, pane.height);
  return dx === 0 && dy === 0 ? viewport : { x: viewport.x + dx, y: viewport.y + dy, zoom: viewport.zoom };
}

/** How far a stretch must move to lie inside the pane; its start wins when it is longer than the pane. */
function shiftInto(start: number, length: number, room: number): number {
  const end = start + length;
  if (start < nearEdge) return nearEdge - start;
  return end > room - nearEdge ? Math.max(nearEdge - start, room - nearEdge - end) : 0;
}
