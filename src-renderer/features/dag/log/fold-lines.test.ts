import { describe, expect, it } from "vitest";
import { firstFolded, foldLines } from "./fold-lines.ts";

const group = (from: number, to: number, hasError = false) => ({ from, to, hasError, title: "" });

describe("foldLines", () => {
  it("goes from places to lines and back, as a naive list does", () => {
    const groups = [group(2, 5), group(3, 4), group(7, 7), group(9, 12), group(14, 16)];
    for (const folded of [[], [2], [3], [2, 3], [9, 14], [2, 9, 14], [3, 7, 14]]) {
      const fold = foldLines(groups, new Set(folded));
      const hidden = (line: number): boolean => groups.some(({ from, to }) => folded.includes(from) && line > from && line <= to);
      const shown = Array.from({ length: 20 }, (_, at) => at + 1).filter((line) => !hidden(line));
      expect(shown.map((_, at) => fold.lineAt(at + 1))).toEqual(shown);
      expect(shown.map((line) => fold.placeOf(line))).toEqual(shown.map((_, at) => at + 1));
      expect(fold.hidden).toBe(20 - shown.length);
      if (folded.includes(9)) expect(fold.placeOf(11)).toBe(fold.placeOf(9));
    }
  });

  it("folds new groups but for those with an error", () => {
    expect(firstFolded([group(1, 3), group(5, 6, true), group(8, 9)], new Set([8]))).toEqual([1]);
  });
});
