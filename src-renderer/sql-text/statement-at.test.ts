import { expect, it } from "vitest";
import { pieceAt, pieceOf } from "./statement-at.ts";

const text = "select 1;\n\n  select 'a;b'\nfrom t;\n";

it("takes the statement at the cursor, and says where it stands", () => {
  expect(pieceAt(text, 3, null)).toEqual({ text: "select 1", origin: { offset: 0, line: 1, column: 1 } });
  expect(pieceAt(text, text.indexOf("from"), null)).toEqual({ text: "select 'a;b'\nfrom t", origin: { offset: 13, line: 3, column: 3 } });
});

it("takes the selection where there is one, and nothing of an empty text", () => {
  expect(pieceAt(text, 3, { start: 13, end: 25 })).toMatchObject({ text: "select 'a;b'" });
  expect(pieceAt(text, 3, { start: 5, end: 5 })).toMatchObject({ text: "select 1" });
  expect([pieceAt("  \n", 1, null), pieceOf("-- x\n", 4, 5)]).toEqual([null, null]);
});
