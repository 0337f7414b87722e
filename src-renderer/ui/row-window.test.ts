import { describe, expect, it } from "vitest";
import { canvasPx, longestCanvasPx, offsetAt, offsetFor, scrollTopAt, type RowSpan } from "./row-window.ts";

const some: RowSpan = { count: 1000, rowPx: 28, viewPx: 500 };
const millions: RowSpan = { count: 10_000_000, rowPx: 36, viewPx: 500 };

describe("row window", () => {
  it("moves a pixel for a pixel while a browser can draw all rows", () => {
    expect([canvasPx(some), offsetAt(123, some), scrollTopAt(123, some)]).toEqual([28_000, 123, 123]);
  });

  it("comes to the last row of ten million, on a canvas that a browser can draw", () => {
    expect(canvasPx(millions)).toBe(longestCanvasPx);
    const end = offsetAt(longestCanvasPx - millions.viewPx, millions);
    expect(end).toBeCloseTo(10_000_000 * 36 - 500, 3);
    expect(offsetAt(0, millions)).toBe(0);
  });

  it("goes from bar to rows and back without drifting by more than a pixel", () => {
    for (const scrollTop of [0, 1, 77_777, 7_500_000, 14_999_499]) expect(scrollTopAt(offsetAt(scrollTop, millions), millions)).toBeCloseTo(scrollTop, 3);
  });

  it("moves as little as can be to show a row", () => {
    expect([offsetFor(10, 0, some), offsetFor(20, 0, some), offsetFor(2, 280, some)]).toEqual([0, 21 * 28 - 500, 56]);
  });
});
