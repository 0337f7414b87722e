/**
 * Where the items of each layer lie across the flow: as near to their neighbours as their order allows, long lines straight.
 * Sweeps of isotonic regression find the balance, then everything is brought apart for good, then lines are straightened.
 */
import { rowPlacer } from "./isotonic.ts";
import type { ItemOrder } from "./item-order.ts";
import { chainLayers, upperBorder, type GroupInset, type LayerChains } from "./layer-chains.ts";
import type { LayeredNet } from "./layered-net.ts";
import { linkWeight } from "./link-weight.ts";
import { isPinned, type Pins } from "./piece.ts";
import { separate } from "./separate.ts";
import type { Spacing } from "./spacing.ts";
import { straighten } from "./straighten.ts";

const borderWeight = 3;
/** Of a node without neighbours: it stays where it is, unless in the way. */
const idleWeight = 0.01;
const pinWeight = 1e7;

export interface Across {
  readonly chains: LayerChains;
  /** By variable of the chains: middles of items, borders of groups. */
  readonly place: Float64Array;
}

export function placeAcross(net: LayeredNet, order: ItemOrder, spacing: Spacing, inset: GroupInset): Across {
  const chains = chainLayers(net, order, spacing, inset);
  const place = new Float64Array(chains.variables);
  stack(net, chains, place);
  if (net.piece.pins) shiftToPins(net, place, net.piece.pins);
  sweep(net, chains, place);
  separate(net, chains, place);
  straighten(net, chains, place);
  tightenBorders(net, chains, place);
  const rounded = place.map(Math.round);
  if (net.piece.pins) putOnPins(rounded, net.piece.pins);
  return { chains, place: rounded };
}

/** So that the sweeps begin where the pins are. */
function shiftToPins(net: LayeredNet, place: Float64Array, { across }: Pins): void {
  const shifts = [...across.keys()].filter((node) => isPinned(net.piece, node)).map((node) => (across[node] ?? 0) - (place[node] ?? 0));
  const by = shifts.reduce((sum, one) => sum + one, 0) / shifts.length;
  place.forEach((at, variable) => (place[variable] = at + by));
}

/** What is there but for rounding is there exactly; a pin that others made impossible is the caller's business. */
function putOnPins(place: Float64Array, { across }: Pins): void {
  across.forEach((pin, node) => {
    if (Math.abs((place[node] ?? 0) - pin) < 1) place[node] = pin;
  });
}

/** Every layer packed, all layers centred on one line. */
function stack(net: LayeredNet, { start, list, apart }: LayerChains, place: Float64Array): void {
  for (let layer = 0; layer < net.layers; layer += 1) {
    let below = 0;
    for (let at = start[layer] ?? 0; at < (start[layer + 1] ?? 0); at += 1) {
      below += apart[at] ?? 0;
      place[list[at] ?? 0] = below;
    }
    for (let at = start[layer] ?? 0; at < (start[layer + 1] ?? 0); at += 1) place[list[at] ?? 0] = (place[list[at] ?? 0] ?? 0) - below / 2;
  }
}

/** More for small graphs, where every pixel shows, and enough for large ones. */
function roundsFor(net: LayeredNet): number {
  return Math.max(8, Math.min(40, Math.round(60_000 / net.items)));
}

function sweep(net: LayeredNet, chains: LayerChains, place: Float64Array): void {
  let longest = 0;
  for (let layer = 0; layer < net.layers; layer += 1) longest = Math.max(longest, (chains.start[layer + 1] ?? 0) - (chains.start[layer] ?? 0));
  const placeRow = rowPlacer(longest);
  const want = new Float64Array(chains.variables);
  const weight = new Float64Array(chains.variables);
  const rounds = roundsFor(net);
  for (let round = 0; round < rounds; round += 1) {
    settleBorders(net, place, want, weight);
    // The first rounds look one way only, so that the far ends hear of each other.
    const sides = round < 4 ? [round % 2 === 0] : [true, false];
    for (let step = 0; step < net.layers; step += 1) {
      const layer = round % 2 === 0 ? step : net.layers - 1 - step;
      wishes(net, chains, { layer, sides, place, want, weight });
      placeRow({ ...chains, from: chains.start[layer] ?? 0, to: chains.start[layer + 1] ?? 0 }, want, weight, place);
    }
  }
}

interface Wishing {
  readonly layer: number;
  /** true: towards the layer before. */
  readonly sides: readonly boolean[];
  readonly place: Float64Array;
  readonly want: Float64Array;
  readonly weight: Float64Array;
}

function wishes(net: LayeredNet, { start, list }: LayerChains, { layer, sides, place, want, weight }: Wishing): void {
  for (let at = start[layer] ?? 0; at < (start[layer + 1] ?? 0); at += 1) {
    const item = list[at] ?? 0;
    if (item >= net.items) continue;
    let sum = 0;
    let total = 0;
    for (const side of sides) {
      const rows = side ? net.before : net.after;
      for (let i = rows.start[item] ?? 0; i < (rows.start[item + 1] ?? 0); i += 1) {
        const other = rows.list[i] ?? 0;
        const pull = linkWeight(net, item, other);
        sum += pull * (place[other] ?? 0);
        total += pull;
      }
    }
    if (isPinned(net.piece, item)) {
      want[item] = net.piece.pins?.across[item] ?? 0;
      weight[item] = pinWeight;
      continue;
    }
    want[item] = total === 0 ? (place[item] ?? 0) : sum / total;
    weight[item] = total === 0 ? idleWeight : total;
  }
}

/** Borders want to be where they are just wide enough for what is inside of them now. */
function settleBorders(net: LayeredNet, place: Float64Array, want: Float64Array, weight: Float64Array): void {
  const { groups } = net.piece;
  for (let group = 0; group < groups.count; group += 1) {
    const upper = upperBorder(net, group);
    want[upper] = Infinity;
    want[upper + 1] = -Infinity;
    weight.fill(borderWeight, upper, upper + 2);
  }
  for (let item = 0; item < net.items; item += 1) {
    const half = (net.across[item] ?? 0) / 2 + 10;
    for (let group = net.groupOf[item] ?? -1, depth = 1; group !== -1; group = groups.parent[group] ?? -1, depth += 1) {
      const upper = upperBorder(net, group);
      want[upper] = Math.min(want[upper] ?? 0, (place[item] ?? 0) - half * depth);
      want[upper + 1] = Math.max(want[upper + 1] ?? 0, (place[item] ?? 0) + half * depth);
    }
  }
}

/** Borders that were left too wide come close; inner groups first. */
function tightenBorders(net: LayeredNet, { start, list, apart }: LayerChains, place: Float64Array): void {
  for (let group = net.piece.groups.count - 1; group >= 0; group -= 1) {
    const upper = upperBorder(net, group);
    let top = Infinity;
    let bottom = -Infinity;
    for (let layer = net.spans.first[group] ?? 0; layer <= (net.spans.last[group] ?? -1); layer += 1) {
      for (let at = start[layer] ?? 0; at < (start[layer + 1] ?? 0); at += 1) {
        if (list[at] === upper) top = Math.min(top, (place[list[at + 1] ?? 0] ?? 0) - (apart[at + 1] ?? 0));
        if (list[at] === upper + 1) bottom = Math.max(bottom, (place[list[at - 1] ?? 0] ?? 0) + (apart[at] ?? 0));
      }
    }
    place[upper] = top;
    place[upper + 1] = bottom;
  }
}
