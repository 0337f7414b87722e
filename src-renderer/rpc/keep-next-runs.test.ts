import { describe, expect, it } from "vitest";
import { nextRunsHold } from "./keep-next-runs.ts";

const at = (...instants: (number | null)[]) => instants.map((nextRunAt) => ({ nextRunAt, scheduleOn: true }));
const now = 1_000_000_000;

describe("nextRunsHold", () => {
  it("waits for the soonest run and gives the engine a moment to start it", () => {
    expect(nextRunsHold(at(now + 60_000, null, now + 5_000), now, null)).toEqual({ until: now + 5_000, ms: 5_300 });
  });

  it("asks at once about an instant that passed while nobody looked, and rarely when it stays in the past", () => {
    expect([null, now - 20_000, now - 10_000].map((asked) => nextRunsHold(at(now - 10_000), now, asked)?.ms)).toEqual([0, 0, 30_000]);
  });

  it("never waits longer than timers can", () => {
    expect(nextRunsHold(at(now + 90 * 86_400_000), now, null)?.ms).toBe(3_600_000);
  });

  it("waits for nothing while no schedule is on", () => {
    const off = { nextRunAt: now + 5_000, scheduleOn: false };
    expect([nextRunsHold([], now, null), nextRunsHold(at(null), now, null), nextRunsHold([off], now, null)]).toEqual([null, null, null]);
  });
});
