/** What the painter draws of a graph, and that it stops on the way for whoever needs the thread. */
import { describe, expect, it } from "vitest";
import { edgeLines } from "../edge-lines.ts";
import { indexGraph } from "../graph-index.ts";
import { layoutSimply } from "../simple-layout.ts";
import { paintGraph } from "./paint-graph.ts";
import { paintedBounds, type GraphPainting, type PaintView } from "./painting.ts";

const index = indexGraph(Array.from({ length: 200 }, (_, at) => ({ id: `t${at}`, kind: "SqlTask", deps: at === 0 ? [] : [`t${at - 1}`], enabled: true })));
const layout = layoutSimply(index, { width: 200, height: 56 });
const colours = { edge: "edge", faintEdge: "faint", accent: "accent", surface: "s", card: "card", frame: "frame", canvas: "canvas", warn: "warn", border: "b", text: "t", dimText: "d", font: "f", stateOf: (state: string) => state };
const painting: GraphPainting = {
  tasks: index.tasks,
  lines: edgeLines(index, layout),
  boxOf: (id) => layout.nodes.get(id),
  frames: layout.groups,
  hasNames: true,
  colours,
  facts: { stateOf: (id) => (id === "t3" ? "failed" : "success"), emphasisOf: () => undefined, lookOf: ({ edge }) => (edge.source === "t1" ? "path" : "plain"), isFaint: () => false, isOnTrail: () => false, figureOf: () => undefined, wordsOf: () => null },
};

/** A canvas that writes down what is filled with what, and which words. */
function paint(view: PaintView, facts0: Partial<GraphPainting["facts"]> = {}): { fills: string[]; words: string[]; steps: number } {
  const fills: string[] = [];
  const words: string[] = [];
  const facts = { fillStyle: "", fillRect: () => fills.push(facts.fillStyle), fill: () => fills.push(facts.fillStyle), fillText: (word: string) => words.push(word), beginPath() {}, roundRect() {}, rect() {}, arc() {}, stroke() {} };
  const steps = paintGraph(facts as unknown as CanvasRenderingContext2D, { ...painting, facts: { ...painting.facts, ...facts0 } }, view);
  let count = 1;
  while (steps.next().done !== true) count += 1;
  return { fills, words, steps: count };
}

describe("paintedBounds", () => {
  it("holds frames and lines that go beyond the tasks", () => {
    const box = { x: 0, y: 0, width: 200, height: 56 };
    const [line] = edgeLines(indexGraph(["a", "b"].map((id, at) => ({ id, kind: "SqlTask", deps: at === 0 ? [] : ["a"], enabled: true }))), { ...layout, nodes: new Map([["a", box], ["b", box]]) });
    const round = { ...line, left: -5, right: 300, top: 10, bottom: 90 } as NonNullable<typeof line>;
    expect(paintedBounds({ ...layout, nodes: new Map([["a", box]]), groups: new Map([["g", { x: -20, y: -50, width: 240, height: 126 }]]) }, [round])).toEqual({ x: -20, y: -50, width: 320, height: 140 });
    expect(paintedBounds({ ...layout, nodes: new Map(), groups: new Map() }, [])).toBeNull();
  });
});

describe("paintGraph", () => {
  it("draws dashes from afar, the loud ones last, and stops on the way", () => {
    const { fills, words, steps } = paint({ x: 0, y: 0, zoom: 0.02, width: 1200, height: 600 });
    expect(fills).toEqual([...Array.from({ length: 199 }, () => "success"), "failed"]);
    expect([words, steps > 3]).toEqual([[], true]);
  });

  it("draws cards with names and lines from nearer, and nothing that is out of sight", () => {
    const { fills, words } = paint({ x: 0, y: 100, zoom: 0.5, width: 600, height: 300 });
    expect(words).toEqual(["t0", "t1", "t2", "t4", "t3"]);
    expect([fills[0], fills.includes("accent"), fills.includes("edge")]).toEqual(["faint", true, false]);
    expect(paint({ x: 9_000, y: 0, zoom: 0.5, width: 600, height: 300 }).fills).toEqual([]);
  });

  it("draws what a view of a run has written: words on plates, bars, an edge over the budget, and faint tasks without their state", () => {
    const view = { x: 0, y: 100, zoom: 0.7, width: 600, height: 300 };
    const words = { lines: ["5 ms", "9 ms"], title: "", isOver: true, weight: 9 };
    const found = paint(view, {
      isFaint: (id) => id === "t3",
      figureOf: (id) => (id === "t0" ? { text: "1 s", title: "", share: 0.5, isSlow: true } : undefined),
      lookOf: ({ edge }) => (edge.source === "t0" ? "over" : edge.source === "t1" ? "trail" : "plain"),
      wordsOf: ({ edge, points: [at] }) => (edge.source === "t0" && at !== undefined ? { words, at } : null),
    });
    expect(found.words.filter((word) => word.endsWith("ms"))).toEqual(["5 ms", "9 ms"]);
    expect([found.fills.includes("warn"), found.fills.includes("canvas"), found.fills.includes("failed")]).toEqual([true, true, false]);
    expect(found.fills.indexOf("t")).toBeGreaterThan(-1);
  });
});
