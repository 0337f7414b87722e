import { describe, expect, it } from "vitest";
import { recordsOf } from "./records.ts";

describe("recordsOf", () => {
  it("is a table of what all records have, with gaps", () => {
    expect(recordsOf([{ a: 1, b: "x" }, { a: null, c: [1] }])).toEqual({ columns: [{ name: "a", type: "DOUBLE" }, { name: "b", type: "" }, { name: "c", type: "" }], rows: [["1", "x", null], [null, null, "[1]"]], totalRows: 2 });
    expect([recordsOf([]), recordsOf([1]), recordsOf([{}]), recordsOf({ a: 1 }), recordsOf(null)]).toEqual([null, null, null, null, null]);
  });

  it("keeps the digits of whole numbers", () => {
    expect(recordsOf([{ id: 9007199254740993n, share: 0.5, deep: { id: 9007199254740993n } }, { id: 2, share: 9007199254740993n }])).toEqual({
      columns: [{ name: "id", type: "BIGINT" }, { name: "share", type: "DOUBLE" }, { name: "deep", type: "" }],
      rows: [["9007199254740993", "0.5", '{"id":9007199254740993}'], ["2", "9007199254740993", null]],
      totalRows: 2,
    });
  });

  it("takes nothing for a value that every object has by itself", () => {
    expect(recordsOf([{ constructor: 1, toString: "x" }, { other: true }])?.rows).toEqual([["1", "x", null], [null, null, "true"]]);
  });
});
