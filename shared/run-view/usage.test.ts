import { describe, expect, it } from "vitest";
import { usageOf } from "./usage.ts";

const earlier = (wall: number, cpuMs: number | null) => ({ runId: "r", startedAt: 0, endedAt: wall, cpuMs, peakRssBytes: null, rowsLoaded: 0 });

describe("usageOf", () => {
  it("sets a try against the median of the earlier ones, each kind by what is known of it", () => {
    const facts = usageOf({ startedAt: 100, endedAt: 400, cpuMs: 30, peakRssBytes: 5, rowsLoaded: 7 }, [earlier(100, 10), earlier(300, null), earlier(200, 20), earlier(50, 30)], 0);
    expect(facts).toEqual([
      { kind: "wall", value: 300, usual: 150, of: 4, ratio: 2 },
      { kind: "cpu", value: 30, usual: 20, of: 3, ratio: 1.5 },
      { kind: "memory", value: 5, usual: null, of: 0, ratio: null },
      { kind: "rows", value: 7, usual: 0, of: 4, ratio: null },
    ]);
  });

  it("counts a try that still runs up to now, and one that has not begun not at all", () => {
    const of = (startedAt: number | null) => usageOf({ startedAt, endedAt: null, cpuMs: null, peakRssBytes: null, rowsLoaded: null }, [], 500)[0]?.value;
    expect([of(200), of(null)]).toEqual([300, null]);
  });
});
