import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignLayers } from "./assign-layers.ts";
import { findBackEdges } from "./turn-back-edges.ts";

const runs = { seed: 11, numRuns: 300 };
type Pairs = readonly (readonly [number, number])[];

const ints = (pairs: Pairs, side: 0 | 1): Int32Array => Int32Array.from(pairs, (pair) => pair[side]);
const layersOf = (nodes: number, pairs: Pairs): number[] => [...assignLayers(new Float64Array(nodes).fill(56), ints(pairs, 0), ints(pairs, 1))];
const lengthOf = (pairs: Pairs, layers: readonly number[]): number => pairs.reduce((sum, [a, b]) => sum + (layers[b] ?? 0) - (layers[a] ?? 0), 0);

/** Edges from a smaller node to a larger one, none twice, over at most `most` nodes. */
const acyclic = (most: number): fc.Arbitrary<{ nodes: number; pairs: Pairs }> =>
  fc.integer({ min: 1, max: most }).chain((nodes) =>
    fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 3 * nodes }).map((ends) => {
      const sorted = ends.filter(([a, b]) => a !== b).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
      return { nodes, pairs: [...new Map(sorted.map((pair) => [pair.join(), pair])).values()] };
    }),
  );

/** The shortest sum of lengths that any layering with few layers has: all of them are tried. */
function shortestOf(nodes: number, pairs: Pairs): number {
  let best = Infinity;
  const layers: number[] = [];
  const place = (node: number): void => {
    if (node === nodes) {
      best = Math.min(best, lengthOf(pairs, layers));
      return;
    }
    const first = 1 + Math.max(-1, ...pairs.filter(([, b]) => b === node).map(([a]) => layers[a] ?? 0));
    for (layers[node] = first; (layers[node] ?? 0) < nodes; layers[node] = (layers[node] ?? 0) + 1) place(node + 1);
  };
  place(0);
  return best;
}

describe("assignLayers", () => {
  it("leads every edge to the right and begins with layer 0", () => {
    fc.assert(
      fc.property(acyclic(40), ({ nodes, pairs }) => {
        const layers = layersOf(nodes, pairs);
        expect(Math.min(...layers)).toBe(0);
        for (const [a, b] of pairs) expect(layers[b]).toBeGreaterThan(layers[a] ?? Infinity);
      }),
      runs,
    );
  });

  it("makes edges as short as can be on small graphs", () => {
    fc.assert(fc.property(acyclic(5), ({ nodes, pairs }) => void expect(lengthOf(pairs, layersOf(nodes, pairs))).toBe(shortestOf(nodes, pairs))), runs);
  });

  it("moves a whole chain to the one edge that would be long", () => {
    // 0 … 5 is the long way to 6; 7 and 8 lead to 6 only, and would start far left of it.
    const pairs: Pairs = [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 6], [7, 8], [8, 6]];
    expect(layersOf(9, pairs)).toEqual([0, 1, 2, 3, 4, 5, 6, 4, 5]);
  });

  it("puts nodes that may stand in several layers into the emptier ones", () => {
    // 5, 6 and 7 lie between 0 and 4 and could all stand beside 1, which stands with 8 and 9.
    const pairs: Pairs = [[0, 1], [1, 2], [2, 3], [3, 4], [0, 5], [5, 4], [0, 6], [6, 4], [0, 7], [7, 4], [0, 8], [0, 9]];
    const layers = layersOf(10, pairs);
    expect([1, 2, 3].map((layer) => layers.filter((one) => one === layer).length)).toEqual([3, 3, 2].toSorted((a, b) => b - a));
  });
});

describe("findBackEdges", () => {
  it("leaves no cycle, and turns nothing round where there is none", () => {
    const any = fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 40 }).map((ends) => ends.filter(([a, b]) => a !== b));
    fc.assert(
      fc.property(any, (pairs) => {
        const isBack = findBackEdges(15, ints(pairs, 0), ints(pairs, 1));
        const kept = pairs.filter((_, edge) => isBack[edge] === 0);
        expect(hasCycle(kept)).toBe(false);
        expect(hasCycle(pairs)).toBe(isBack.includes(1));
      }),
      runs,
    );
  });

  it("walks a path of 50,000 nodes without a deep stack", () => {
    const nodes = 50_000;
    const from = Int32Array.from({ length: nodes }, (_, at) => at);
    const isBack = findBackEdges(nodes, from, from.map((at) => (at + 1) % nodes));
    expect(isBack.reduce((sum, one) => sum + one, 0)).toBe(1);
  });
});

/** Takes away nodes without incoming edges until none is left, or none can go. */
function hasCycle(pairs: Pairs): boolean {
  let rest = [...pairs];
  for (;;) {
    const entered = new Set(rest.map(([, b]) => b));
    const next = rest.filter(([a]) => entered.has(a));
    if (next.length === rest.length) return rest.length > 0;
    rest = next;
  }
}
