import { describe, expect, it } from "vitest";
import { cellOf, emptyRun, readGrid } from "../../shared/run-view/run-grid.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { mergeIntoGrid, type GridData } from "./live-grid.ts";
import { run, task } from "./run-samples.ts";

const version = readGrid({ tasks: ["a", "b"].map((id) => ({ id, kind: "SqlTask" })), versions: [{ id: 1, tasks: [0, 1] }], runs: [{ run: run("r", 1), states: "aa", times: "," }], cursor: null }).runs[0]?.version;
if (version === undefined) throw new Error("no version");
const column = (summary: RunSummary) => emptyRun(summary, version);
const grid = (): GridData => ({ pages: [{ runs: [column(run("new", 20)), column(run("mid", 15))], cursor: "x" }, { runs: [column(run("old", 10))], cursor: null }], pageParams: [undefined, "x"] });
const names = ({ pages }: GridData): string[][] => pages.map((page) => page.runs.map((each) => each.run.runId));
const tasksOf = (runId: string, ...tasks: ReturnType<typeof task>[]) => [{ dagId: "a", runId, tasks: new Map(tasks.map((each) => [each.taskId, each])) }];
const filter = { dagId: "a" };

describe("mergeIntoGrid", () => {
  it("changes the cells and the head of a run, and leaves all others as they are", () => {
    const before = grid();
    const { data, isStale } = mergeIntoGrid(before, { runs: [run("old", 10, { state: "failed", endedAt: 12 })], tasks: tasksOf("mid", task("b", "running")) }, filter);
    expect(isStale).toBe(false);
    expect([data.pages[0]?.runs[0] === before.pages[0]?.runs[0], data.pages[1]?.runs[0]?.run.state]).toEqual([true, "failed"]);
    const [, changed] = data.pages[0]?.runs ?? [];
    expect(changed && [cellOf(changed, "a")?.state, cellOf(changed, "b")?.state]).toEqual(["none", "running"]);
  });

  it("is the same for what is none of its own", () => {
    const before = grid();
    expect(mergeIntoGrid(before, { runs: [run("other", 30, { dagId: "z" })], tasks: tasksOf("elsewhere", task("a", "failed")) }, filter)).toEqual({ data: before, isStale: false });
  });

  it("puts a run that begins at the front, with what happened in it at once", () => {
    const { data, isStale } = mergeIntoGrid(grid(), { runs: [run("newest", 30)], tasks: tasksOf("newest", task("a", "success")) }, filter);
    expect([names(data), isStale]).toEqual([[["newest", "new", "mid"], ["old"]], false]);
    const [made] = data.pages[0]?.runs ?? [];
    expect(made && cellOf(made, "a")?.state).toBe("success");
  });

  it.each([
    ["of a version that is not known", run("newest", 30, { dagVersion: 2 }), filter],
    ["that is old and only now fits", run("older", 12, { state: "failed" }), { dagId: "a", states: ["failed" as const] }],
    ["that is over already", run("newest", 30, { state: "success", endedAt: 31 }), filter],
  ])("asks to be read anew for a run %s", (_, changed, wanted) => {
    expect(mergeIntoGrid(grid(), { runs: [changed], tasks: [] }, wanted).isStale).toBe(true);
  });

  it("takes out a run that fits no more", () => {
    expect(names(mergeIntoGrid(grid(), { runs: [run("mid", 15, { state: "success" })], tasks: [] }, { dagId: "a", states: ["running"] }).data)).toEqual([["new"], ["old"]]);
  });
});
