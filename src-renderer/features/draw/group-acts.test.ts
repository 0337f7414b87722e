/** Groups as text: what a gesture does to the file, and that its refusals are sentences. */
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../../shared/dag-file/apply-edits.ts";
import { parseDag } from "../../../shared/dag-file/parse-dag.ts";
import { edgeJudge } from "../../../shared/graph/refuse-edge.ts";
import { foldGraph } from "../../graph-view/groups/fold-graph.ts";
import { indexGraph } from "../../graph-view/graph-index.ts";
import { addAct, deleteAct, duplicateAct, pasteAct, type Act, type Drawing } from "./draw-acts.ts";
import { dropAct } from "./drop-act.ts";
import { connectGroupsAct, createGroupAct, groupFor, moveToGroupAct, renameGroupAct, ungroupAct, whyNoEdge } from "./group-acts.ts";
import { pinAct, tidyAct, tidyPartAct, turnAct } from "./layout-acts.ts";
import { kindChoices } from "./task-kinds.ts";

const file = `dag: one
task_groups:
  out: { doc: all } # why
  in: { group: out }
tasks:
  a: { config_type: EmptyTask }
  b: { config_type: EmptyTask, deps: [a], group: in }
  c: { config_type: EmptyTask, deps: [b], group: in }
  d: { config_type: EmptyTask, deps: [c], group: out }
  e: { config_type: EmptyTask, deps: [d] }
`;

function drawingOf(text: string): Drawing {
  const { tasks, groups, ui } = parseDag(text, { file: "" });
  const boxes = new Map(tasks.map((task, at) => [task.id, { x: at * 256, y: 0, width: 200, height: 56, ...ui.positions[task.id] }]));
  return { text, tasks, ui, boxes, groups: foldGraph(indexGraph(tasks), groups, []).groups };
}

const drawing = drawingOf(file);

function made(act: Act | string, from: Drawing = drawing): string {
  if (typeof act === "string") return act;
  const result = applyEdits(from.text, act.edits);
  return result.ok ? result.text : (result.diagnostics[0]?.message ?? "refused");
}

/** `task:group` and `group^parent`. */
function tree(text: string): string {
  const { tasks, groups } = parseDag(text, { file: "" });
  return [...groups.map(({ id, parent }) => `${id}^${parent ?? ""}`), ...tasks.map(({ id, group }) => `${id}:${group ?? ""}`)].join(" ");
}

const members = (tasks: string[], groups: string[] = []) => ({ tasks, groups });
const still = { spliced: null, notes: new Map() };

describe("group acts", () => {
  it("make a group in the innermost one around all, and take away what that empties", () => {
    expect(tree(made(createGroupAct(drawing, members(["b", "d"]), "new")))).toBe("out^ in^out new^out a: b:new c:in d:new e:");
    expect(tree(made(createGroupAct(drawing, members(["b", "c"]), "new")))).toBe("out^ in^out new^in a: b:new c:new d:out e:");
    expect(tree(made(createGroupAct(drawing, members(["a", "b", "c"]), "new")))).toBe("out^ new^ a:new b:new c:new d:out e:");
    expect(tree(made(createGroupAct(drawing, members(["a", "b"], ["in"]), "new")))).toBe("out^ in^new new^ a:new b:in c:in d:out e:");
  });

  it("move into a group and out of it, and refuse what cannot be", () => {
    expect(made(moveToGroupAct(drawing, members(["e"]), "in"))).toBe(file.replace("deps: [d] }", "deps: [d], group: in }"));
    expect(tree(made(moveToGroupAct(drawing, members(["b"], ["in"]), null)))).toBe("out^ in^ a: b:in c:in d:out e:");
    expect(tree(made(moveToGroupAct(drawing, members(["b", "c"]), null)))).toBe("out^ a: b: c: d:out e:");
    expect([moveToGroupAct(drawing, members([], ["out"]), "in"), moveToGroupAct(drawing, members(["b"]), "in"), moveToGroupAct(drawing, members([]), null)]).toEqual(["in lies in what is to be moved.", "They are in in already.", "Select tasks or groups to move them."]);
  });

  it("ungroup, rename, and delete a group with what lies in it", () => {
    expect(tree(made(ungroupAct(drawing, ["out"])))).toBe("in^ a: b:in c:in d: e:");
    expect(made(renameGroupAct("in", "inner"))).toBe(file.replace("  in: {", "  inner: {").replaceAll("group: in ", "group: inner "));
    expect(tree(made(deleteAct(drawing, { tasks: ["b", "c", "d"], groups: ["out"], edges: [], notes: [] }, true)))).toBe("a: e:");
    expect(tree(made(deleteAct(drawing, { tasks: ["b", "c"], groups: [], edges: [], notes: [] }, false)))).toBe("out^ a: d:out e:");
    expect(ungroupAct(drawing, [])).toBe("Select a group to ungroup it.");
  });

  it("copy a group as a group, and a lone task into the same one", () => {
    expect(tree(made(duplicateAct(drawing, ["b", "c", "d"], [], ["out"])))).toBe("out^ in^out out_2^ in_2^out_2 a: b:in c:in d:out e: b_2:in_2 c_2:in_2 d_2:out_2");
    expect(tree(made(duplicateAct(drawing, ["b"])))).toContain("b_2:in");
    const yaml = "task_groups: { in: { doc: copied }, more: {group: in} }\ntasks:\n  b: {config_type: EmptyTask, group: in}\n  z: {config_type: EmptyTask, group: more}\nui: {collapsed: [more]}\n";
    const pasted = made(pasteAct(drawing, yaml, { at: { x: 0, y: 0 }, apart: true }));
    expect(tree(pasted)).toBe("out^ in^out in_2^ more^in_2 a: b:in c:in d:out e: b_2:in_2 z:more");
    expect([parseDag(pasted, { file: "" }).ui.collapsed, pasted.includes("doc: copied")]).toEqual([["more"], true]);
  });

  it("join groups by the tasks at their rims", () => {
    expect(parseDag(made(connectGroupsAct(drawing, "a", "out")), { file: "" }).tasks.find(({ id }) => id === "b")?.deps).toEqual(["a"]);
    expect(parseDag(made(connectGroupsAct(drawing, "in", "e")), { file: "" }).tasks.at(-1)?.deps).toEqual(["d", "c"]);
    const judge = edgeJudge(drawing.tasks);
    expect([whyNoEdge(drawing, judge, "out", "e"), whyNoEdge(drawing, judge, "in", "e"), whyNoEdge(drawing, judge, "e", "in")]).toEqual(["e comes after d already.", null, expect.stringContaining("circle")]);
  });

  it("put a new task into the group of what it is joined to", () => {
    expect([groupFor(drawing, { kind: "task", id: "c", side: "out" }, () => "x"), groupFor(drawing, { kind: "task", id: "in", side: "out" }, () => null), groupFor(drawing, { kind: "edge", edge: { id: "", source: "a", target: "b" } }, () => null), groupFor(drawing, null, () => "in")]).toEqual(["in", "out", null, "in"]);
    const [choice] = kindChoices;
    if (choice === undefined) throw new Error("no kinds");
    expect(tree(made(addAct(drawing, { choice, at: null, link: { kind: "task", id: "in", side: "out" }, group: "out" })))).toContain("query:out");
  });
});

