import { describe, expect, it } from "vitest";
import { sharesOf } from "./run-shares.ts";
import { ran } from "./testing/ran.ts";

describe("sharesOf", () => {
  it("tells each task's part of the run, and marks the three slowest that count", () => {
    const tasks = [ran("a", [0, 0, 0, 500]), ran("b", [0, 0, 500, 800]), ran("c", [0, 0, 0, 200]), ran("d", [0, 0, 800, 950]), ran("e", [0, 0, 0, 20]), ran("f", [])];
    expect([...sharesOf(tasks, { startedAt: 0, endedAt: 1_000 }, 9_999)].map(([id, { durationMs, share, isSlow }]) => [id, durationMs, share, isSlow])).toEqual([
      ["a", 500, 0.5, true],
      ["b", 300, 0.3, true],
      ["c", 200, 0.2, true],
      ["d", 150, 0.15, false],
      ["e", 20, 0.02, false],
    ]);
  });

  it("counts to now while it runs, and nothing as slow where all are quick", () => {
    expect(sharesOf([ran("a", [0, 0, 100])], { startedAt: 0, endedAt: null }, 400).get("a")).toEqual({ durationMs: 300, share: 0.75, isSlow: true });
    expect(sharesOf([ran("a", [0, 0, 0, 50])], { startedAt: 0, endedAt: 1_000 }, 0).get("a")?.isSlow).toBe(false);
    expect(sharesOf([ran("a", [0, 0, 0, 0])], { startedAt: 0, endedAt: 0 }, 0).get("a")).toEqual({ durationMs: 0, share: 0, isSlow: false });
  });
});
