/** Every act as text: what a gesture does to the file, and that its refusals are sentences. */
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../../shared/dag-file/apply-edits.ts";
import { parseDag } from "../../../shared/dag-file/parse-dag.ts";
import { addAct, connectAct, connectSelectedAct, deleteAct, duplicateAct, enableAct, moveAct, pasteAct, placeBeside, spliceAct, type Act, type Drawing } from "./draw-acts.ts";
import { reconnectAct } from "./edge-acts.ts";
import { foldGraph } from "../../graph-view/groups/fold-graph.ts";
import { indexGraph } from "../../graph-view/graph-index.ts";
import { tidyAct } from "./layout-acts.ts";
import { kindChoices } from "./task-kinds.ts";

const file = `dag: one
tasks:
  a: { config_type: EmptyTask }
  b: { config_type: EmptyTask, deps: [a] }
  c: { config_type: EmptyTask, deps: [b] }
  lone: { config_type: EmptyTask }
ui:
  positions:
    a: [0, 0]
    b: [256, 0]
`;

function drawingOf(text: string): Drawing {
  const { tasks, groups, ui } = parseDag(text, { file: "" });
  const boxes = new Map(tasks.map((task, at) => [task.id, { x: at * 256, y: 0, width: 200, height: 56, ...ui.positions[task.id] }]));
  return { text, tasks, ui, boxes, groups: foldGraph(indexGraph(tasks), groups, []).groups };
}

const drawing = drawingOf(file);
const [sql] = kindChoices;
const edge = { id: "", source: "a", target: "b" };

function made(act: Act | string): string {
  if (typeof act === "string") return act;
  const result = applyEdits(file, act.edits);
  return result.ok ? result.text : (result.diagnostics[0]?.message ?? "refused");
}

function graphOf(act: Act | string): string[] {
  return parseDag(made(act), { file: "" }).tasks.map((task) => `${task.id}<${task.deps.join()}`);
}

describe("acts", () => {
  it("add a task on its own, after, before and between others", () => {
    if (sql === undefined) throw new Error("no kinds");
    const add = (link: Parameters<typeof addAct>[1]["link"]): string[] => graphOf(addAct(drawing, { choice: sql, at: { x: 5, y: 6 }, link })).slice(0, 5);
    expect(add(null)).toEqual(["a<", "b<a", "c<b", "lone<", "query<"]);
    expect(add({ kind: "task", id: "c", side: "out" }).at(-1)).toBe("query<c");
    expect(add({ kind: "task", id: "lone", side: "in" })).toEqual(["a<", "b<a", "c<b", "lone<query", "query<"]);
    expect(add({ kind: "edge", edge })).toEqual(["a<", "b<query", "c<b", "lone<", "query<a"]);
  });

  it("shift what the person placed behind an edge to make room, and nothing else", () => {
    if (sql === undefined) throw new Error("no kinds");
    const { ui } = parseDag(made(addAct(drawing, { choice: sql, at: { x: 150, y: 0 }, link: { kind: "edge", edge } })), { file: "" });
    expect(ui.positions).toEqual({ a: { x: 0, y: 0 }, b: { x: 406, y: 0 }, query: { x: 150, y: 0 } });
  });

  it("join and part", () => {
    expect(graphOf(connectAct("lone", "a"))[0]).toBe("a<lone");
    expect(graphOf(reconnectAct(drawing, edge, "lone", "b"))[1]).toBe("b<lone");
    expect(graphOf(spliceAct(drawing, "lone", edge, new Map([["lone", { x: 1, y: 2 }]])))).toEqual(["a<", "b<lone", "c<b", "lone<a"]);
    expect(graphOf(connectSelectedAct(drawing, ["lone", "c"]))[3]).toBe("lone<c");
    expect(connectSelectedAct(drawing, ["a", "b"])).toBe("b comes after a already.");
    expect(connectSelectedAct(drawing, ["a"])).toBe("Select two tasks or more to connect them.");
  });

  it("delete, with or without joining what is left, and name the task that is next", () => {
    const remove = deleteAct(drawing, { tasks: ["b"], edges: [], notes: [], groups: [] }, false);
    expect([graphOf(remove), remove.select]).toEqual([["a<", "c<", "lone<"], ["a"]]);
    expect(graphOf(deleteAct(drawing, { tasks: ["b"], edges: [], notes: [], groups: [] }, true))).toEqual(["a<", "c<a", "lone<"]);
    expect(graphOf(deleteAct(drawing, { tasks: [], notes: [], groups: [], edges: [edge] }, false))[1]).toBe("b<");
  });

  it("move, tidy and rename with their places", () => {
    expect(parseDag(made(moveAct(new Map([["c", { x: 9, y: 8 }]]))), { file: "" }).ui.positions["c"]).toEqual({ x: 9, y: 8 });
    expect(made(tidyAct(drawing))).not.toContain("[256, 0]");
    expect(tidyAct({ ...drawing, ui: { ...drawing.ui, positions: {} } })).toBe("Nothing to tidy: no task was moved by hand.");
  });

  it("disable and enable without a trace", () => {
    const off = made(enableAct(drawing, ["c"]));
    expect(off).toContain("c: { config_type: EmptyTask, deps: [b], enabled: false }");
    const on = enableAct(drawingOf(off), ["c"]);
    expect(typeof on === "string" ? on : applyEdits(off, on.edits)).toMatchObject({ ok: true, text: file });
  });

  it("paste apart or joined, duplicate joined, and explain what cannot be pasted", () => {
    const yaml = "tasks:\n  c: { config_type: EmptyTask, deps: [b] }\n";
    expect(graphOf(pasteAct(drawing, yaml, { at: { x: 0, y: 0 }, apart: true })).at(-1)).toBe("c_2<");
    expect(graphOf(pasteAct(drawing, yaml, { at: { x: 0, y: 0 }, apart: false })).at(-1)).toBe("c_2<b");
    expect(graphOf(duplicateAct(drawing, ["b", "c"])).slice(-2).toSorted()).toEqual(["b_2<a", "c_2<b_2"]);
    expect(pasteAct(drawing, "hello there", { at: { x: 0, y: 0 }, apart: true })).toMatch(/holds no tasks/);
  });

  it("put a task beside another where it covers none, unless the layout places things", () => {
    expect([placeBeside(drawing, "a", "out"), placeBeside(drawing, "c", "out")]).toEqual([{ x: 256, y: 76 }, null]);
  });
});