describe("a drop", () => {
  const placed = drawingOf(`${file}ui:\n  positions:\n    b: [0, 0]\n    c: [300, 0]\n`);
  const to = (x: number, y: number) => new Map([["e", { x, y }]]);

  it("moves into a group that the layout places, and lets the layout place it there", () => {
    const act = dropAct(drawing, to(5, 5), { ...still, into: { group: "in", ...members(["e"]) } });
    expect(made(act)).toBe(file.replace("deps: [d] }", "deps: [d], group: in }"));
    expect(act).toMatchObject({ name: "Move e into in" });
  });

  it("keeps its place in a group that a person placed, and out of groups", () => {
    expect(parseDag(made(dropAct(placed, to(5, 5), { ...still, into: { group: "in", ...members(["e"]) } }), placed), { file: "" }).ui.positions["e"]).toEqual({ x: 5, y: 5 });
    expect(tree(made(dropAct(placed, new Map([["b", { x: 1, y: 2 }]]), { ...still, into: { group: null, ...members(["b"]) } }), placed))).toContain("b: c:in");
  });

  it("takes the places of its tasks along with a folded group, and gives it one where they have none", () => {
    const folded = { ...placed, boxes: new Map([["in", { x: 0, y: 0, width: 200, height: 56 }]]) };
    expect(parseDag(made(dropAct(folded, new Map([["in", { x: 10, y: 20 }]]), { ...still, into: null }), placed), { file: "" }).ui.positions).toEqual({ b: { x: 10, y: 20 }, c: { x: 310, y: 20 } });
    const loose = { ...drawing, boxes: folded.boxes };
    expect(parseDag(made(dropAct(loose, new Map([["in", { x: 10, y: 20 }]]), { ...still, into: null })), { file: "" }).ui.positions).toEqual({ in: { x: 10, y: 20 } });
  });
});

describe("layout acts", () => {
  const text = `${file}ui:\n  positions:\n    b: [0, 0]\n    c: [300, 0]\n  pinned: [c]\n`;
  const placed = drawingOf(text);
  const ui = (act: Act | string) => parseDag(made(act, placed), { file: "" }).ui;

  it("forget places but those that are pinned, and turn the drawing", () => {
    expect(ui(tidyAct(placed)).positions).toEqual({ c: { x: 300, y: 0 } });
    expect([ui(turnAct(placed)).layout, ui(turnAct(placed)).positions]).toEqual(["TB", { c: { x: 300, y: 0 } }]);
    expect(turnAct({ ...placed, ui: { ...placed.ui, layout: "TB" } }).edits[0]).toEqual({ kind: "setDirection", direction: null });
    expect(tidyAct(drawing)).toMatch(/^Nothing to tidy/);
  });

  it("write the places of a part, and only those that change", () => {
    const boxes = new Map([["a", { x: 7.4, y: 8, width: 200, height: 56 }], ["b", { x: 0, y: 0, width: 200, height: 56 }], ["c", { x: 1, y: 1, width: 200, height: 56 }]]);
    expect(ui(tidyPartAct(placed, boxes)).positions).toEqual({ a: { x: 7, y: 8 }, b: { x: 0, y: 0 }, c: { x: 300, y: 0 } });
  });

  it("pin where things are, and let go", () => {
    expect([ui(pinAct(placed, ["a", "c"])).pinned, ui(pinAct(placed, ["a", "c"])).positions["a"]]).toEqual([["c", "a"], { x: 0, y: 0 }]);
    expect(ui(pinAct(placed, ["c"])).pinned).toEqual([]);
    expect(pinAct(placed, [])).toBe("Select tasks to pin them.");
  });
});
