import { describe, expect, it } from "vitest";
import type { GridRun } from "../../../../shared/run-view/run-grid.ts";
import { extendedPlace } from "./grid-keys.ts";
import { boxOf, cornerAt, targetsOf, type GridOf } from "./grid-range.ts";
import type { GridRow } from "./grid-rows.ts";

const task = (id: string, part: Partial<GridRow> = {}): GridRow => ({ id, kind: "BashTask", depth: 0, tasks: [], isGroup: false, isFolded: false, isGone: false, ...part });
const run = (runId: string, ids: readonly string[]): GridRun => ({ run: { dagId: "d", runId, state: "success" }, version: { placeOf: new Map(ids.map((id, at) => [id, at])) } }) as unknown as GridRun;
const rows = [task("raw"), task("dims", { isGroup: true, tasks: ["load", "look"] }), task("load"), task("look"), task("end")];
const grid: GridOf = { rows, runs: [run("r1", ["raw", "load", "end"]), run("r2", ["raw", "load", "look", "end"]), run("r3", ["end"])] };
const at = (row: number, column: number) => cornerAt({ row, column }, grid);

describe("a rectangle of the grid", () => {
  it("names of each run the tasks that its version has; a group stands for its tasks", () => {
    const box = boxOf({ from: at(2, 1), to: at(1, 0) }, grid);
    expect(box).toMatchObject({ top: 1, bottom: 2, left: 0, right: 1, isWholeRuns: false, end: { row: 1, column: 0 } });
    expect(box && targetsOf(box, grid)).toEqual([{ dagId: "d", runId: "r1", taskIds: ["load"] }, { dagId: "d", runId: "r2", taskIds: ["load", "look"] }]);
  });

  it("leaves out a run that has none of them", () => {
    const box = boxOf({ from: at(0, 1), to: at(2, 2) }, grid);
    expect(box && targetsOf(box, grid)).toEqual([{ dagId: "d", runId: "r2", taskIds: ["raw", "load", "look"] }]);
  });

  it("has whole runs from head to head, and every run from name to name", () => {
    const heads = boxOf({ from: at(-1, 2), to: at(-1, 1) }, grid);
    expect(heads && targetsOf(heads, grid)).toEqual([{ dagId: "d", runId: "r2" }, { dagId: "d", runId: "r3" }]);
    const names = boxOf({ from: at(4, -1), to: at(4, -1) }, grid);
    expect(names && targetsOf(names, grid).map(({ runId }) => runId)).toEqual(["r1", "r2", "r3"]);
  });

  it("stays on its runs while others come, and goes with a corner that is gone", () => {
    const range = { from: at(0, 0), to: at(4, 1) };
    expect(boxOf(range, { rows, runs: [run("r0", []), ...grid.runs, run("r4", [])] })).toMatchObject({ left: 1, right: 2 });
    expect(boxOf(range, { rows: rows.slice(1), runs: grid.runs })).toBeNull();
    expect(boxOf(null, grid)).toBeNull();
  });

  it("is drawn by the keys that move, with Shift", () => {
    const pressed = (key: string, shiftKey: boolean, ctrlKey = false) => ({ key, shiftKey, ctrlKey, metaKey: false, altKey: false });
    const size = { rows: 5, columns: 3, page: 4 };
    expect(["ArrowDown", "ArrowLeft", "End"].map((key) => extendedPlace(pressed(key, true), { row: 1, column: 1 }, size))).toEqual([{ row: 2, column: 1 }, { row: 1, column: 0 }, { row: 1, column: 2 }]);
    expect(extendedPlace(pressed("End", true, true), { row: 1, column: 1 }, size)).toEqual({ row: 4, column: 2 });
    expect([extendedPlace(pressed("ArrowDown", false), { row: 1, column: 1 }, size), extendedPlace(pressed("x", true), { row: 1, column: 1 }, size)]).toEqual([null, null]);
  });
});
