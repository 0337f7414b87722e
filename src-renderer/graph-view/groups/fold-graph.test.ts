/** What is drawn of a graph with groups, and that no file can break it. */
import { describe, expect, it } from "vitest";
import type { GraphTask } from "../../../shared/model/dag.ts";
import type { TaskGroup } from "../../../shared/model/dag-ui.ts";
import { edgeId, indexGraph } from "../graph-index.ts";
import type { TaskStatus } from "../task-status.ts";
import { foldGraph, isFramed, type FoldedGraph } from "./fold-graph.ts";
import { frameBoxes } from "./frame-boxes.ts";
import { groupBadges } from "./group-badges.ts";
import { groupStatus } from "./group-status.ts";

const task = (id: string, group: string | null, ...deps: string[]): GraphTask => ({ id, kind: "SqlTask", deps, enabled: true, ...(group === null ? {} : { group }) });
const group = (id: string, parent: string | null = null, doc: string | null = null): TaskGroup => ({ id, parent, doc });

const full = indexGraph([task("a", null), task("b", "in", "a"), task("c", "in", "b"), task("d", "out", "b", "c"), task("e", null, "c", "d")]);
const groups = [group("out"), group("in", "out")];
const fold = (...collapsed: string[]): FoldedGraph => foldGraph(full, groups, collapsed);
const drawn = ({ index }: FoldedGraph): string[] => index.tasks.map(({ id, deps }) => `${id}<${deps.join()}`);

describe("foldGraph", () => {
  it("draws all tasks with frames around them, outer ones first", () => {
    const graph = fold();
    expect([graph.index, graph.frames, graph.within("out"), graph.within("in")]).toEqual([full, ["out", "in"], ["b", "c", "d"], ["b", "c"]]);
    expect([...graph.parents]).toEqual([["b", "in"], ["c", "in"], ["d", "out"], ["in", "out"]]);
  });

  it("draws a folded group as one node, at which the edges of the inside end, each once", () => {
    const graph = fold("in");
    expect(drawn(graph)).toEqual(["a<", "in<a", "d<in", "e<in,d"]);
    expect([graph.frames, graph.shownFor("c"), graph.shownFor("in"), graph.shownFor("nowhere"), isFramed(graph, "out"), isFramed(graph, "in")]).toEqual([["out"], "in", "in", null, true, false]);
    expect(graph.behind(edgeId("in", "d")).map(({ source, target }) => source + target)).toEqual(["bd", "cd"]);
    expect([graph.drawnFor(edgeId("c", "d")), graph.drawnFor(edgeId("b", "c"))]).toEqual([edgeId("in", "d"), null]);
  });

  it("hides what lies in a folded group, folded groups too", () => {
    expect(drawn(fold("in", "out"))).toEqual(["a<", "out<a", "e<out"]);
    expect(fold("in", "out").frames).toEqual([]);
  });

  it("takes whatever a file says: circles, unknown and empty groups, groups named like a task", () => {
    const odd = foldGraph(full, [group("x", "y"), group("y", "x"), group("in", "gone"), group("a"), group("empty")], ["empty", "gone", "x"]);
    expect([odd.index, odd.frames, [...odd.groups.keys()]]).toEqual([full, ["in"], ["x", "y", "in", "empty"]]);
  });
});

describe("groupStatus", () => {
  const status = (taskId: string, state: TaskStatus["state"], startedAt: number | null, endedAt: number | null): TaskStatus => ({ taskId, state, tryNumber: 1, maxTries: 1, startedAt, endedAt });
  const of = (...statuses: TaskStatus[]) => {
    const facts = fold().groups.get("out");
    return facts && groupStatus(facts, (id) => statuses.filter((each) => each.taskId === id));
  };

  it("is the worst of its tasks, from the first start to the last end", () => {
    expect(of(status("b", "success", 10, 20), status("c", "failed", 20, 50), status("d", "upstream_failed", null, null), status("a", "failed", 1, 2))).toMatchObject({ state: "failed", startedAt: 10, endedAt: 50, counts: [["failed", 1], ["upstream_failed", 1], ["success", 1]] });
    expect(of(status("b", "success", 10, 20), status("c", "running", 20, null), status("d", "none", null, null))).toMatchObject({ state: "running", endedAt: null });
    expect(of(status("b", "success", 1, 2), status("c", "skipped", null, null), status("d", "none", null, null))?.state).toBe("none");
    expect(of()).toBeNull();
  });
});

describe("frames and badges", () => {
  it("close around what lies in them, the outer around the inner", () => {
    const boxes = new Map(["b", "c", "d"].map((id, at) => [id, { x: at * 300, y: 0, width: 200, height: 56 }]));
    const frames = frameBoxes(fold(), { nodes: boxes, groups: new Map() }, () => false);
    expect([...frames]).toEqual([
      ["out", { x: -28, y: -76, width: 842, height: 160 }],
      ["in", { x: -14, y: -38, width: 528, height: 108 }],
    ]);
  });

  it("say on a folded group what is wrong with its tasks", () => {
    const badges = new Map([["b", { severity: "warning" as const, text: "odd" }], ["c", { severity: "error" as const, text: "bad" }], ["a", { severity: "error" as const, text: "seen anyway" }]]);
    expect(groupBadges(fold("in"), badges)).toEqual([["in", { severity: "error", text: "b: odd\nc: bad" }]]);
  });
});
