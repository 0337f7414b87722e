import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOut } from "./lay-out.ts";
import type { Layout, LayoutEdge, LayoutRequest } from "./layout-graph.ts";
import { anyRequest, faultsOf } from "./testing/any-request.ts";

const size = { width: 200, height: 56 };
const names = (count: number, word = "t"): string[] => Array.from({ length: count }, (_, at) => `${word}${at}`);
const edge = (source: string, target: string): LayoutEdge => ({ id: `${source}>${target}`, source, target });

/** `count` chains of `words` between `start` and `join`. */
function fan(count: number, words: readonly string[] = ["t"], more: Partial<LayoutRequest> = {}): LayoutRequest {
  const chains = Array.from({ length: count }, (_, at) => words.map((word) => `${word}${at}`));
  const edges = chains.flatMap((chain) => ["start", ...chain, "join"].slice(1).map((target, at) => edge(["start", ...chain][at] ?? "", target)));
  return { nodes: ["start", ...chains.flat(), "join"].map((id) => ({ id, ...size })), edges, ...more };
}

const shapeOf = ({ width, height }: Layout): number => width / height;

describe("a wide fan", () => {
  it.each(["LR", "TB"] as const)("of 1,200 tasks is a grid of about the shape of a screen, without a fault, %s", (direction) => {
    const request = fan(1_200, ["t"], { direction });
    const layout = layOut(request);
    expect(layout.nodes.size).toBe(1_202);
    expect(shapeOf(layout)).toBeGreaterThan(1.2);
    expect(shapeOf(layout)).toBeLessThan(2.6);
    expect(new Set([...layout.nodes].filter(([id]) => id.startsWith("t")).map(([, { x }]) => x)).size).toBeGreaterThan(15);
  });

  it.each(["LR", "TB"] as const)("has no fault in its nodes and lines, %s", (direction) => {
    for (const request of [fan(49, ["t"], { direction }), fan(60, ["extract", "load"], { direction })]) expect(faultsOf(request, layOut(request))).toEqual([]);
  });

  it("stands row by row in file order, the node before it and the node after it in the middle of its sides", () => {
    const { nodes, height } = layOut(fan(100));
    const at = (id: string) => nodes.get(id) ?? { x: Number.NaN, y: Number.NaN };
    const rows = names(100).map((id) => at(id).y);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(at("t1").x).toBeGreaterThan(at("t0").x);
    for (const id of ["start", "join"]) expect(Math.abs(at(id).y + 28 - height / 2)).toBeLessThan(1);
    expect(at("start").x).toBe(0);
    expect(Math.max(...[...nodes.values()].map(({ x }) => x))).toBe(at("join").x);
  });

  it("of 48 stays in its column, and so do nodes that are pinned", () => {
    const columnsOf = (request: LayoutRequest): number => new Set([...layOut(request).nodes].filter(([id]) => id.startsWith("t")).map(([, { x }]) => x)).size;
    expect(columnsOf(fan(48))).toBe(1);
    expect(columnsOf(fan(49))).toBeGreaterThan(1);
    const pinned = new Map([["t7", { x: 900, y: 4_000 }]]);
    expect(layOut(fan(200, ["t"], { pinned })).nodes.get("t7")).toMatchObject({ x: 900, y: 4_000 });
  });

  it("stays within its group, beside what else is there", () => {
    const request = fan(60);
    const whole = { ...request, nodes: [...request.nodes, { id: "other", ...size }], edges: [...request.edges, edge("start", "other"), edge("other", "join")], parents: new Map(names(60).map((id) => [id, "all"])) };
    const layout = layOut(whole);
    expect(faultsOf(whole, layout)).toEqual([]);
    expect(layout.groups.size).toBe(1);
  });

  it("holds only what has the same neighbours, all of them", () => {
    const half = (at: number): string => (at % 2 === 0 ? "y" : "z");
    for (const isBefore of [true, false]) {
      const edges = names(98).flatMap((id, at) => [edge("a", id), edge(id, "x"), isBefore ? edge(half(at), id) : edge(id, half(at))]);
      const request = { nodes: ["a", ...names(98), "x", "y", "z"].map((id) => ({ id, ...size })), edges };
      expect(faultsOf(request, layOut(request))).toEqual([]);
    }
  });

  it("before another, each node of which waits for all of it", () => {
    const [first, second] = [names(50, "a"), names(50, "b")];
    const request = { nodes: [...first, ...second].map((id) => ({ id, ...size })), edges: first.flatMap((one) => second.map((other) => edge(one, other))) };
    const layout = layOut(request);
    expect(layout.edges.size).toBe(2_500);
    expect(faultsOf({ ...request, edges: request.edges.filter((_, at) => at % 37 === 0) }, layout).filter((fault) => !fault.includes("lies on"))).toEqual([]);
  });

  it("has no fault in the middle of any graph", () => {
    const some = fc.tuple(anyRequest({ groups: true }), fc.nat(31), fc.nat(31), fc.boolean());
    fc.assert(
      fc.property(some, ([any, from, to, isLeaf]) => {
        const members = names(49, "m");
        const ends = [...(any.nodes.some(({ id }) => id === `t${from}`) ? members.map((id) => edge(`t${from}`, id)) : []), ...(isLeaf ? [] : members.map((id) => edge(id, `t${to}`)))];
        const request = { ...any, nodes: [...any.nodes, ...members.map((id) => ({ id, ...size }))], edges: [...any.edges, ...ends] };
        expect(faultsOf(request, layOut(request))).toEqual([]);
      }),
      { seed: 20261122, numRuns: 40 },
    );
  });
});
