import { describe, expect, it } from "vitest";
import { nextRunsHoldMs } from "./keep-next-runs.ts";

const at = (...instants: (number | null)[]) => instants.map((nextRunAt) => ({ nextRunAt, scheduleOn: true }));
const now = 1_000_000_000;

describe("nextRunsHoldMs", () => {
  it("waits for the soonest run and gives the engine a moment to start it", () => {
    expect(nextRunsHoldMs(at(now + 60_000, null, now + 5_000), now)).toBe(5_300);
  });

  it("asks rarely about an instant that stays in the past, and never waits longer than timers can", () => {
    expect([nextRunsHoldMs(at(now - 10_000), now), nextRunsHoldMs(at(now + 90 * 86_400_000), now)]).toEqual([30_000, 3_600_000]);
  });

  it("waits for nothing while no schedule is on", () => {
    const off = { nextRunAt: now + 5_000, scheduleOn: false };
    expect([nextRunsHoldMs([], now), nextRunsHoldMs(at(null), now), nextRunsHoldMs([off], now)]).toEqual([null, null, null]);
  });
});
