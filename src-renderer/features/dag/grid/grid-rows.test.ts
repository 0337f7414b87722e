import { describe, expect, it } from "vitest";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import { cellOf, readGrid, stateNumber, withTasks, type GridRun } from "../../../../shared/run-view/run-grid.ts";
import { run, task } from "../../../rpc/run-samples.ts";
import { absent, groupCell, numberIn, rowSignature } from "./grid-cells.ts";
import { movedPlace, type PressedKey } from "./grid-keys.ts";
import { gridRows, tasksInStates, type GridRow, type GridRowParts } from "./grid-rows.ts";
import { runColumns } from "./run-columns.ts";

const graphTask = (id: string, deps: string[], group?: string): GraphTask => ({ id, kind: "SqlTask", deps, enabled: true, ...(group === undefined ? {} : { group }) });
const tasks = [graphTask("report", ["fact"]), graphTask("b", ["a"], "inner"), graphTask("a", []), graphTask("fact", ["b", "c"]), graphTask("c", [], "outer")];
const groups = [{ id: "outer", doc: null, parent: null }, { id: "inner", doc: null, parent: "outer" }, { id: "empty", doc: null, parent: null }];

/** `ids` with a letter each, as `readGrid` takes them. */
function column(runId: string, version: number, letters: Readonly<Record<string, string>>): GridRun {
  const ids = Object.keys(letters);
  const { runs } = readGrid({ tasks: ids.map((id) => ({ id, kind: "SqlTask" })), versions: [{ id: version, tasks: ids.map((_, place) => place) }], runs: [{ run: run(runId, 10 * version, { dagVersion: version }), states: Object.values(letters).join(""), times: ids.map(() => "").join(",") }], cursor: null });
  const [made] = runs;
  if (made === undefined) throw new Error("one run was given");
  return made;
}

const old = column("old", 1, { a: "e", gone: "f", b: "e" });
const today = column("today", 2, { report: "a", b: "d", a: "e", fact: "a", c: "e" });
const rowsOf = (change: Partial<GridRowParts> = {}): string[] => gridRows({ tasks, groups, folded: [], runs: [old, today], shown: null, ...change }).map(({ id, depth, isGroup, isFolded, isGone, tasks: inside }) => `${"-".repeat(depth)}${id}${isGroup ? `(${inside.toSorted().join()})${isFolded ? "folded" : ""}` : ""}${isGone ? "!" : ""}`);

describe("gridRows", () => {
  it("stand in the order of the run, groups together, what is gone below", () => {
    expect(rowsOf()).toEqual(["a", "outer(b,c)", "-inner(b)", "--b", "-c", "fact", "report", "gone!"]);
  });

  it("leave out what lies in a folded group, and what the filter does not let through", () => {
    expect(rowsOf({ folded: ["inner", "no such group"] })).toEqual(["a", "outer(b,c)", "-inner(b)folded", "-c", "fact", "report", "gone!"]);
    expect(rowsOf({ folded: ["outer"], shown: new Set(["b", "report"]) })).toEqual(["outer(b)folded", "report"]);
  });

  it("have every task of a DAG with a circle, and none where there is none", () => {
    expect(rowsOf({ tasks: [graphTask("x", ["y"]), graphTask("y", ["x"]), graphTask("z", [])], runs: [] })).toEqual(["z", "x", "y"]);
    expect(rowsOf({ tasks: [], groups: [], runs: [] })).toEqual([]);
  });
});

describe("cells", () => {
  const row = (id: string, inside: readonly string[] = []): GridRow => ({ id, kind: "SqlTask", depth: 0, tasks: inside, isGroup: inside.length > 0, isFolded: true, isGone: false });
  const outer = row("outer", ["b", "c"]);

  it("show the worst of a group, counted, and what a version does not have as absent", () => {
    expect(groupCell(today, outer.tasks)).toEqual({ worst: stateNumber("running"), counts: [["running", 1], ["success", 1]] });
    expect([numberIn(old, row("c")), numberIn(old, row("x", ["c"])), numberIn(today, row("c"))]).toEqual([absent, absent, stateNumber("success")]);
  });

  it("are counted anew once a task has changed", () => {
    const changed = withTasks(today, [task("c", "failed")]);
    expect([groupCell(changed, outer.tasks).worst, cellOf(today, "c")?.state]).toEqual([stateNumber("failed"), "success"]);
    expect(rowSignature(outer, [today]) === rowSignature(outer, [changed])).toBe(false);
  });

  it("tell which tasks are in a state in any of the runs", () => {
    const wanted: boolean[] = [];
    wanted[stateNumber("failed")] = true;
    wanted[stateNumber("running")] = true;
    expect([...tasksInStates([old, today], wanted)].toSorted()).toEqual(["b", "gone"]);
  });
});

describe("runColumns", () => {
  it("are as high as the run was long, and mark the days and the changes of the DAG", () => {
    const { columns, longestMs } = runColumns([{ ...old.run, startedAt: 0, endedAt: 100 }, { ...today.run, startedAt: null }, { ...today.run, startedAt: 50, endedAt: 100 }], 0, (at) => `day ${at}`);
    expect(columns.map(({ share, day, former }) => [share, day, former?.dagVersion ?? null])).toEqual([[1, "day 10", null], [0, null, 1], [0.5, null, null]]);
    expect(longestMs).toBe(100);
  });
});

describe("movedPlace", () => {
  const key = (name: string, change: Partial<PressedKey> = {}): PressedKey => ({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...change });
  const size = { rows: 10, columns: 5, page: 4 };
  const from = { row: 5, column: 2 };

  it.each([
    [key("ArrowUp"), { row: 4, column: 2 }],
    [key("ArrowLeft"), { row: 5, column: 1 }],
    [key("PageUp"), { row: 1, column: 2 }],
    [key("PageDown"), { row: 9, column: 2 }],
    [key("Home"), { row: 5, column: 0 }],
    [key("End"), { row: 5, column: 4 }],
    [key("Home", { ctrlKey: true }), { row: 0, column: 0 }],
    [key("End", { metaKey: true }), { row: 9, column: 4 }],
    [key("ArrowUp", { shiftKey: true }), null],
    [key("ArrowUp", { ctrlKey: true }), null],
    [key("x"), null],
  ])("%o", (pressed, wanted) => expect(movedPlace(pressed, from, size)).toEqual(wanted));

  it("goes on to the head and the names, and no further", () => {
    expect(movedPlace(key("ArrowUp"), { row: 0, column: 0 }, size)).toEqual({ row: -1, column: 0 });
    expect(movedPlace(key("ArrowLeft"), { row: 0, column: -1 }, size)).toEqual({ row: 0, column: -1 });
  });
});
