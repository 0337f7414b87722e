import { describe, expect, it } from "vitest";
import { foldGraph } from "../../graph-view/groups/fold-graph.ts";
import { indexGraph } from "../../graph-view/graph-index.ts";
import { stepSideways, treeRows } from "./tree-rows.ts";

const task = (id: string, group?: string) => ({ id, kind: "EmptyTask", deps: [], enabled: true, ...(group === undefined ? {} : { group }) });
const tasks = [task("a"), task("b", "in"), task("c"), task("d", "out"), task("e", "nowhere")];
const { groups } = foldGraph(indexGraph(tasks), [{ id: "out", doc: null, parent: null }, { id: "in", doc: null, parent: "out" }, { id: "empty", doc: null, parent: null }], []);
const rows = (...collapsed: string[]) => treeRows({ tasks, groups, collapsed, notes: ["n"] });
const words = (...collapsed: string[]) => rows(...collapsed).map(({ id, level }) => `${" ".repeat(level - 1)}${id}`);

describe("treeRows", () => {
  it("puts a group where the first thing in it stands, empty ones last", () => {
    expect(words()).toEqual(["a", "out", " in", "  b", " d", "c", "e", "empty", "n"]);
    expect(words("in", "empty")).toEqual(["a", "out", " in", " d", "c", "e", "empty", "n"]);
  });

  it("counts each row among those in the same group, as a screen reader says it", () => {
    expect(rows().map(({ id, place, of }) => `${id} ${place}/${of}`)).toEqual(["a 1/6", "out 2/6", "in 1/2", "b 1/1", "d 2/2", "c 3/6", "e 4/6", "empty 5/6", "n 6/6"]);
  });
});

describe("stepSideways", () => {
  it("folds, unfolds, and leads in and out", () => {
    const all = rows();
    const step = (id: string, key: "ArrowLeft" | "ArrowRight", list = all) => stepSideways(list, list.findIndex((row) => row.id === id), key);
    expect([step("in", "ArrowLeft"), step("in", "ArrowRight"), step("b", "ArrowLeft"), step("d", "ArrowLeft"), step("a", "ArrowLeft"), step("a", "ArrowRight"), step("empty", "ArrowRight")]).toEqual([{ fold: "in", isFolded: true }, 3, 2, 1, null, null, null]);
    expect(step("out", "ArrowRight", rows("out"))).toEqual({ fold: "out", isFolded: false });
  });
});
