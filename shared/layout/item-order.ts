/** In which order the items of each layer stand, top to bottom, and the one way to change it: sort a layer by keys. */
import { groupsAround, isPinned } from "./piece.ts";
import type { LayeredNet } from "./layered-net.ts";
import { sortByKey } from "./sort-by-key.ts";

export interface ItemOrder {
  /** Items of layer k: `items[start[k]]` up to, without it, `items[start[k + 1]]`. */
  readonly start: Int32Array;
  readonly items: Int32Array;
  /** Place of each item in its layer. */
  readonly place: Int32Array;
  /** By item; what the next sort goes by. */
  readonly key: Float64Array;
  /** By group: its place among its siblings, the same in all layers, so that boxes never cross. */
  readonly groupKey: Float64Array;
  readonly spare: Int32Array;
}

export function fileOrder(net: LayeredNet): ItemOrder {
  const start = new Int32Array(net.layers + 1);
  for (const layer of net.layerOf) start[layer + 1] = (start[layer + 1] ?? 0) + 1;
  for (let layer = 0; layer < net.layers; layer += 1) start[layer + 1] = (start[layer + 1] ?? 0) + (start[layer] ?? 0);
  const next = start.slice();
  const items = new Int32Array(net.items);
  net.layerOf.forEach((layer, item) => {
    const at = next[layer] ?? 0;
    items[at] = item;
    next[layer] = at + 1;
  });
  const groups = net.piece.groups.count;
  const order = { start, items, place: new Int32Array(net.items), key: new Float64Array(net.items), groupKey: Float64Array.from({ length: groups }, (_, i) => i), spare: new Int32Array(net.items) };
  for (let layer = 0; layer < net.layers; layer += 1) notePlaces(order, layer);
  return order;
}

export function lengthOf({ start }: ItemOrder, layer: number): number {
  return (start[layer + 1] ?? 0) - (start[layer] ?? 0);
}

/** Sorts a layer by `key`; the items of a group stay together. */
export function sortLayer(net: LayeredNet, order: ItemOrder, layer: number): void {
  const { start, items, key, spare } = order;
  if (net.piece.groups.count === 0) sortByKey(items, start[layer] ?? 0, start[layer + 1] ?? 0, key, spare);
  else items.subarray(start[layer], start[layer + 1]).sort((a, b) => compareInGroups(net, order, a, b));
  if (net.piece.pins) keepPinnedOrder(net, order, layer);
  notePlaces(order, layer);
}

/** Pinned items of a group stand in the order of their pins, in the places that they have among the others. */
function keepPinnedOrder(net: LayeredNet, { start, items }: ItemOrder, layer: number): void {
  const slots = new Map<number, number[]>();
  for (let at = start[layer] ?? 0; at < (start[layer + 1] ?? 0); at += 1) {
    const item = items[at] ?? 0;
    const group = net.groupOf[item] ?? -1;
    if (isPinned(net.piece, item)) slots.set(group, [...(slots.get(group) ?? []), at]);
  }
  for (const places of slots.values()) {
    const pinned = places.map((at) => items[at] ?? 0).sort((a, b) => (net.piece.pins?.across[a] ?? 0) - (net.piece.pins?.across[b] ?? 0) || a - b);
    places.forEach((at, i) => (items[at] = pinned[i] ?? 0));
  }
}

export function notePlaces({ start, items, place }: ItemOrder, layer: number): void {
  const from = start[layer] ?? 0;
  for (let at = from; at < (start[layer + 1] ?? 0); at += 1) place[items[at] ?? 0] = at - from;
}

/** The place in the layer as a share of its length, so that layers of different length compare. */
export function shareOf(net: LayeredNet, order: ItemOrder, item: number): number {
  return ((order.place[item] ?? 0) + 0.5) / lengthOf(order, net.layerOf[item] ?? 0);
}

/** Moves each group to the mean place of its items, in all layers alike. To be called between sorts of all layers. */
export function settleGroups(net: LayeredNet, order: ItemOrder): void {
  const { groups } = net.piece;
  if (groups.count === 0) return;
  const sum = new Float64Array(groups.count);
  const count = new Int32Array(groups.count);
  for (let item = 0; item < net.items; item += 1) {
    const share = shareOf(net, order, item);
    order.key[item] = share;
    for (const group of groupsAround(groups, net.groupOf[item] ?? -1)) {
      sum[group] = (sum[group] ?? 0) + share;
      count[group] = (count[group] ?? 0) + 1;
    }
  }
  for (let group = 0; group < groups.count; group += 1) order.groupKey[group] = (sum[group] ?? 0) / Math.max(1, count[group] ?? 0);
  for (let layer = 0; layer < net.layers; layer += 1) sortLayer(net, order, layer);
}

function compareInGroups(net: LayeredNet, { key, groupKey, place }: ItemOrder, a: number, b: number): number {
  const { parent } = net.piece.groups;
  const ofA = [...groupsAround(net.piece.groups, net.groupOf[a] ?? -1)].reverse();
  const ofB = [...groupsAround({ count: parent.length, parent }, net.groupOf[b] ?? -1)].reverse();
  let depth = 0;
  while (depth < ofA.length && ofA[depth] === ofB[depth]) depth += 1;
  const groupA = ofA[depth] ?? -1;
  const groupB = ofB[depth] ?? -1;
  const keyA = (groupA === -1 ? key[a] : groupKey[groupA]) ?? 0;
  const keyB = (groupB === -1 ? key[b] : groupKey[groupB]) ?? 0;
  if (keyA !== keyB) return keyA - keyB;
  if (groupA !== groupB) return groupA - groupB;
  return (place[a] ?? 0) - (place[b] ?? 0);
}

export interface OrderCopy {
  readonly items: Int32Array;
  readonly groupKey: Float64Array;
}

export function copyOrder({ items, groupKey }: ItemOrder): OrderCopy {
  return { items: items.slice(), groupKey: groupKey.slice() };
}

export function restoreOrder(net: LayeredNet, order: ItemOrder, copy: OrderCopy): void {
  order.items.set(copy.items);
  order.groupKey.set(copy.groupKey);
  for (let layer = 0; layer < net.layers; layer += 1) notePlaces(order, layer);
}
