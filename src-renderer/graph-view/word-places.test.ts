import { describe, expect, it } from "vitest";
import type { GraphTask } from "../../shared/model/dag.ts";
import { indexGraph } from "./graph-index.ts";
import type { Box, GraphLayout } from "./layout.ts";
import type { EdgeWords } from "./run-marks.ts";
import { boxAt, overlap, placeWords } from "./word-places.ts";

const words = (weight: number, part: Partial<EdgeWords> = {}): EdgeWords => ({ lines: ["120 ms", "1.5 s"], title: "", isOver: false, weight, ...part });
const task = (id: string, deps: readonly string[] = []): GraphTask => ({ id, kind: "BashTask", deps, enabled: true }) as unknown as GraphTask;
const node = (x: number, y: number): Box => ({ x, y, width: 200, height: 56 });
const layoutOf = (nodes: Readonly<Record<string, Box>>, edges: GraphLayout["edges"] = new Map()): GraphLayout => ({ nodes: new Map(Object.entries(nodes)), edges, groups: new Map(), direction: "LR", width: 1000, height: 1000 });

/** Two lines that cross in the middle of both. */
const crossing = indexGraph([task("a"), task("b"), task("c", ["a"]), task("d", ["b"])]);
const crossed = layoutOf({ a: node(0, 0), b: node(0, 300), c: node(900, 300), d: node(900, 0) }, new Map([["a->c", [{ x: 200, y: 28 }, { x: 900, y: 328 }]], ["b->d", [{ x: 200, y: 328 }, { x: 900, y: 28 }]]]));
const [first, second] = crossing.edges;
const ids = [first?.id ?? "", second?.id ?? ""] as const;
const layout: GraphLayout = { ...crossed, edges: new Map([...crossed.edges.values()].map((points, at) => [ids[at] ?? "", points])) };

describe("placeWords", () => {
  it("keeps words on one crossing apart: the weightier has the better place, one over the budget the best", () => {
    const light = placeWords(crossing, layout, new Map([[ids[0], words(1)], [ids[1], words(9)]]));
    expect(light.get(ids[1])).toEqual({ x: 550, y: 178 });
    expect(light.get(ids[0])).not.toEqual({ x: 550, y: 178 });
    const over = placeWords(crossing, layout, new Map([[ids[0], words(1, { isOver: true })], [ids[1], words(9)]]));
    expect(over.get(ids[0])).toEqual({ x: 550, y: 178 });
    expect(over.size).toBe(2);
  });

  it("stands beside a task at the end that a line has to itself", () => {
    const index = indexGraph([task("a"), task("b", ["a"]), task("c", ["a"])]);
    const [toB, toC] = index.edges;
    const bent = (y: number) => [{ x: 200, y: 28 }, { x: 228, y: 28 }, { x: 228, y }, { x: 256, y }];
    const fan = layoutOf({ a: node(0, 0), b: node(256, -80), c: node(256, 80) }, new Map([[toB?.id ?? "", bent(-52)], [toC?.id ?? "", bent(108)]]));
    const places = placeWords(index, fan, new Map([[toB?.id ?? "", words(1)], [toC?.id ?? "", words(2)]]));
    expect([...places.values()].map(({ y }) => y).toSorted((one, other) => one - other)).toEqual([-52, 108]);
  });

  it("leaves out the lighter where a line has no room for both", () => {
    const short: GraphLayout = { ...layout, edges: new Map([[ids[0], [{ x: 500, y: 200 }, { x: 520, y: 200 }]], [ids[1], [{ x: 500, y: 204 }, { x: 520, y: 204 }]]]) };
    expect([...placeWords(crossing, short, new Map([[ids[0], words(1)], [ids[1], words(9)]])).keys()]).toEqual([ids[1]]);
  });

  it("covers neither another one nor a task, whatever the graph", () => {
    const count = 60;
    const tasks = Array.from({ length: count }, (_, at) => task(`t${at}`, Array.from({ length: Math.min(at, 3) }, (__, back) => `t${Math.floor(at / (back + 2))}`).filter((id, place, all) => id !== `t${at}` && all.indexOf(id) === place)));
    const index = indexGraph(tasks);
    const boxes = Object.fromEntries(tasks.map(({ id }, at) => [id, node((at % 8) * 260, Math.floor(at / 8) * 110)]));
    const all = new Map(index.edges.map(({ id }, at) => [id, words((at * 7) % 13)]));
    const places = placeWords(index, layoutOf(boxes), all);
    const placed = [...places].map(([id, at]) => boxAt(at, all.get(id) ?? words(0)));
    expect(placed.length).toBeGreaterThan(10);
    for (const [at, box] of placed.entries()) {
      expect(placed.slice(at + 1).filter((other) => overlap(box, other))).toEqual([]);
      expect(Object.values(boxes).filter((other) => overlap(box, other))).toEqual([]);
    }
  });

  it("finds places in a graph of 5,000 edges", () => {
    const tasks = Array.from({ length: 2_500 }, (_, at) => task(`t${at}`, at < 50 ? [] : [`t${at - 50}`, `t${at - 49}`]));
    const index = indexGraph(tasks);
    const wide = layoutOf(Object.fromEntries(tasks.map(({ id }, at) => [id, node(Math.floor(at / 50) * 320, (at % 50) * 80)])));
    const all = new Map(index.edges.map(({ id }, at) => [id, words(at)]));
    expect(placeWords(index, wide, all).size).toBeGreaterThan(2_000);
  });
});
