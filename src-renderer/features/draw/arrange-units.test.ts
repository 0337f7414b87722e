import { describe, expect, it } from "vitest";
import { foldGraph } from "../../graph-view/groups/fold-graph.ts";
import { indexGraph } from "../../graph-view/graph-index.ts";
import { alignTasks } from "./arrange.ts";
import { nodePlaces, unitsOf } from "./arrange-units.ts";

const task = (id: string, group?: string) => ({ id, kind: "SqlTask", deps: [], enabled: true, ...(group === undefined ? {} : { group }) });
const box = (x: number, y: number, width = 200, height = 56) => ({ x, y, width, height });
const full = indexGraph([task("a", "open"), task("b", "open"), task("c", "shut"), task("d")]);
const folded = foldGraph(full, [{ id: "open", doc: null, parent: null }, { id: "shut", doc: null, parent: null }], ["shut"]);
const layout = { nodes: new Map([["a", box(20, 40)], ["b", box(20, 140)], ["shut", box(500, 300)], ["d", box(900, 70)]]), groups: new Map([["open", box(0, 0, 240, 220)]]) };
const drawn = { layout, folded };

describe("what is arranged", () => {
  it("is a group as one box, with what lies in it, and a folded group for its tasks", () => {
    expect([...unitsOf(drawn, { tasks: ["a", "c", "d"], groups: ["open"] }).keys()]).toEqual(["shut", "d", "open"]);
    expect([...unitsOf(drawn, { tasks: ["a", "b"], groups: [] }).keys()]).toEqual(["a", "b"]);
  });

  it("moves an open group with all its tasks in shape", () => {
    const units = unitsOf(drawn, { tasks: ["d"], groups: ["open", "shut"] });
    expect(Object.fromEntries(nodePlaces(drawn, alignTasks(units, "bottom")))).toEqual({ a: { x: 20, y: 176 }, b: { x: 20, y: 276 }, shut: { x: 500, y: 300 }, d: { x: 900, y: 300 } });
  });
});
