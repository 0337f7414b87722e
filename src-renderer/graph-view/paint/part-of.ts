/** The part of a view that some boxes take, as a view of its own. Pure. */
import type { Box } from "../layout.ts";
import type { PaintView } from "./painting.ts";

/** Rings and thick lines go beyond their boxes. */
const marginPx = 8;
/** Grows and shrinks in such steps: what is dragged changes its size a little at each move. */
const stepPx = 64;

/** On whole pixels of the screen, and no larger than the view; null where nothing of it is in sight. */
export function partOf(view: PaintView, bounds: Box | null): PaintView | null {
  if (bounds === null) return null;
  const left = Math.max(0, Math.floor(bounds.x * view.zoom + view.x - marginPx));
  const top = Math.max(0, Math.floor(bounds.y * view.zoom + view.y - marginPx));
  const right = Math.min(view.width, (bounds.x + bounds.width) * view.zoom + view.x + marginPx);
  const bottom = Math.min(view.height, (bounds.y + bounds.height) * view.zoom + view.y + marginPx);
  if (right <= left || bottom <= top) return null;
  return { x: view.x - left, y: view.y - top, zoom: view.zoom, width: steps(right - left), height: steps(bottom - top) };
}

function steps(length: number): number {
  return Math.ceil(length / stepPx) * stepPx;
}
