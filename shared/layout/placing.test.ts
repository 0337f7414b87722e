import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowPlacer } from "./isotonic.ts";
import { layOut, layOutInColumns } from "./lay-out.ts";
import { layOutPart } from "./lay-out-part.ts";
import type { LayoutRequest } from "./layout-graph.ts";
import { packPieces } from "./pack-pieces.ts";
import { routeAround } from "./route-around.ts";
import { overlap, passesThrough } from "./testing/any-request.ts";

const runs = { seed: 17, numRuns: 200 };
const size = { width: 200, height: 56 };

/** `{ b: "a", c: "a b" }`: names and what they depend on. */
function request(deps: Record<string, string>, more: Partial<LayoutRequest> = {}): LayoutRequest {
  const edges = Object.entries(deps).flatMap(([target, sources]) => sources.split(" ").filter(Boolean).map((source) => ({ id: `${source}>${target}`, source, target })));
  return { nodes: Object.keys(deps).map((id) => ({ id, ...size })), edges, ...more };
}

describe("rowPlacer", () => {
  it("keeps order and distances, and no small move of any one or any run makes it better", () => {
    const thing = fc.record({ want: fc.integer({ min: -200, max: 200 }), weight: fc.integer({ min: 1, max: 9 }), apart: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(thing, { minLength: 1, maxLength: 12 }), (things) => {
        const list = Int32Array.from(things.keys());
        const want = Float64Array.from(things, (one) => one.want);
        const weight = Float64Array.from(things, (one) => one.weight);
        const apart = Float64Array.from(things, (one, at) => (at === 0 ? 0 : one.apart));
        const place = new Float64Array(things.length);
        rowPlacer(things.length)({ list, apart, from: 0, to: things.length }, want, weight, place);
        const costOf = (places: Float64Array): number => places.reduce((sum, at, i) => sum + (weight[i] ?? 0) * (at - (want[i] ?? 0)) ** 2, 0);
        const isAllowed = (places: Float64Array): boolean => places.every((at, i) => i === 0 || at - (places[i - 1] ?? 0) >= (apart[i] ?? 0) - 1e-9);
        expect(isAllowed(place)).toBe(true);
        for (let from = 0; from < things.length; from += 1) {
          for (let to = from + 1; to <= things.length; to += 1) {
            for (const by of [-0.01, 0.01]) {
              const moved = place.map((at, i) => (i >= from && i < to ? at + by : at));
              if (isAllowed(moved)) expect(costOf(moved)).toBeGreaterThanOrEqual(costOf(place) - 1e-9);
            }
          }
        }
      }),
      runs,
    );
  });
});

describe("layOut draws", () => {
  it("a chain as one straight line, left to right or top to bottom", () => {
    const chain = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`t${at}`, at === 0 ? "" : `t${at - 1}`]));
    const level = layOut(request(chain));
    expect(new Set([...level.nodes.values()].map((box) => box.y))).toEqual(new Set([0]));
    expect([...level.edges.values()].every((line) => line.length === 2)).toBe(true);
    const upright = layOut(request(chain, { direction: "TB" }));
    expect(new Set([...upright.nodes.values()].map((box) => box.x))).toEqual(new Set([0]));
    expect(upright.height).toBe(500 * 56 + 499 * 56);
  });

  it("a fan of 5,000 in file order, its source in the middle", () => {
    const { nodes, height } = layOutInColumns(request({ hub: "", ...Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`t${at}`, "hub"])) }));
    expect(height).toBe(5000 * 76 - 20);
    expect(Math.abs((nodes.get("hub")?.y ?? 0) + 28 - height / 2)).toBeLessThan(76);
    expect([0, 1, 4999].map((at) => nodes.get(`t${at}`)?.y)).toEqual([0, 76, 4999 * 76]);
  });

  it("a long edge straight where there is room, and beside the nodes that it passes", () => {
    const { edges } = layOut(request({ a: "", b: "a", c: "b", d: "c a" }));
    const line = edges.get("a>d") ?? [];
    expect(new Set(line.map((point) => point.y)).size).toBeLessThanOrEqual(2);
  });

  it("one trunk for edges of one source, and one upright for all from some to the same", () => {
    const { edges } = layOut(request({ a: "", b: "", c: "a b", d: "a b", e: "a b" }));
    const uprights = [...edges.values()].filter((line) => line.length > 2).map((line) => line[1]?.x);
    expect(new Set(uprights).size).toBe(1);
  });

  it("an edge of a cycle from the right of its source round to the left of its target", () => {
    const { nodes, edges } = layOut(request({ a: "c", b: "a", c: "b" }));
    const back = [...edges].find(([id]) => (nodes.get(id[0] ?? "")?.x ?? 0) > (nodes.get(id[2] ?? "")?.x ?? 0))?.[1] ?? [];
    expect([back.length, Math.min(...back.map((point) => point.x))]).toEqual([6, 0]);
  });

  it("pieces apart, single nodes in a row below", () => {
    const { nodes, height } = layOut(request({ a: "", b: "a", x: "", l1: "", y: "x", z: "y", l2: "" }));
    expect([nodes.get("x"), nodes.get("a"), nodes.get("l1"), nodes.get("l2")].map((box) => box && [box.x, box.y])).toEqual([[0, 0], [0, 100], [0, 200], [220, 200]]);
    expect(height).toBe(256);
  });

  it("nested groups with room for their names above", () => {
    const parents = new Map([["a", "inner"], ["b", "inner"], ["inner", "outer"], ["c", "outer"]]);
    const { nodes, groups } = layOut(request({ a: "", b: "a", c: "a", d: "b c" }, { parents }));
    const [outer, inner] = [groups.get("outer"), groups.get("inner")];
    const top = Math.min(nodes.get("a")?.y ?? 0, nodes.get("b")?.y ?? 0);
    expect(top - (inner?.y ?? 0)).toBeGreaterThanOrEqual(38);
    expect((inner?.y ?? 0) - (outer?.y ?? 0)).toBeGreaterThanOrEqual(14);
    expect((inner?.x ?? 0) - (outer?.x ?? 0)).toBe(14);
  });

  it("a group in as few columns as its nodes allow, though an edge gets longer", () => {
    const deps = { a: "", b: "a", c: "b", d: "c", x: "", e: "d x" };
    expect(layOut(request(deps)).nodes.get("x")?.x).toBe(3 * 256);
    const { groups } = layOut(request(deps, { parents: new Map([["b", "g"], ["x", "g"]]) }));
    expect(groups.get("g")?.width).toBe(200 + 2 * 14);
  });

  it("the rest around a pinned node, which draws its column and its row along", () => {
    const free = layOut(request({ a: "", b: "a", c: "b" }));
    const { nodes, edges } = layOut(request({ a: "", b: "a", c: "b" }, { pinned: new Map([["b", { x: 1000, y: 300 }]]) }));
    expect([...nodes]).toEqual([...free.nodes].map(([id, box]) => [id, { ...box, x: box.x + 744, y: 300 }]));
    expect(edges.get("a>b")).toEqual([{ x: 944, y: 328 }, { x: 1000, y: 328 }]);
  });

  it("round a node that is pinned in the way", () => {
    const { nodes, edges } = layOut(request({ a: "", b: "a", c: "b", p: "" }, { pinned: new Map([["a", { x: 0, y: 0 }], ["c", { x: 900, y: 0 }], ["b", { x: 450, y: 200 }], ["p", { x: 460, y: 0 }]]) }));
    for (const [id, line] of edges) for (const [node, box] of nodes) expect(passesThrough(line, box), `${id} through ${node}`).toBe(false);
  });
});

