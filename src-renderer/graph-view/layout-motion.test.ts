/** From where things glide when a layout changes, and what stays before the eye. */
import { describe, expect, it } from "vitest";
import { carryOver } from "./carry-over.ts";
import { indexGraph } from "./graph-index.ts";
import { foldGraph } from "./groups/fold-graph.ts";
import { anchorOf, travel } from "./layout-motion.ts";
import type { GraphLayout } from "./layout.ts";
import { layoutSimply } from "./simple-layout.ts";

const size = { width: 200, height: 56 };
const task = (id: string, ...deps: string[]) => ({ id, kind: "SqlTask", deps, enabled: true, group: "g" });
const index = indexGraph([task("a"), task("b", "a"), task("c", "b")]);
const groups = [{ id: "g", doc: null, parent: null }];
const across = layoutSimply(index, size);
const down = layoutSimply(index, size, "TB");
const at = (layout: GraphLayout, id: string, x: number): GraphLayout => ({ ...layout, nodes: new Map([...layout.nodes].map(([each, box]) => [each, each === id ? { ...box, x } : box])) });
const nowhere = (): undefined => undefined;

describe("travel", () => {
  it("starts where each was seen, a drag included", () => {
    const open = foldGraph(index, groups, []);
    expect([...travel(across, down, nowhere, open).from]).toEqual([["b", { x: 264, y: -120 }], ["c", { x: 528, y: -240 }]]);
    const dragged = travel(across, at(across, "c", 700), (id) => (id === "c" ? { x: 172, y: 0 } : undefined), open);
    expect(dragged).toEqual({ from: new Map(), isWhole: false });
    expect(travel(across, at(across, "c", 700), nowhere, open)).toEqual({ from: new Map([["c", { x: -172, y: 0 }]]), isWhole: false });
  });

  it("lets tasks come out of the group that hid them", () => {
    const folded = foldGraph(index, groups, ["g"]);
    const before = layoutSimply(folded.index, size);
    expect([...travel(before, across, nowhere, foldGraph(index, groups, [])).from.keys()]).toEqual(["b", "c"]);
  });
});

describe("anchorOf", () => {
  it("is what is selected, else what is nearest to the middle", () => {
    expect([anchorOf(across, down, "c", { x: 0, y: 0 }), anchorOf(across, down, "gone", { x: 300, y: 0 }), anchorOf(across, down, null, { x: 0, y: 0 })]).toEqual(["c", "b", "a"]);
  });
});

describe("carryOver", () => {
  it("keeps what stood somewhere and puts the new beside what it comes after", () => {
    const grown = indexGraph([...index.tasks, task("d", "b")]);
    const moved = at(across, "b", 900);
    const kept = carryOver(moved, grown, layoutSimply(grown, size));
    expect([kept.nodes.get("b")?.x, kept.nodes.get("d")]).toEqual([900, { x: 1164, y: 0, ...size }]);
    expect(carryOver(down, index, across)).toBe(across);
    expect(carryOver(at(across, "a", 5), indexGraph([task("x"), task("y"), task("a")]), across)).toBe(across);
  });
});
