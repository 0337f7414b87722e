/** Where a window comes back: its last place if a screen is still there, moved and shrunk to fit, else the middle. Pure. */

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const smallestWindow = { width: 800, height: 560 };
const firstWindow = { width: 1360, height: 860 };

/** @param areas work areas of the displays, the primary one first */
export function restoredBounds(saved: Bounds | null, areas: readonly Bounds[]): Bounds | { readonly width: number; readonly height: number } {
  const primary = areas[0];
  if (primary === undefined) return firstWindow;
  if (saved === null || !isWhole(saved)) return { width: Math.min(firstWindow.width, primary.width), height: Math.min(firstWindow.height, primary.height) };
  const area = areas.reduce((best, each) => (overlap(saved, each) > overlap(saved, best) ? each : best), primary);
  const width = clamp(saved.width, Math.min(smallestWindow.width, area.width), area.width);
  const height = clamp(saved.height, Math.min(smallestWindow.height, area.height), area.height);
  return { width, height, x: clamp(saved.x, area.x, area.x + area.width - width), y: clamp(saved.y, area.y, area.y + area.height - height) };
}

function isWhole(bounds: Bounds): boolean {
  return [bounds.x, bounds.y, bounds.width, bounds.height].every((value) => Number.isInteger(value) && Math.abs(value) < 1_000_000);
}

function overlap(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
