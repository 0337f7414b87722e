/** Lines of folded groups as text: a gesture on one means all the edges that it stands for. */
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../../shared/dag-file/apply-edits.ts";
import { parseDag } from "../../../shared/dag-file/parse-dag.ts";
import { foldGraph } from "../../graph-view/groups/fold-graph.ts";
import { indexGraph } from "../../graph-view/graph-index.ts";
import { addAct, spliceAct, type Act, type Drawing } from "./draw-acts.ts";
import { dropAct } from "./drop/drop-acts.ts";
import { edgesBehind, reconnectAct } from "./edge-acts.ts";
import { kindChoices } from "./task-kinds.ts";

const file = `dag: one
task_groups: { in: {}, out: {} }
tasks:
  a: { config_type: EmptyTask, group: in }
  b: { config_type: EmptyTask, group: in }
  x: { config_type: EmptyTask, deps: [a], group: out } # why
  y: { config_type: EmptyTask, deps: [a, b, lone], group: out }
  end: { config_type: EmptyTask, deps: [y] }
  lone: { config_type: EmptyTask }
  free: { config_type: EmptyTask }
`;

function drawingOf(text: string): Drawing {
  const { tasks, groups, ui } = parseDag(text, { file: "" });
  return { text, tasks, ui, boxes: new Map(), groups: foldGraph(indexGraph(tasks), groups, []).groups };
}

const drawing = drawingOf(file);
const line = { id: "", source: "in", target: "out" };
const [sql] = kindChoices;
if (sql === undefined) throw new Error("There are kinds.");

/** `task<deps`, or the refusal. */
function flow(act: Act | string, from: Drawing = drawing): string | string[] {
  if (typeof act === "string") return act;
  const result = applyEdits(from.text, act.edits);
  if (!result.ok) return result.diagnostics.map(({ message }) => message);
  return parseDag(result.text, { file: "" }).tasks.map(({ id, deps }) => `${id}<${deps.toSorted().join()}`).toSorted();
}

describe("lines of folded groups", () => {
  it("stand for the edges between what lies at their ends", () => expect(edgesBehind(drawing, line).map(({ source, target }) => source + target)).toEqual(["ax", "ay", "by"]));

  it("take a new task between all of them", () => {
    const act = addAct(drawing, { choice: { ...sql, stem: "new" }, at: null, link: { kind: "edge", edge: line } });
    expect(flow(act)).toEqual(["a<", "b<", "end<y", "free<", "lone<", "new<a,b", "x<new", "y<lone,new"]);
    expect(typeof act === "string" ? act : act.name).toBe("Add new between in and out");
  });

  it("take a task that is dropped on them, and a chain of files", () => {
    expect(flow(spliceAct(drawing, "free", line, new Map()))).toEqual(["a<", "b<", "end<y", "free<a,b", "lone<", "x<free", "y<free,lone"]);
    const files = ["one.sql", "two.sql"].map((name) => ({ name, language: "sql" as const, source: { path: name } }));
    expect(flow(dropAct(drawing, files, { at: { x: 0, y: 0 }, width: 100, edge: line }))).toEqual(["a<", "b<", "end<y", "free<", "lone<", "one<a,b", "two<one", "x<two", "y<lone,two"]);
  });

  it("take a folded group too, by its first and last tasks", () => {
    const grouped = drawingOf(file.replace("free: { config_type: EmptyTask }", "free: { config_type: EmptyTask, group: mid }\n  more: { config_type: EmptyTask, deps: [free], group: mid }").replace("out: {} }", "out: {}, mid: {} }"));
    expect(flow(spliceAct(grouped, "mid", line, new Map()), grouped)).toEqual(["a<", "b<", "end<y", "free<a,b", "lone<", "more<free", "x<more", "y<lone,more"]);
  });

  it("say why no task can go between them as a whole", () => {
    const knotted = drawingOf(file.replace("b: { config_type: EmptyTask, group: in }", "b: { config_type: EmptyTask, deps: [x], group: in }"));
    expect(flow(addAct(knotted, { choice: sql, at: null, link: { kind: "edge", edge: line } }), knotted)).toBe("No task can go between in and out as a whole: x comes before b. Unfold the group and choose one of its edges.");
  });

  it("are led to another task or group with all their edges", () => {
    expect(flow(reconnectAct(drawing, line, "in", "free"))).toEqual(["a<", "b<", "end<y", "free<a,b", "lone<", "x<", "y<lone"]);
    expect(flow(reconnectAct(drawing, line, "free", "out"))).toEqual(["a<", "b<", "end<y", "free<", "lone<", "x<free", "y<free,lone"]);
    expect(flow(reconnectAct(drawing, { source: "y", target: "end" }, "in", "end"))).toEqual(["a<", "b<", "end<a,b", "free<", "lone<", "x<a", "y<a,b,lone"]);
    // `out` ends with x and y, of which y is there already.
    expect(flow(reconnectAct(drawing, { source: "lone", target: "out" }, "lone", "in"))).toEqual(["a<lone", "b<lone", "end<y", "free<", "lone<", "x<a", "y<a,b"]);
  });

  it("are not led into a circle", () => expect(flow(reconnectAct(drawing, line, "end", "out"))).toMatch(/circle: y → end → y/));

  it("keep what stands around one edge of the file", () => {
    const act = reconnectAct(drawing, { source: "a", target: "x" }, "free", "x");
    expect(typeof act === "string" ? act : act.edits).toEqual([{ kind: "reconnect", from: "a", to: "x", newFrom: "free", newTo: "x" }]);
  });
});
