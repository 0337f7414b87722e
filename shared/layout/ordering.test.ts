import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignLayers } from "./assign-layers.ts";
import { crossingCounter } from "./count-net-crossings.ts";
import { fileOrder, notePlaces, type ItemOrder } from "./item-order.ts";
import { layNet, type LayeredNet } from "./layered-net.ts";
import { orderItems } from "./order-items.ts";
import { sifter } from "./sift-items.ts";
import { sortByKey } from "./sort-by-key.ts";

const runs = { seed: 13, numRuns: 200 };

function netOf(nodes: number, pairs: readonly (readonly [number, number])[]): LayeredNet {
  const from = Int32Array.from(pairs, ([a]) => a);
  const to = Int32Array.from(pairs, ([, b]) => b);
  const sizes = new Float64Array(nodes).fill(56);
  const piece = { nodes, along: sizes, across: sizes, from, to, groupOf: new Int32Array(nodes).fill(-1), groups: { count: 0, parent: new Int32Array(0) }, pins: null };
  return layNet(piece, new Uint8Array(from.length), assignLayers(sizes, from, to));
}

const anyNet = fc.integer({ min: 2, max: 20 }).chain((nodes) =>
  fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 40 }).map((ends) => {
    const sorted = ends.filter(([a, b]) => a !== b).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
    return netOf(nodes, [...new Map(sorted.map((pair) => [pair.join(), pair])).values()]);
  }),
);

/** Every pair of links between the same layers, compared. */
function crossingsByPairs(net: LayeredNet, { place }: ItemOrder): number {
  const links = Array.from({ length: net.items }, (_, a) => [...net.after.list.subarray(net.after.start[a], net.after.start[a + 1])].map((b) => [a, b] as const)).flat();
  let crossings = 0;
  links.forEach(([a, b], at) => {
    for (const [c, d] of links.slice(at + 1)) {
      if (net.layerOf[a] !== net.layerOf[c]) continue;
      if (((place[a] ?? 0) - (place[c] ?? 0)) * ((place[b] ?? 0) - (place[d] ?? 0)) < 0) crossings += 1;
    }
  });
  return crossings;
}

function shuffled(net: LayeredNet, seed: number): ItemOrder {
  const order = fileOrder(net);
  for (let layer = 0; layer < net.layers; layer += 1) {
    const stretch = order.items.subarray(order.start[layer], order.start[layer + 1]);
    stretch.sort((a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101));
    notePlaces(order, layer);
  }
  return order;
}

describe("ordering", () => {
  it("counts crossings as one does by hand, in any order", () => {
    fc.assert(
      fc.property(anyNet, fc.nat(100), (net, seed) => {
        const order = shuffled(net, seed);
        expect(crossingCounter(net).count(order)).toBe(crossingsByPairs(net, order));
      }),
      runs,
    );
  });

  it("sifts exactly as many crossings away as it says", () => {
    fc.assert(
      fc.property(anyNet, fc.nat(100), fc.boolean(), (net, seed, fromLeft) => {
        const order = shuffled(net, seed);
        const before = crossingsByPairs(net, order);
        const saved = sifter(net)(order, 40, fromLeft);
        expect(saved).toBeGreaterThanOrEqual(0);
        expect(crossingsByPairs(net, order)).toBe(before - saved);
      }),
      runs,
    );
  });

  it("keeps every item once, and draws a tree without a crossing", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }), (parents) => {
        const net = netOf(parents.length + 1, parents.map((parent, at) => [parent % (at + 1), at + 1] as const));
        const order = orderItems(net);
        expect([...order.items].toSorted((a, b) => a - b)).toEqual(Array.from({ length: net.items }, (_, item) => item));
        expect(crossingCounter(net).count(order)).toBe(0);
      }),
      runs,
    );
  });

  it("keeps the order of the file where nothing crosses", () => {
    const order = orderItems(netOf(6, [[0, 1], [0, 2], [0, 3], [0, 4], [1, 5], [2, 5], [3, 5], [4, 5]]));
    expect([...order.items]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("sorts stretches of any length by key, equal ones as they were", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 200 }), fc.nat(5), (keys, margin) => {
        const list = Int32Array.from({ length: keys.length }, (_, at) => at);
        const from = Math.min(margin, keys.length);
        const to = Math.max(from, keys.length - margin);
        sortByKey(list, from, to, Float64Array.from(keys), new Int32Array(keys.length));
        const middle = Array.from({ length: to - from }, (_, at) => at + from).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
        expect([...list]).toEqual([...Array(from).keys(), ...middle, ...Array.from({ length: keys.length - to }, (_, at) => at + to)]);
      }),
      runs,
    );
  });
});
