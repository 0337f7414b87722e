import { describe, expect, it } from "vitest";
import type { RunSummary } from "../../../shared/model/run.ts";
import { barsOf, neighbourRun, usualDuration } from "./run-bars.ts";

function run(runId: string, part: Partial<RunSummary> = {}): RunSummary {
  return {
    dagId: "d",
    runId,
    state: "success",
    runType: "manual",
    logicalDate: null,
    dataIntervalStart: null,
    dataIntervalEnd: null,
    conf: {},
    params: {},
    dagVersion: 1,
    queuedAt: 0,
    startedAt: 0,
    endedAt: 100,
    reason: null,
    ...part,
  };
}

describe("history", () => {
  const runs = [run("3", { state: "running", startedAt: 1000, endedAt: null }), run("2", { startedAt: null, endedAt: null, state: "queued" }), run("1", { startedAt: 0, endedAt: 50 })];

  it("draws the newest runs, oldest first, against the longest", () => {
    expect(barsOf(runs, 10, 1100).map((bar) => [bar.run.runId, bar.share, bar.durationMs])).toEqual([
      ["1", 0.5, 50],
      ["2", 0, null],
      ["3", 1, 100],
    ]);
    expect(barsOf(runs, 1, 1100).map((bar) => bar.run.runId)).toEqual(["3"]);
    expect(barsOf([], 5, 0)).toEqual([]);
  });

  it("moves to older and newer runs and stays at the ends", () => {
    expect([neighbourRun(runs, "3", 1), neighbourRun(runs, "1", 1), neighbourRun(runs, "3", -1), neighbourRun(runs, "gone", 1), neighbourRun([], "3", 1)]).toEqual(["2", "1", "3", "3", null]);
  });

  it("knows what is usual from three good runs on", () => {
    const good = [10, 30, 20].map((ms, at) => run(`g${at}`, { startedAt: 0, endedAt: ms }));
    expect(usualDuration(good, "x")).toBe(20);
    expect(usualDuration(good, "g0")).toBeNull();
  });
});
