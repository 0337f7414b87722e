import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeTexts } from "./merge.ts";
import { applyChanges } from "./text-change.ts";
import { diffTexts } from "./text-diff.ts";

/** Each line is edited by nobody, by one of the two or (seldom) by both. */
const line = fc.record({ who: fc.constantFrom("-", "-", "mine", "theirs"), how: fc.constantFrom("change", "remove", "insert"), same: fc.boolean() });

interface Lines {
  base: string[];
  mine: string[];
  theirs: string[];
}

/** Edits stand two untouched lines apart, so that every merge has to succeed. */
function compose(lines: readonly { who: string; how: string; same: boolean }[], end: string): Lines & { merged: string[] } {
  const made: Lines & { merged: string[] } = { base: [], mine: [], theirs: [], merged: [] };
  for (const [index, { who, how, same }] of lines.entries()) {
    const own = `${same ? "repeated: 1" : `line ${index}`}${end}`;
    const sides = ["mine", "theirs"] as const;
    made.base.push(own);
    for (const side of sides) made[side].push(...(side === who ? edited(own, how, index, end) : [own]));
    made.merged.push(...(who === "-" ? [own] : edited(own, how, index, end)));
    for (const far of ["", "'"]) for (const text of Object.values(made)) text.push(`apart ${index}${far}${end}`);
  }
  return made;
}

function edited(own: string, how: string, index: number, end: string): string[] {
  if (how === "remove") return [];
  return how === "insert" ? [own, `new ${index}${end}`] : [`changed ${index}${end}`];
}

describe("mergeTexts", () => {
  it("loses nothing of edits that lie apart", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 25 }), fc.constantFrom("\n", "\r\n"), (lines, end) => {
        const { base, mine, theirs, merged } = compose(lines, end);
        expect(mergeTexts({ base: base.join(""), mine: mine.join(""), theirs: theirs.join("") })).toEqual({ ok: true, text: merged.join("") });
      }),
      { numRuns: 2_000 },
    );
  }, 60_000);

  it("tells of a conflict where both changed one line differently, with both sides in the text", () => {
    expect(mergeTexts({ base: "a\nb\nc\n", mine: "a\nB\nc\n", theirs: "a\nbb\nc\n" })).toEqual({ ok: false, conflicts: 1, text: "a\n<<<<<<< mine\nB\n=======\nbb\n>>>>>>> on disk\nc\n" });
    expect(mergeTexts({ base: "a\nb\n", mine: "a\nX\n", theirs: "a\nX\n" })).toEqual({ ok: true, text: "a\nX\n" });
    expect(mergeTexts({ base: "", mine: "mine", theirs: "theirs" })).toMatchObject({ ok: false });
  });

  it("gives up on texts that would take minutes instead of freezing", () => {
    const many = "\n".repeat(5_000);
    expect(mergeTexts({ base: `a${many}a`, mine: `b${many}b`, theirs: `c${many}c` })).toEqual({ ok: false, text: null, conflicts: 1 });
  });
});

describe("diffTexts", () => {
  it("leads from any text to any other", () => {
    const text = fc.array(fc.constantFrom("a", "b", "\n", "\r\n", "é", "😀", "😁", "tasks:\n", "  x: 1\n"), { maxLength: 40 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, (from, to) => {
        const changes = diffTexts(from, to);
        expect(applyChanges(from, changes).text).toBe(to);
        for (const { start, end, text: written } of changes) expect(start < end || written !== "").toBe(true);
      }),
      { numRuns: 3_000 },
    );
  }, 60_000);

  it("is as small as can be: what stands between two edits is not in it", () => {
    expect(diffTexts("a: 1\nb: 2\nc: 3\n", "a: 10\nb: 2\nc: 4\n")).toEqual([{ start: 4, end: 4, text: "0" }, { start: 13, end: 14, text: "4" }]);
    expect(diffTexts("x😀", "x😁")).toEqual([{ start: 1, end: 3, text: "😁" }]);
    expect(diffTexts("same", "same")).toEqual([]);
  });
});