describe("layOutPart", () => {
  const all = request({ a: "", b: "a", c: "a", d: "b c", e: "d" });
  const places = layOut(all).nodes;

  it("moves the part only, and keeps its middle", () => {
    const scattered = new Map([...places].map(([id, box]) => [id, id === "b" ? { ...box, y: box.y - 300 } : id === "c" ? { ...box, y: box.y + 300 } : box]));
    const laid = layOutPart(all, { nodes: new Set(["b", "c"]), places: scattered });
    expect([...laid.nodes.keys()]).toEqual(["b", "c"]);
    const middle = [...laid.nodes.values()].reduce((sum, box) => sum + box.y + 28, 0) / 2;
    expect(Math.abs(middle - ((places.get("b")?.y ?? 0) + (places.get("c")?.y ?? 0)) / 2 - 28)).toBeLessThanOrEqual(40);
  });

  it("covers none of the others", () => {
    fc.assert(
      fc.property(fc.subarray([...places.keys()], { minLength: 1, maxLength: 4 }), fc.array(fc.tuple(fc.integer({ min: -300, max: 900 }), fc.integer({ min: -200, max: 300 })), { minLength: 5, maxLength: 5 }), (part, shifts) => {
        const now = new Map([...places.keys()].map((id, at) => [id, { x: (shifts[at]?.[0] ?? 0) * 3, y: (shifts[at]?.[1] ?? 0) * 3, ...size }]));
        const laid = layOutPart(all, { nodes: new Set(part), places: now });
        for (const box of laid.nodes.values()) for (const [id, other] of now) expect(!part.includes(id) && overlap(box, other)).toBe(false);
      }),
      runs,
    );
  });
});

describe("routeAround", () => {
  it("finds a way around any boxes that leave one, upright and level", () => {
    const spot = fc.record({ x: fc.integer({ min: 0, max: 5 }), y: fc.integer({ min: 0, max: 8 }) });
    fc.assert(
      fc.property(fc.uniqueArray(spot, { minLength: 2, maxLength: 30, selector: ({ x, y }) => `${x},${y}` }), (spots) => {
        const boxes = spots.map(({ x, y }) => ({ x: x * 256, y: y * 76, ...size }));
        const [source, target] = boxes;
        if (!source || !target) return;
        const line = routeAround(boxes, source, target, 9);
        expect(line[0]).toEqual({ x: source.x + 200, y: source.y + 28 });
        expect(line.at(-1)).toEqual({ x: target.x, y: target.y + 28 });
        for (const box of boxes) expect(passesThrough(line, box)).toBe(false);
        line.slice(1).forEach((point, at) => expect(point.x === line[at]?.x || point.y === line[at]?.y).toBe(true));
      }),
      runs,
    );
  });
});

describe("packPieces", () => {
  it("lays nothing on anything, in about the shape of a screen", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ width: fc.integer({ min: 1, max: 400 }), height: fc.integer({ min: 1, max: 300 }) }), { minLength: 1, maxLength: 40 }), (sizes) => {
        const boxes = packPieces(sizes, 10).map((at, i) => ({ ...at, width: 0, height: 0, ...sizes[i] }));
        boxes.forEach((box, at) => boxes.slice(at + 1).forEach((other) => expect(overlap(box, other)).toBe(false)));
      }),
      runs,
    );
    expect(packPieces(Array.from({ length: 100 }, () => size), 20).at(-1)).toEqual({ x: 220, y: 1064 });
  });
});
