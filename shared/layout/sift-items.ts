/**
 * Moves single items within their layer to where their links cross least, both neighbouring layers considered: finds what
 * sorting by means cannot. Looks only so far to each side; never makes crossings more.
 */
import { notePlaces, type ItemOrder } from "./item-order.ts";
import type { LayeredNet } from "./layered-net.ts";
import { isPinned } from "./piece.ts";
import type { Rows } from "./rows.ts";

interface LinkPlaces {
  /** Places of the linked items, ascending, in the rows of `net.before` and `net.after`. */
  readonly before: Int32Array;
  readonly after: Int32Array;
}

/** Owns scratch memory. The answer sifts all layers once and tells how many crossings that saved. */
export function sifter(net: LayeredNet): (order: ItemOrder, reach: number, fromLeft: boolean) => number {
  const places = { before: new Int32Array(net.before.list.length), after: new Int32Array(net.after.list.length) };
  const next = new Int32Array(net.items);
  return (order, reach, fromLeft) => {
    let saved = 0;
    for (let step = 0; step < net.layers; step += 1) {
      const layer = fromLeft ? step : net.layers - 1 - step;
      noteLinks(net.after, net.before, order, { layer: layer - 1, places: places.before, next });
      noteLinks(net.before, net.after, order, { layer: layer + 1, places: places.after, next });
      saved += siftLayer(net, order, places, { layer, reach });
    }
    return saved;
  };
}

/** Fills the rows of `inwards` for the items that are linked to the layer: bucket sort, by walking that layer in order. */
function noteLinks(outwards: Rows, inwards: Rows, order: ItemOrder, { layer, places, next }: { layer: number; places: Int32Array; next: Int32Array }): void {
  if (layer < 0 || layer + 1 >= order.start.length) return;
  const from = order.start[layer] ?? 0;
  const to = order.start[layer + 1] ?? 0;
  for (let at = from; at < to; at += 1) {
    const item = order.items[at] ?? 0;
    for (let i = outwards.start[item] ?? 0; i < (outwards.start[item + 1] ?? 0); i += 1) next[outwards.list[i] ?? 0] = 0;
  }
  for (let at = from; at < to; at += 1) {
    const item = order.items[at] ?? 0;
    for (let i = outwards.start[item] ?? 0; i < (outwards.start[item + 1] ?? 0); i += 1) {
      const other = outwards.list[i] ?? 0;
      const known = next[other] ?? 0;
      places[(inwards.start[other] ?? 0) + known] = at - from;
      next[other] = known + 1;
    }
  }
}

function siftLayer(net: LayeredNet, order: ItemOrder, places: LinkPlaces, { layer, reach }: { layer: number; reach: number }): number {
  const from = order.start[layer] ?? 0;
  const to = order.start[layer + 1] ?? 0;
  const layerItems = order.items.slice(from, to);
  let saved = 0;
  for (const item of layerItems) {
    const at = from + (order.place[item] ?? 0);
    const up = bestMove(net, order, places, { at, step: -1, end: Math.max(from - 1, at - reach - 1) });
    const down = bestMove(net, order, places, { at, step: 1, end: Math.min(to, at + reach + 1) });
    const best = up.saved >= down.saved ? up : down;
    if (best.saved <= 0) continue;
    saved += best.saved;
    move(order.items, at, best.to);
    notePlaces(order, layer);
  }
  return saved;
}

interface Move {
  readonly to: number;
  readonly saved: number;
}

function bestMove(net: LayeredNet, order: ItemOrder, places: LinkPlaces, { at, step, end }: { at: number; step: 1 | -1; end: number }): Move {
  const item = order.items[at] ?? 0;
  const group = net.groupOf[item];
  let saved = 0;
  let most = 0;
  let to = at;
  for (let other = at + step; other !== end; other += step) {
    const passed = order.items[other] ?? 0;
    if (net.groupOf[passed] !== group || (isPinned(net.piece, item) && isPinned(net.piece, passed))) break;
    const upper = step === 1 ? item : passed;
    const lower = step === 1 ? passed : item;
    saved += gainOfSwap(net.before, places.before, upper, lower) + gainOfSwap(net.after, places.after, upper, lower);
    if (saved > most) {
      most = saved;
      to = other;
    }
  }
  return { to, saved: most };
}

/** Crossings between the links of two items on one side now, less those with the two the other way round. */
function gainOfSwap({ start }: Rows, places: Int32Array, upper: number, lower: number): number {
  const upperEnd = start[upper + 1] ?? 0;
  const lowerStart = start[lower] ?? 0;
  const lowerEnd = start[lower + 1] ?? 0;
  let gain = 0;
  let less = lowerStart;
  let lessOrSame = lowerStart;
  for (let i = start[upper] ?? 0; i < upperEnd; i += 1) {
    const own = places[i] ?? 0;
    while (less < lowerEnd && (places[less] ?? 0) < own) less += 1;
    while (lessOrSame < lowerEnd && (places[lessOrSame] ?? 0) <= own) lessOrSame += 1;
    gain += less - lowerStart - (lowerEnd - lessOrSame);
  }
  return gain;
}

function move(items: Int32Array, from: number, to: number): void {
  const item = items[from] ?? 0;
  if (from < to) items.copyWithin(from, from + 1, to + 1);
  else items.copyWithin(to + 1, to, from);
  items[to] = item;
}
