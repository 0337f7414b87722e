import { describe, expect, it } from "vitest";
import { bendsBetween, roundedPath } from "./edge-path.ts";
import { indexGraph } from "./graph-index.ts";
import { boundsOf, nodeSizeFor } from "./layout.ts";
import { layoutSimply } from "./simple-layout.ts";

const task = (id: string, ...deps: string[]) => ({ id, kind: "SqlTask", deps, enabled: true });
const size = { width: 200, height: 56 };

describe("layoutSimply", () => {
  it("puts each task right of all its dependencies and nothing on top of anything", () => {
    const tasks = Array.from({ length: 200 }, (_, i) => task(`t${i}`, ...(i < 10 ? [] : [`t${i - 10}`, `t${(i * 7) % i}`])));
    const index = indexGraph(tasks);
    const { nodes } = layoutSimply(index, size);
    expect(nodes.size).toBe(200);
    for (const edge of index.edges) {
      expect(nodes.get(edge.source)?.x).toBeLessThan(nodes.get(edge.target)?.x ?? -1);
    }
    const places = new Set([...nodes.values()].map((box) => `${box.x},${box.y}`));
    expect(places.size).toBe(200);
  });

  it("places every task of a graph that is one cycle", () => {
    const { nodes } = layoutSimply(indexGraph([task("a", "c"), task("b", "a"), task("c", "b")]), size);
    expect([...nodes.keys()].sort()).toEqual(["a", "b", "c"]);
  });

  it("gives an empty graph no size", () => {
    expect(layoutSimply(indexGraph([]), size)).toEqual({ nodes: new Map(), edges: new Map(), groups: new Map(), direction: "LR", width: 0, height: 0 });
  });

  it("orders rows so that parallel chains do not cross", () => {
    const index = indexGraph([task("a1"), task("b1"), task("b2", "b1"), task("a2", "a1")]);
    const { nodes } = layoutSimply(index, size);
    const row = (id: string): number => nodes.get(id)?.y ?? Number.NaN;
    expect(row("a1") < row("b1")).toBe(row("a2") < row("b2"));
  });
});

describe("edge path", () => {
  it("is straight on one row and rounded around bends", () => {
    const from = { x: 0, y: 0, width: 100, height: 40 };
    expect(roundedPath(bendsBetween(from, { ...from, x: 200 }))).toBe("M100,20L200,20");
    expect(roundedPath(bendsBetween(from, { ...from, x: 200, y: 100 }))).toBe("M100,20L164,20Q172,20 172,28L172,112Q172,120 180,120L200,120");
  });

  it("goes round for an edge that runs backwards", () => {
    const from = { x: 200, y: 0, width: 100, height: 40 };
    const points = bendsBetween(from, { ...from, x: 0 });
    expect(points.at(-1)).toEqual({ x: 0, y: 20 });
    expect(Math.max(...points.map((point) => point.y))).toBeGreaterThan(40);
  });

  it("cuts a corner by no more than half of a short leg and survives no points", () => {
    expect(roundedPath([])).toBe("");
    expect(roundedPath([{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 4, y: 50 }])).toBe("M0,0L2,0Q4,0 4,2L4,50");
  });
});

describe("sizes", () => {
  it("grows with the longest name within bounds", () => {
    expect(nodeSizeFor([task("a")]).width).toBe(200);
    expect(nodeSizeFor([task("x".repeat(500))]).width).toBe(288);
  });

  it("has no bounds for nothing", () => {
    expect(boundsOf([])).toBeNull();
    expect(boundsOf([{ x: -5, y: 2, width: 10, height: 4 }, { x: 0, y: 0, width: 3, height: 3 }])).toEqual({ x: -5, y: 0, width: 10, height: 6 });
  });
});
