import { describe, expect, it } from "vitest";
import { firstWidths, isNumberType, moveCell } from "./data-grid-model.ts";

describe("isNumberType", () => {
  it.each(["INTEGER", "BIGINT", "UBIGINT", "DECIMAL(18,4)", "numeric", "double precision", "real", "int4", "HUGEINT"])("aligns %s right", (type) => {
    expect(isNumberType(type)).toBe(true);
  });
  it.each(["VARCHAR", "DATE", "INTERVAL", "interval", "INTEGER[]", "BOOLEAN", "point", "TIMESTAMP"])("aligns %s left", (type) => {
    expect(isNumberType(type)).toBe(false);
  });
});

describe("moveCell", () => {
  const size = { rows: 100, columns: 10, page: 20 };
  const at = { row: 50, column: 5 };
  const press = (key: string, ctrlKey = false) => moveCell(at, { key, ctrlKey, metaKey: false }, size);

  it("moves by keys and stops at the edges", () => {
    expect([press("ArrowDown"), press("ArrowLeft"), press("PageDown"), press("Home"), press("End", true), press("ArrowUp", true), press("x")]).toEqual([
      { row: 51, column: 5 },
      { row: 50, column: 4 },
      { row: 70, column: 5 },
      { row: 50, column: 0 },
      { row: 99, column: 9 },
      { row: 0, column: 5 },
      null,
    ]);
    expect(moveCell({ row: 99, column: 9 }, { key: "PageDown", ctrlKey: false, metaKey: false }, size)).toEqual({ row: 99, column: 9 });
  });
});

describe("firstWidths", () => {
  it("fits name, type and values, and bounds the widest", () => {
    const [short = 0, long = 0] = firstWidths([{ name: "id", type: "INT" }, { name: "text", type: "VARCHAR" }], [["1", "x".repeat(5000)]]);
    expect([short, long]).toEqual([64, 360]);
  });
});
