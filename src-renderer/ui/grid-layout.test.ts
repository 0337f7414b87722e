import { expect, it } from "vitest";
import { firstLayout, hidden, moved, pinned, placed, resized, shownColumns } from "./grid-layout.ts";

const four = firstLayout([100, 100, 100, 100]);

it("puts pinned columns first and leaves hidden ones out", () => {
  expect(shownColumns(hidden(pinned(four, 2, true), 1, true))).toEqual([2, 0, 3]);
  expect(shownColumns(hidden(hidden(four, 1, true), 1, false))).toEqual([0, 1, 2, 3]);
});

it("moves a column among its peers only, past hidden ones, and stops at the edge", () => {
  expect(shownColumns(moved(four, 1, 1))).toEqual([0, 2, 1, 3]);
  expect(shownColumns(moved(four, 0, -1))).toEqual([0, 1, 2, 3]);
  expect(shownColumns(moved(pinned(four, 3, true), 3, 1))).toEqual([3, 0, 1, 2]);
  expect(shownColumns(moved(hidden(four, 1, true), 0, 1))).toEqual([2, 0, 3]);
});

it("drops a column beside another one, and pins it where that one is pinned", () => {
  expect(shownColumns(placed(four, 3, 0, false))).toEqual([3, 0, 1, 2]);
  expect(shownColumns(placed(pinned(four, 0, true), 3, 0, true))).toEqual([0, 3, 1, 2]);
  expect([...placed(pinned(four, 0, true), 0, 2, true).pinned]).toEqual([]);
});

it("keeps one column and a width that can be grasped", () => {
  const one = [0, 1, 2, 3].reduce((layout, column) => hidden(layout, column, true), four);
  expect(shownColumns(one)).toEqual([3]);
  expect(resized(four, 1, 3).widths).toEqual([100, 48, 100, 100]);
});
