/**
 * Orders the items of each layer so that few links cross: sweeps that sort each layer by the mean or median place of its
 * neighbours, from several starts, then sifting of what is best. How long it tries depends on the size of the graph only,
 * never on a clock, and chance comes from a fixed seed: the same graph is always drawn the same.
 */
import { crossingCounter, type CrossingCounter } from "./count-net-crossings.ts";
import { copyOrder, fileOrder, lengthOf, restoreOrder, settleGroups, shareOf, sortLayer, type ItemOrder, type OrderCopy } from "./item-order.ts";
import type { LayeredNet } from "./layered-net.ts";
import { seededRandom } from "./seeded-random.ts";
import { sifter } from "./sift-items.ts";

export interface Effort {
  readonly starts: number;
  /** Sweeps without a gain after which a start is given up. */
  readonly patience: number;
  readonly sifts: number;
  readonly reach: number;
}

/** Sifting takes most of the time, and seldom makes the best of a start that was much worse before. */
const worthSifting = 1.08;

interface Best {
  crossings: number;
  order: OrderCopy;
}

export function orderItems(net: LayeredNet, effort: Effort = effortFor(net)): ItemOrder {
  const order = fileOrder(net);
  const counter = crossingCounter(net);
  const sift = sifter(net);
  const random = seededRandom(net.items);
  walkFromSources(net, order);
  const best: Best = { crossings: counter.count(order), order: copyOrder(order) };
  const siftAll = (): void => {
    let crossings = counter.count(order);
    for (let round = 0; round < effort.sifts; round += 1) {
      const saved = sift(order, effort.reach, round % 2 === 0);
      if (saved === 0) break;
      crossings -= saved;
    }
    note(order, crossings, best);
  };
  let leastSwept = Infinity;
  for (let start = 0; start < effort.starts && best.crossings > 0; start += 1) {
    if (start > 0) shuffle(net, order, { random, layer: start % 2 === 0 ? 0 : net.layers - 1 });
    const swept = sweepUntilStill(net, order, counter, { best, effort, forward: start % 2 === 0, byMedian: start % 4 > 1 });
    leastSwept = Math.min(leastSwept, swept);
    if (swept <= leastSwept * worthSifting) siftAll();
  }
  restoreOrder(net, order, best.order);
  return order;
}

/** Items that were tried as often in a graph of 50 nodes as in one of 5,000 would keep a person waiting or waste their time. */
function effortFor(net: LayeredNet): Effort {
  const size = net.items + net.after.list.length;
  const isSmall = size < 2000;
  return { starts: Math.max(1, Math.min(24, Math.round((isSmall ? 16_000 : 8_000) / size))), patience: 4, sifts: 4, reach: isSmall ? 40 : 12 };
}

/** The first order: depth first from the sources in file order, so that a graph without crossings is drawn without. */
function walkFromSources(net: LayeredNet, order: ItemOrder): void {
  const isSeen = new Uint8Array(net.items);
  let count = 0;
  const open: number[] = [];
  const walk = (root: number): void => {
    open.push(root);
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      if (isSeen[item] === 1) continue;
      isSeen[item] = 1;
      order.key[item] = count;
      count += 1;
      for (let i = (net.after.start[item + 1] ?? 0) - 1; i >= (net.after.start[item] ?? 0); i -= 1) open.push(net.after.list[i] ?? 0);
    }
  };
  for (let item = 0; item < net.items; item += 1) if (net.before.start[item] === net.before.start[item + 1]) walk(item);
  for (let layer = 0; layer < net.layers; layer += 1) sortLayer(net, order, layer);
  settleGroups(net, order);
}

function shuffle(net: LayeredNet, order: ItemOrder, { random, layer }: { random: () => number; layer: number }): void {
  for (let at = order.start[layer] ?? 0; at < (order.start[layer + 1] ?? 0); at += 1) order.key[order.items[at] ?? 0] = random();
  for (let group = 0; group < order.groupKey.length; group += 1) order.groupKey[group] = random();
  sortLayer(net, order, layer);
}

