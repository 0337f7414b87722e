/** Puts the pieces of a graph side by side on shelves, so that the whole is about as wide as a screen is, and says where each begins. */
import type { Point } from "./layout-graph.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

const screenRatio = 1.6;

/**
 * Pieces are placed in the order given, left to right, shelf below shelf; a wider one than the shelf gets its own.
 * @param width what the shelves have at least
 */
export function packPieces(sizes: readonly Size[], gap: number, width = 0): Point[] {
  const area = sizes.reduce((sum, size) => sum + (size.width + gap) * (size.height + gap), 0);
  const shelf = sizes.reduce((most, size) => Math.max(most, size.width), Math.max(width, Math.sqrt(area * screenRatio)));
  let x = 0;
  let y = 0;
  let tallest = 0;
  return sizes.map((size) => {
    if (x > 0 && x + size.width > shelf) {
      y += tallest + gap;
      x = 0;
      tallest = 0;
    }
    const at = { x, y };
    x += size.width + gap;
    tallest = Math.max(tallest, size.height);
    return at;
  });
}
