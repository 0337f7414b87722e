import { describe, expect, it } from "vitest";
import { moved, ticksOf, within, zoomed, zoomOf } from "./time-view.ts";

const whole = { from: 1000, to: 11_000 };

describe("zoomed", () => {
  it("keeps the instant under the pointer where it is", () => {
    expect(zoomed(whole, 3000, 0.5, whole)).toEqual({ from: 2000, to: 7000 });
    expect(zoomed({ from: 2000, to: 7000 }, 3000, 2, whole)).toEqual(whole);
  });

  it("looks no closer than a tenth of a second, and no further than the whole", () => {
    expect(zoomed(whole, 1000, 1e-9, whole)).toEqual({ from: 1000, to: 1100 });
    expect(zoomed(whole, 5000, 100, whole)).toEqual(whole);
    expect(zoomed({ from: 0, to: 10 }, 0, 0.1, { from: 0, to: 10 })).toEqual({ from: 0, to: 10 });
  });

  it("is pushed back where it would leave the whole", () => {
    expect(moved({ from: 2000, to: 4000 }, -5000, whole)).toEqual({ from: 1000, to: 3000 });
    expect(moved({ from: 2000, to: 4000 }, 50_000, whole)).toEqual({ from: 9000, to: 11_000 });
    expect(within({ from: 0, to: 99_000 }, whole)).toEqual(whole);
    expect(zoomOf({ from: 2000, to: 4000 }, whole)).toBe(5);
  });
});

describe("ticksOf", () => {
  it("stands on round instants of the clock that is shown", () => {
    expect(ticksOf({ from: 0, to: 10_000 }, 5, 0)).toEqual({ stepMs: 2000, at: [0, 2000, 4000, 6000, 8000, 10_000] });
    const quarter = 5.75 * 3_600_000;
    expect(ticksOf({ from: 0, to: 7_200_000 }, 3, quarter)).toEqual({ stepMs: 3_600_000, at: [900_000, 4_500_000] });
    expect(ticksOf({ from: 1234, to: 3234 }, 2, -1234).at).toEqual([1234, 2234, 3234]);
  });

  it("has a step for years", () => {
    const { at } = ticksOf({ from: 0, to: 20 * 365 * 86_400_000 }, 10, 0);
    expect(at.length).toBeGreaterThan(5);
    expect(at.length).toBeLessThanOrEqual(11);
  });
});
