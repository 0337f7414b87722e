/** Shifts columns so that pinned nodes stand in theirs: no column nearer to the one before than it was, pins as exact as can be. */
import { rowPlacer } from "./isotonic.ts";
import type { LayeredNet } from "./layered-net.ts";

const pinWeight = 1e7;

/** @param middles of the columns along the flow @returns by how much each column moves */
export function columnShifts(net: LayeredNet, middles: Float64Array): Float64Array {
  const { pins } = net.piece;
  if (!pins) return new Float64Array(net.layers);
  const asked = Array.from({ length: net.layers }, (): number[] => []);
  pins.along.forEach((pin, node) => {
    const layer = net.layerOf[node] ?? 0;
    if (!Number.isNaN(pin)) asked[layer]?.push(pin - (middles[layer] ?? 0));
  });
  const wish = agreeing(asked.map((shifts) => shifts.sort((a, b) => a - b)));
  const want = Float64Array.from(wish, (shift, layer) => (middles[layer] ?? 0) + (shift ?? nearestWish(wish, layer)));
  const weight = Float64Array.from(wish, (shift) => (shift === undefined ? 1 : pinWeight));
  const list = Int32Array.from(wish, (_, layer) => layer);
  const apart = Float64Array.from(middles, (middle, layer) => (layer === 0 ? 0 : middle - (middles[layer - 1] ?? 0)));
  const place = new Float64Array(net.layers);
  rowPlacer(net.layers)({ list, apart, from: 0, to: net.layers }, want, weight, place);
  // What is exact but for the weight of the others is exact.
  return place.map((at, layer) => (Math.abs(at - (want[layer] ?? 0)) < 0.1 ? (want[layer] ?? 0) : Math.round(at)) - (middles[layer] ?? 0));
}

/**
 * The middle one of what each column's pins ask for, if it keeps the columns in their order: columns with more pins go first.
 * A pin that does not agree is no reason to tear all others from their places.
 */
function agreeing(asked: readonly (readonly number[])[]): (number | undefined)[] {
  const wish: (number | undefined)[] = asked.map(() => undefined);
  const byPins = [...asked.keys()].filter((layer) => (asked[layer]?.length ?? 0) > 0).sort((a, b) => (asked[b]?.length ?? 0) - (asked[a]?.length ?? 0) || a - b);
  for (const layer of byPins) {
    const shifts = asked[layer] ?? [];
    const shift = shifts[shifts.length >> 1] ?? 0;
    // Columns keep their distance when those further right are shifted further right.
    if (wish.every((other, at) => other === undefined || (at < layer ? other <= shift : other >= shift) || Math.abs(other - shift) < 0.01)) wish[layer] = shift;
  }
  return wish;
}

/** What the nearest column with a pin asks for; the one before goes first. */
function nearestWish(wish: readonly (number | undefined)[], layer: number): number {
  for (let away = 1; away < wish.length; away += 1) {
    const found = wish[layer - away] ?? wish[layer + away];
    if (found !== undefined) return found;
  }
  return 0;
}
