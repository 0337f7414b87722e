import { describe, expect, it } from "vitest";
import type { RunSummary, TaskInstance } from "../../../shared/model/run.ts";
import { barsOf, neighbourRun, usualDuration } from "./run-bars.ts";
import { firstBroken, headlineOf } from "./run-headline.ts";

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
function task(taskId: string, state: TaskInstance["state"], part: Partial<TaskInstance> = {}): TaskInstance {
  return { taskId, state, tryNumber: 1, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: 0, endedAt: 1, retryAt: null, reason: null, ...part };
}

describe("headline", () => {
  it.each([
    ["queued", [task("a", "none")], {}, "Waits for its turn"],
    ["running", [task("a", "success"), task("b", "running"), task("c", "up_for_retry"), task("d", "none")], {}, "1 of 4 tasks done, 1 running, 1 waiting to retry"],
    ["success", [task("a", "success"), task("b", "success")], {}, "All 2 tasks succeeded"],
    ["success", [task("a", "success"), task("b", "skipped")], {}, "1 task succeeded, 1 skipped"],
    ["failed", [task("a", "failed", { reason: "exit code 3" }), task("b", "upstream_failed")], {}, "a failed: exit code 3. 1 task after it did not run"],
    ["failed", [task("a", "failed"), task("b", "failed")], {}, "a and 1 more failed"],
    ["failed", [task("a", "interrupted")], {}, "a was interrupted"],
    ["failed", [task("a", "failed", { reason: "cancelled" })], { reason: "cancelled" }, "a failed: cancelled"],
    ["failed", [task("a", "success"), task("b", "none")], { reason: "cancelled" }, "Cancelled"],
  ] as const)("of a %s run says what became of it", (state, tasks, part, text) => {
    expect(headlineOf(run("r", { state, ...part }), tasks)).toBe(text);
  });

  it("names the task that broke first as the one to look at", () => {
    expect(firstBroken([task("late", "failed", { endedAt: 9 }), task("early", "failed", { endedAt: 3 }), task("x", "success", { endedAt: 1 })])).toBe("early");
    expect(firstBroken([task("x", "success")])).toBeNull();
  });
});

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
