import { describe, expect, it } from "vitest";
import { cellsAsText } from "./copy-text.ts";

const columns = ["id", "note", "note"];
const rows = [
  ["1", 'say "hi", twice', null],
  ["2", "", "a\tb\nc"],
];

describe("cellsAsText", () => {
  it("quotes CSV so that NULL and the empty text stay apart", () => {
    expect(cellsAsText(columns, rows, "csv")).toBe('id,note,note\n1,"say ""hi"", twice",\n2,"","a\tb\nc"');
  });

  it("keeps a TSV row on one line", () => {
    expect(cellsAsText(columns, rows, "tsv")).toBe('id\tnote\tnote\n1\tsay "hi", twice\t\n2\t\ta b c');
  });

  it("keeps both of two columns of one name in JSON", () => {
    expect(JSON.parse(cellsAsText(columns, rows, "json"))).toEqual([
      { id: "1", note: 'say "hi", twice', note_2: null },
      { id: "2", note: "", note_2: "a\tb\nc" },
    ]);
  });
});
