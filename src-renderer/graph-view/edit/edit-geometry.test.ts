/** What the pointer hits, where a dragged task comes to rest, and whose place wins. */
import { describe, expect, it } from "vitest";
import { indexGraph } from "../graph-index.ts";
import { foldGraph } from "../groups/fold-graph.ts";
import { layoutSimply } from "../simple-layout.ts";
import { stillInSight } from "./gesture.ts";
import { hitAt, middleOf, tasksWithin } from "./hit-test.ts";
import { placeTasks } from "./place-tasks.ts";
import { snapMove } from "./snap.ts";

const task = (id: string, ...deps: string[]) => ({ id, kind: "SqlTask", deps, enabled: true });
const index = indexGraph([task("a"), task("b", "a")]);
const layout = placeTasks(index, layoutSimply(index, { width: 200, height: 56 }), { a: { x: 0, y: 0 }, b: { x: 400, y: 0 } });
const sight = { index, layout };

describe("hitAt", () => {
  it("finds handles before tasks, tasks before edges, and the pane", () => {
    const hits = [hitAt(sight, { x: 205, y: 28 }, 1), hitAt(sight, { x: 396, y: 30 }, 1), hitAt(sight, { x: 100, y: 10 }, 1), hitAt(sight, { x: 260, y: 31 }, 1), hitAt(sight, { x: 300, y: 200 }, 1)];
    expect(hits.map((hit) => ("id" in hit ? `${hit.kind} ${hit.id}` : "end" in hit ? `${hit.kind} ${hit.end}` : hit.kind))).toEqual(["handle a", "handle b", "task a", "edge source", "pane"]);
  });

  it("tells the nearer end of an edge", () => {
    expect(hitAt(sight, { x: 360, y: 28 }, 1)).toMatchObject({ kind: "edge", end: "target" });
    expect(middleOf([{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 30 }])).toEqual({ x: 10, y: 10 });
  });

  it("lassos what the frame touches", () => {
    expect([tasksWithin(layout, { x: 190, y: 50, width: 5, height: 5 }), tasksWithin(layout, { x: -10, y: -10, width: 500, height: 20 }), tasksWithin(layout, { x: 210, y: 0, width: 50, height: 50 })]).toEqual([["a"], ["a", "b"], []]);
  });
});

describe("snapMove", () => {
  const moving = { x: 0, y: 100, width: 200, height: 56 };
  it("comes in line with a near neighbour and shows the line", () => {
    expect(snapMove(moving, [{ x: 400, y: 0, width: 200, height: 56 }], { x: 397, y: 51 }, 6)).toEqual({
      delta: { x: 400, y: 52 },
      guides: [{ from: { x: 500, y: 0 }, to: { x: 500, y: 208 } }],
    });
  });

  it("otherwise rests on the grid", () => {
    expect(snapMove(moving, [], { x: 3, y: 5 }, 6)).toEqual({ delta: { x: 0, y: 4 }, guides: [] });
  });
});

describe("placeTasks", () => {
  it("lets the person's places win and draws their edges anew", () => {
    const found = { ...layoutSimply(index, { width: 200, height: 56 }), edges: new Map([[index.edges[0]?.id ?? "", []]]) };
    const placed = placeTasks(index, found, { b: { x: 7, y: 8 } });
    expect([placed.nodes.get("b"), placed.nodes.get("a"), placed.edges.size]).toEqual([{ x: 7, y: 8, width: 200, height: 56 }, found.nodes.get("a"), 0]);
    expect(placeTasks(index, found, {})).toBe(found);
  });
});

describe("stillInSight", () => {
  const folded = foldGraph(indexGraph([{ ...task("a"), group: "left" }, { ...task("b"), group: "right" }]), [{ id: "left", doc: null, parent: null }, { id: "right", doc: null, parent: null }], []);
  const frames = { ...layout, groups: new Map([["left", { x: -10, y: -30, width: 220, height: 100 }], ["right", { x: 390, y: -30, width: 220, height: 100 }]]) };
  it("draws what moves in line with frames too, but not with those around it", () => {
    const all = { x: -50, y: -50, width: 1_000, height: 500 };
    expect(stillInSight({ folded, layout: frames }, all, ["a"])).toEqual([layout.nodes.get("b"), frames.groups.get("right")]);
    expect(stillInSight({ folded, layout: frames }, { ...all, width: 100 }, ["a"])).toEqual([]);
  });
});
