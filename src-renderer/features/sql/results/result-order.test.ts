import { expect, it } from "vitest";
import { filterOps, filterWords, nextSort, setSort, valueTrouble, withOrder } from "./result-order.ts";

const up = (column: number) => ({ column, descending: false });
const down = (column: number) => ({ column, descending: true });

it("goes from ascending to descending to as it came, alone or after others", () => {
  expect(nextSort([], 1, false)).toEqual([up(1)]);
  expect(nextSort([up(1)], 1, false)).toEqual([down(1)]);
  expect(nextSort([down(1)], 1, false)).toEqual([]);
  expect(nextSort([up(1)], 2, false)).toEqual([up(2)]);
  expect(nextSort([up(1)], 2, true)).toEqual([up(1), up(2)]);
  expect(nextSort([up(1), up(2)], 1, true)).toEqual([down(1), up(2)]);
});

it("keeps to as many sorts as are allowed", () => {
  const many = Array.from({ length: 12 }, (_, column) => column).reduce((sort, column) => setSort(sort, column, false), [] as { column: number; descending: boolean }[]);
  expect(many).toHaveLength(8);
  expect(many.at(-1)).toEqual(up(11));
});

it("says a filter in words and leaves an empty order out", () => {
  const columns = [{ name: "n", type: "INTEGER", kind: "integer" }] as const;
  expect([filterWords({ column: 0, op: ">=", value: "3" }, columns), filterWords({ column: 0, op: "is null" }, columns), filterWords({ column: 0, op: "=", value: "" }, columns)]).toEqual(["n ≥ 3", "n is NULL", "n is “”"]);
  expect(withOrder([], [])).toEqual({});
});

it("offers what fits the kind, and says what a value should look like", () => {
  expect([filterOps("text")[0], filterOps("date")[0], filterOps("boolean").length]).toEqual(["contains", "=", 3]);
  expect(valueTrouble("integer", ">", "1e3")).toBeNull();
  expect(valueTrouble("integer", ">", "many")).toMatch(/number/);
  expect(valueTrouble("date", "=", "21.11.2026")).toMatch(/2026-11-21/);
  expect(valueTrouble("timestamp", "contains", "21.11")).toBeNull();
  expect(valueTrouble("text", "=", "")).toBeNull();
});
