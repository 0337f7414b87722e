import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "../../shared/document/text-change.ts";
import { lineEndsOf, showText, type Place } from "./shown-text.ts";
import { changesOf, type TypedEdit } from "./typed-changes.ts";

const at = (line: number, column: number): Place => ({ line, column });
const type = (text: string, ...edits: TypedEdit[]): string => applyChanges(text, changesOf(showText(text), edits)).text;
const insert = (place: Place, text: string): TypedEdit => ({ range: { start: place, end: place }, text });

/** What the editor holds after the edits: a text with "\n" only. */
function typeShown(shown: string, edits: readonly TypedEdit[]): string {
  return edits.reduce((text, { range, text: piece }) => {
    const lines = text.split("\n");
    const offset = ({ line, column }: Place): number => lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
    return text.slice(0, offset(range.start)) + piece + text.slice(offset(range.end));
  }, shown);
}

describe("typing into a text", () => {
  it("ends new lines as the lines around them", () => {
    expect(type("a\r\nb\nc", insert(at(1, 2), "\nx"))).toBe("a\r\nx\r\nb\nc");
    expect(type("a\r\nb\nc", insert(at(2, 2), "\nx"))).toBe("a\r\nb\nx\nc");
    expect(type("a\r\nb", insert(at(2, 2), "\n"))).toBe("a\r\nb\r\n");
    expect(type("", insert(at(1, 1), "\n"))).toBe("\n");
  });

  it("leaves the byte order mark where it is", () => {
    expect(type("\uFEFFdag: a\r\n", insert(at(1, 1), "# x\n"))).toBe("\uFEFF# x\r\ndag: a\r\n");
    expect(type("\uFEFFa\nb", { range: { start: at(1, 1), end: at(2, 2) }, text: "" })).toBe("\uFEFF");
  });

  it("does not let two line ends become one", () => {
    expect(type("a\rx\n", { range: { start: at(2, 1), end: at(2, 2) }, text: "" })).toBe("a\r\n\n");
    expect(type("a\rb\n", { range: { start: at(1, 2), end: at(2, 2) }, text: "\n" })).toBe("a\n\n");
  });

  it("takes several edits of one act, and several acts in one report", () => {
    expect(type("a\r\nb\r\n", insert(at(2, 2), "!"), insert(at(1, 2), "!"))).toBe("a!\r\nb!\r\n");
    expect(type("ab\r\n", insert(at(1, 2), "x"), insert(at(1, 3), "\n"))).toBe("ax\r\nb\r\n");
  });

  it("holds what the editor shows and every untouched byte, whatever is typed where", () => {
    const piece = fc.constantFrom("a", "b", "\n", "\r\n", "\r", "é", "😀");
    const place = fc.record({ line: fc.integer({ min: 1, max: 6 }), column: fc.integer({ min: 1, max: 4 }) });
    const edit = fc.record({ one: place, other: place, text: fc.string({ unit: fc.constantFrom("x", "\n"), maxLength: 4 }) });
    fc.assert(
      fc.property(fc.boolean(), fc.array(piece, { maxLength: 14 }), fc.array(edit, { maxLength: 6 }), (hasMark, pieces, acts) => {
        let text = (hasMark ? "\uFEFF" : "") + pieces.join("");
        for (const { one, other, text: written } of acts) {
          const lines = showText(text);
          const [start, end] = [lines.offsetAt(one), lines.offsetAt(other)].toSorted((a, b) => a - b) as [number, number];
          const range = { start: lines.placeAt(start), end: lines.placeAt(end) };
          const next = type(text, { range, text: written });
          expect(showText(next).shown).toBe(typeShown(lines.shown, [{ range, text: written }]));
          expect(next.startsWith(text.slice(0, start))).toBe(true);
          expect(next.endsWith(text.slice(end))).toBe(true);
          text = next;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a shown text", () => {
  it("finds every place again", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "\n", "\r\n", "\r"), { maxLength: 12 }), fc.boolean(), (pieces, hasMark) => {
        const lines = showText((hasMark ? "\uFEFF" : "") + pieces.join(""));
        for (const [row, line] of lines.shown.split("\n").entries())
          for (let column = 1; column <= line.length + 1; column++) expect(lines.placeAt(lines.offsetAt(at(row + 1, column)))).toEqual(at(row + 1, column));
      }),
    );
  });

  it("names its line ends", () => {
    expect(["", "a\nb", "a\r\n", "a\rb", "a\r\nb\n"].map(lineEndsOf)).toEqual(["LF", "LF", "CRLF", "CR", "mixed"]);
  });
});
