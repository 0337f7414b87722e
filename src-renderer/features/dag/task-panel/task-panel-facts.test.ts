import { describe, expect, it } from "vitest";
import { commandText } from "./command-text.ts";
import { recordsOf } from "./records.ts";

describe("commandText", () => {
  it("is what a person would type", () => {
    expect(commandText({ words: ["python3", "/w/a b.py", "it's", "--x=1"], rendered: null }, [])).toBe(`python3 '/w/a b.py' 'it'\\''s' --x=1`);
    expect(commandText({ words: ["bash", "-c"], rendered: "bash" }, [{ name: "bash", text: "echo hi" }])).toBe("bash -c 'echo hi'");
  });
});

describe("recordsOf", () => {
  it("makes a table of a list of records, however uneven", () => {
    expect(recordsOf([{ a: 1, b: "x" }, { a: null, c: { d: [1] } }])).toEqual({
      columns: [{ name: "a", type: "DOUBLE" }, { name: "b", type: "" }, { name: "c", type: "" }],
      rows: [["1", "x", null], [null, null, '{"d":[1]}']],
      totalRows: 2,
    });
  });

  it.each([[[]], [[1]], [[{ a: 1 }, [2]]], [{ a: 1 }], ["x"], [null], [[{}]]])("makes none of %j", (value) => expect(recordsOf(value)).toBeNull());
});
