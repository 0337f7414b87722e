import { describe, expect, it } from "vitest";
import { askedFor, spans } from "./timeline-filter.ts";

const now = Date.parse("2026-11-21T16:47:12.345Z");

describe("askedFor", () => {
  it("covers the view, whatever its length, and stays below what may be asked", () => {
    for (const length of [100, 59_000, 60_000, 61_000, ...Object.values(spans)]) {
      const view = { from: now - length, to: now };
      const { from, to } = askedFor(view);
      expect(from).toBeLessThanOrEqual(view.from);
      expect(to).toBeGreaterThanOrEqual(view.to);
      expect(to - from).toBeLessThanOrEqual(32 * 86_400_000);
    }
  });

  it("is the same for a view a little later", () => {
    const view = { from: now - 3_600_000, to: now };
    expect(askedFor({ from: view.from + 1000, to: view.to + 1000 })).toEqual(askedFor(view));
  });
});
