import { describe, expect, it } from "vitest";
import { rangeOf } from "./grid-cursor.ts";
import { gridAct, type GridKey, type GridKeyPlace } from "./grid-keys.ts";

const place: GridKeyPlace = { active: { row: 3, column: 7 }, shown: [9, 7, 2], rowCount: 50, page: 10, hasRange: false };
const press = (key: string, more: Partial<GridKey> = {}, at: Partial<GridKeyPlace> = {}) => gridAct({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more }, { ...place, ...at });

describe("gridAct", () => {
  it("moves by what is shown, whatever the order of the columns in the rows", () => {
    expect(press("ArrowRight")).toEqual({ kind: "move", to: { row: 3, column: 2 }, keep: false });
    expect(press("ArrowLeft", { shiftKey: true })).toEqual({ kind: "move", to: { row: 3, column: 9 }, keep: true });
    expect(press("End", { ctrlKey: true })).toEqual({ kind: "move", to: { row: 49, column: 2 }, keep: false });
  });

  it("goes up into the head and back, and along it", () => {
    const first = { active: { row: 0, column: 7 } };
    const head = { active: { row: -1, column: 7 } };
    expect(press("ArrowUp", {}, first)).toMatchObject({ to: { row: -1, column: 7 } });
    expect(press("ArrowUp", { shiftKey: true }, first)).toMatchObject({ to: { row: 0 } });
    expect(press("ArrowRight", {}, head)).toMatchObject({ to: { row: -1, column: 2 } });
    expect(press("ArrowDown", {}, head)).toMatchObject({ to: { row: 0, column: 7 } });
    expect(press(" ", { shiftKey: true }, head)).toEqual({ kind: "sort", add: true });
    expect(press("Enter", {}, head)).toEqual({ kind: "columnMenu" });
  });

  it("copies, selects all, opens, and leaves other keys alone", () => {
    expect([press("c", { metaKey: true }), press("A", { ctrlKey: true }), press("Enter"), press("ArrowDown", { altKey: true })]).toEqual([{ kind: "copy", heads: false }, { kind: "selectAll" }, { kind: "open" }, { kind: "columnMenu" }]);
    expect([press("Escape"), press("x"), press("ArrowLeft", { altKey: true }), press("Tab")]).toEqual([null, null, null, null]);
    expect(press("Escape", {}, { hasRange: true })).toEqual({ kind: "unselect" });
  });
});

describe("rangeOf", () => {
  it("spans rows and shown columns in either direction, and is bounded by what is there", () => {
    expect(rangeOf({ active: { row: 1, column: 2 }, anchor: { row: 4, column: 9 } }, [9, 7, 2], 3)).toEqual({ from: 1, to: 2, columns: [9, 7, 2] });
    expect(rangeOf({ active: { row: 0, column: 7 }, anchor: { row: 0, column: 7 } }, [9, 7, 2], 3)).toEqual({ from: 0, to: 0, columns: [7] });
    expect(rangeOf({ active: { row: -1, column: 7 }, anchor: { row: 0, column: 7 } }, [9, 7, 2], 3)).toBeNull();
    expect(rangeOf({ active: { row: 0, column: 7 }, anchor: { row: 0, column: 7 } }, [9], 0)).toBeNull();
  });
});
