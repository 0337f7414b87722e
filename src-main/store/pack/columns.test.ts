import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTables, writeTables, type TableRows } from "./columns.ts";
import { packTables, unpackTables, wordsOf } from "./pack-format.ts";

const value = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: 1_790_000_000_000, max: 1_790_000_100_000 }),
  fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
  fc.constantFrom("success", "failed", "", "\u0000"),
);
const columnNames = fc.uniqueArray(fc.constantFrom("task", "try_number", "a", "b", "c", "d"), { minLength: 1 });
/** Columns are of one kind as a rule; here anything may be anywhere but a number among texts, which a strict table refuses. */
const cells = fc.oneof(fc.array(value.filter((one) => typeof one !== "string"), { minLength: 40, maxLength: 40 }), fc.array(value.filter((one) => typeof one !== "number"), { minLength: 40, maxLength: 40 }));
const table = fc.record({ name: fc.string(), columns: columnNames, count: fc.integer({ min: 0, max: 40 }), cells: fc.array(cells, { minLength: 6, maxLength: 6 }) }).map(
  ({ name, columns, count, cells: of }): TableRows => ({ name, columns, rows: Array.from({ length: count }, (_, row) => columns.map((_column, at) => of[at]?.[row] ?? null)) }),
);

describe("rows in columns", () => {
  it("come back as they were, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(table, { maxLength: 4 }), fc.array(table, { maxLength: 2 }), (tables, others) => {
        expect(readTables(writeTables(tables).bytes)).toEqual(tables);
        for (const words of [null, wordsOf(others)]) expect(unpackTables(packTables(tables, words), words)).toEqual(tables);
      }),
    );
  });

  it("take little where a column follows from another", () => {
    const at = 1_790_000_000_000;
    const count = 500;
    const first = { name: "first", columns: ["task", "from", "to"], rows: Array.from({ length: count }, (_, task) => [task, at + task * 7919, at + task * 7919 + 12]) };
    const second = { name: "second", columns: ["task", "from", "to"], rows: first.rows.filter((_, task) => task % 3 !== 0).toReversed() };
    expect(writeTables([first]).bytes.length).toBeLessThan(1.1 * writeTables([first, second]).bytes.length);
    expect(writeTables([first, second]).bytes.length).toBeLessThan(4 * count);
  });

  it("are refused with what is wrong where the bytes are others", () => {
    const { bytes } = writeTables([{ name: "t", columns: ["task", "text"], rows: [[1, "one"], [2, "two"]] }]);
    for (let length = 0; length < bytes.length; length += 1) expect(() => readTables(bytes.subarray(0, length)), `${length} of ${bytes.length} bytes`).toThrow();
    const body = packTables([{ name: "t", columns: ["a"], rows: [["long enough to be found again"]] }], Buffer.from("long enough to be found again"));
    expect(() => unpackTables(body, null)).toThrow();
  });
});
