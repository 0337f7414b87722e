/**
 * What must lie below what, and by how much: for each layer the chain of its items from top to bottom, with the borders of the
 * groups between them. A border is one variable in all layers that its group spans, which makes the group a box.
 */
import { lengthOf, type ItemOrder } from "./item-order.ts";
import type { LayeredNet } from "./layered-net.ts";
import { groupsAround, isWithin } from "./piece.ts";
import type { Spacing } from "./spacing.ts";

export interface LayerChains {
  /** Items, then the upper and the lower border of each group. */
  readonly variables: number;
  /** Chain of layer k: `list[start[k]]` up to, without it, `list[start[k + 1]]`. */
  readonly start: Int32Array;
  readonly list: Int32Array;
  /** Least distance to the one before in the chain; 0 for the first. Items count from their middle. */
  readonly apart: Float64Array;
}

export interface GroupInset {
  readonly above: number;
  readonly below: number;
}

export function upperBorder(net: LayeredNet, group: number): number {
  return net.items + 2 * group;
}

export function chainLayers(net: LayeredNet, order: ItemOrder, spacing: Spacing, inset: GroupInset): LayerChains {
  const start = new Int32Array(net.layers + 1);
  const list: number[] = [];
  const apart: number[] = [];
  for (let layer = 0; layer < net.layers; layer += 1) {
    start[layer] = list.length;
    const chain = chainOf(net, order, layer);
    chain.forEach((variable, at) => {
      list.push(variable);
      apart.push(at === 0 ? 0 : distance(net, { spacing, inset }, chain[at - 1] ?? 0, variable));
    });
  }
  start[net.layers] = list.length;
  return { variables: net.items + 2 * net.piece.groups.count, start, list: Int32Array.from(list), apart: Float64Array.from(apart) };
}

function chainOf(net: LayeredNet, order: ItemOrder, layer: number): number[] {
  const from = order.start[layer] ?? 0;
  const items = order.items.subarray(from, from + lengthOf(order, layer));
  const { groups } = net.piece;
  if (groups.count === 0) return [...items];
  const chain: number[] = [];
  let open = -1;
  const moveTo = (group: number): void => {
    while (!isWithin(groups, group, open)) {
      chain.push(upperBorder(net, open) + 1);
      open = groups.parent[open] ?? -1;
    }
    const entered = [...groupsAround(groups, group)].filter((one) => !isWithin(groups, open, one) || open === -1);
    for (const one of entered.reverse()) chain.push(upperBorder(net, one));
    open = group;
  };
  for (const item of items) {
    moveTo(net.groupOf[item] ?? -1);
    chain.push(item);
  }
  moveTo(-1);
  return chain;
}

function distance(net: LayeredNet, { spacing, inset }: { spacing: Spacing; inset: GroupInset }, upper: number, lower: number): number {
  const isOpening = (variable: number): boolean => variable >= net.items && (variable - net.items) % 2 === 0;
  const isClosing = (variable: number): boolean => variable >= net.items && (variable - net.items) % 2 === 1;
  const halves = ((net.across[upper] ?? 0) + (net.across[lower] ?? 0)) / 2;
  if (isOpening(upper)) return halves + inset.above;
  if (isClosing(lower)) return halves + inset.below;
  const isSolid = (variable: number): boolean => variable < net.piece.nodes || variable >= net.items;
  if (isSolid(upper) && isSolid(lower)) return halves + spacing.nodes;
  return halves + (isSolid(upper) || isSolid(lower) ? spacing.nodeLine : spacing.lines);
}
