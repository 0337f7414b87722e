/** How many links cross, layer by layer: pairs of links in opposite order at their ends, by a tree of counts (Barth et al. 2002). */
import { lengthOf, type ItemOrder } from "./item-order.ts";
import type { LayeredNet } from "./layered-net.ts";

export interface CrossingCounter {
  count(order: ItemOrder): number;
}

/** Owns the scratch memory of counting, so that counting allocates nothing. */
export function crossingCounter(net: LayeredNet): CrossingCounter {
  const sorted = new Int32Array(net.after.list.length);
  const next = new Int32Array(net.items);
  const tree = new Int32Array(net.items + 2);
  return {
    count(order) {
      sortLinks(net, order, sorted, next);
      let crossings = 0;
      for (let layer = 0; layer + 1 < net.layers; layer += 1) crossings += countGap(net, order, { layer, sorted, tree });
      return crossings;
    },
  };
}

/** Rows of `after` as places in ascending order: bucket sort, by walking the target layers in order. */
function sortLinks(net: LayeredNet, { items, place }: ItemOrder, sorted: Int32Array, next: Int32Array): void {
  next.set(net.after.start.subarray(0, net.items));
  const { start, list } = net.before;
  for (const item of items) {
    const own = place[item] ?? 0;
    for (let i = start[item] ?? 0; i < (start[item + 1] ?? 0); i += 1) {
      const source = list[i] ?? 0;
      const at = next[source] ?? 0;
      sorted[at] = own;
      next[source] = at + 1;
    }
  }
}

function countGap(net: LayeredNet, order: ItemOrder, { layer, sorted, tree }: { layer: number; sorted: Int32Array; tree: Int32Array }): number {
  const size = lengthOf(order, layer + 1);
  tree.fill(0, 0, size + 1);
  let crossings = 0;
  let seen = 0;
  for (let at = order.start[layer] ?? 0; at < (order.start[layer + 1] ?? 0); at += 1) {
    const item = order.items[at] ?? 0;
    const from = net.after.start[item] ?? 0;
    const to = net.after.start[item + 1] ?? 0;
    // First ask for all links of the item, then note them: links that begin together do not cross.
    for (let i = from; i < to; i += 1) {
      let notBelow = 0;
      for (let node = (sorted[i] ?? 0) + 1; node > 0; node -= node & -node) notBelow += tree[node] ?? 0;
      crossings += seen - notBelow;
    }
    for (let i = from; i < to; i += 1) for (let node = (sorted[i] ?? 0) + 1; node <= size; node += node & -node) tree[node] = (tree[node] ?? 0) + 1;
    seen += to - from;
  }
  return crossings;
}
