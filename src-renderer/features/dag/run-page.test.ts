import { describe, expect, it } from "vitest";
import type { RunSummary } from "../../../shared/model/run.ts";
import { run as sample } from "../../rpc/run-samples.ts";
import { barsOf, neighbourRun, usualDuration } from "./run-bars.ts";

const run = (runId: string, part: Partial<RunSummary> = {}): RunSummary => sample(runId, 0, { dagId: "d", state: "success", endedAt: 100, ...part });

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
    const to = (runId: string, step: 1 | -1): string | null => neighbourRun(runs, runs.find((each) => each.runId === runId) ?? null, step);
    expect([to("3", 1), to("1", 1), to("3", -1), to("1", -1), neighbourRun(runs, null, 1), neighbourRun([], runs[0] ?? null, 1)]).toEqual(["2", "1", "3", "2", "3", null]);
  });

  it("moves from a run that is not listed by its age, and never to the newest one as an older one", () => {
    const listed = [run("9", { queuedAt: 900 }), run("7", { queuedAt: 700 }), run("5", { queuedAt: 500 })];
    const moved = (queuedAt: number): (string | null)[] => ([1, -1] as const).map((step) => neighbourRun(listed, run("gone", { queuedAt }), step));
    expect([moved(100), moved(600), moved(950)]).toEqual([["gone", "5"], ["5", "7"], ["9", "gone"]]);
  });

  it("knows what is usual from three good runs on", () => {
    const good = [10, 30, 20].map((ms, at) => run(`g${at}`, { startedAt: 0, endedAt: ms }));
    expect(usualDuration(good, "x")).toBe(20);
    expect(usualDuration(good, "g0")).toBeNull();
  });
});
