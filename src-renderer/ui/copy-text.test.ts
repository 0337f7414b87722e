import { describe, expect, it } from "vitest";
import { cellsAsText } from "./copy-text.ts";

const columns = [
  { name: "id", type: "BIGINT" },
  { name: "note", type: "VARCHAR" },
  { name: "note", type: "VARCHAR" },
];
const rows = [
  ["1", 'say "hi", twice', null],
  ["12345678901234567890", "", "a\tb\nc"],
];

describe("cellsAsText", () => {
  it("quotes CSV so that NULL and the empty text stay apart", () => {
    expect(cellsAsText(columns, rows, "csv")).toBe('id,note,note\n1,"say ""hi"", twice",\n12345678901234567890,"","a\tb\nc"');
    expect(cellsAsText(columns, [["1", "a", "b"]], "csv", false)).toBe("1,a,b");
  });

  it("keeps a TSV row on one line", () => {
    expect(cellsAsText(columns, rows, "tsv")).toBe('id\tnote\tnote\n1\tsay "hi", twice\t\n12345678901234567890\t\ta b c');
  });

  it("keeps both of two columns of one name in JSON, and numbers exact", () => {
    expect(JSON.parse(cellsAsText(columns, rows, "json"))).toEqual([
      { id: 1, note: 'say "hi", twice', note_2: null },
      { id: "12345678901234567890", note: "", note_2: "a\tb\nc" },
    ]);
    expect(cellsAsText([{ name: "__proto__", type: "BOOLEAN" }], [["true"], [null]], "json")).toBe('[\n  {\n    "__proto__": true\n  },\n  {\n    "__proto__": null\n  }\n]');
  });

  it("writes a table of Markdown in which no cell is markup", () => {
    expect(cellsAsText(columns, [["1", "a|b", "<i>*x*</i>\nnext"], ["2", null, "`c`"]], "markdown")).toBe(
      ["| id | note | note |", "| ---: | --- | --- |", "| 1 | a\\|b | \\<i\\>\\*x\\*\\</i\\> next |", "| 2 | NULL | \\`c\\` |"].join("\n"),
    );
  });

  it("lists distinct values for IN, text quoted, NULL left out, and a number that is none quoted too", () => {
    expect(cellsAsText([columns[0] ?? { name: "", type: "" }], [["1"], ["1"], [null], ["1); drop table t; --"], ["-2.5e3"]], "in")).toBe("(1, '1); drop table t; --', -2.5e3)");
    expect(cellsAsText([{ name: "n", type: "VARCHAR" }], [["O'Hara"], ["x"]], "in")).toBe("('O''Hara', 'x')");
  });
});