interface Sweeping {
  readonly best: Best;
  readonly effort: Effort;
  readonly forward: boolean;
  readonly byMedian: boolean;
}

/** Leaves `order` at the best of this start. @returns its crossings */
function sweepUntilStill(net: LayeredNet, order: ItemOrder, counter: CrossingCounter, { best, effort, forward, byMedian }: Sweeping): number {
  const own: Best = { crossings: Infinity, order: best.order };
  let still = 0;
  for (let sweep = 0; still < effort.patience && own.crossings > 0; sweep += 1) {
    sweepOnce(net, order, { forward: forward === (sweep % 2 === 0), byMedian });
    settleGroups(net, order);
    const crossings = counter.count(order);
    still = crossings < own.crossings ? 0 : still + 1;
    note(order, crossings, own);
  }
  restoreOrder(net, order, own.order);
  note(order, own.crossings, best);
  return own.crossings;
}

function note(order: ItemOrder, crossings: number, best: Best): void {
  if (crossings >= best.crossings) return;
  best.crossings = crossings;
  best.order = copyOrder(order);
}

function sweepOnce(net: LayeredNet, order: ItemOrder, { forward, byMedian }: { forward: boolean; byMedian: boolean }): void {
  for (let step = 1; step < net.layers; step += 1) {
    const layer = forward ? step : net.layers - 1 - step;
    if (byMedian) keyByMedian(net, order, layer, forward);
    else keyByMean(net, order, layer, forward);
    fillKeys(net, order, layer);
    sortLayer(net, order, layer);
  }
}

function keyByMean(net: LayeredNet, order: ItemOrder, layer: number, forward: boolean): void {
  const { start, list } = forward ? net.before : net.after;
  const { place, key, items } = order;
  const length = lengthOf(order, forward ? layer - 1 : layer + 1);
  for (let at = order.start[layer] ?? 0; at < (order.start[layer + 1] ?? 0); at += 1) {
    const item = items[at] ?? 0;
    const from = start[item] ?? 0;
    const to = start[item + 1] ?? 0;
    let sum = 0;
    for (let i = from; i < to; i += 1) sum += place[list[i] ?? 0] ?? 0;
    key[item] = from === to ? Number.NaN : (sum / (to - from) + 0.5) / length;
  }
}

function keyByMedian(net: LayeredNet, order: ItemOrder, layer: number, forward: boolean): void {
  const { start, list } = forward ? net.before : net.after;
  const { place, key, items } = order;
  const length = lengthOf(order, forward ? layer - 1 : layer + 1);
  for (let at = order.start[layer] ?? 0; at < (order.start[layer + 1] ?? 0); at += 1) {
    const item = items[at] ?? 0;
    const from = start[item] ?? 0;
    const to = start[item + 1] ?? 0;
    const places = list.slice(from, to);
    for (let i = 0; i < places.length; i += 1) places[i] = place[places[i] ?? 0] ?? 0;
    places.sort();
    const middle = places.length >> 1;
    const median = places.length % 2 === 1 ? (places[middle] ?? 0) : ((places[middle] ?? 0) + (places[middle - 1] ?? 0)) / 2;
    key[item] = from === to ? Number.NaN : (median + 0.5) / length;
  }
}

/** Items without neighbours on this side stand by their mate, or stay between those they stand between. */
function fillKeys(net: LayeredNet, order: ItemOrder, layer: number): void {
  const { start, items, key } = order;
  const from = start[layer] ?? 0;
  const to = start[layer + 1] ?? 0;
  let known = 0;
  for (let at = from; at < to; at += 1) {
    const item = items[at] ?? 0;
    if (!Number.isNaN(key[item] ?? 0)) {
      known = key[item] ?? 0;
      continue;
    }
    const mate = net.mate[item] ?? -1;
    let ahead = at + 1;
    while (mate === -1 && ahead < to && Number.isNaN(key[items[ahead] ?? 0] ?? 0)) ahead += 1;
    key[item] = mate === -1 ? (known + (ahead < to ? (key[items[ahead] ?? 0] ?? 0) : 1)) / 2 : shareOf(net, order, mate);
  }
}
