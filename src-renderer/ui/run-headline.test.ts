import { describe, expect, it } from "vitest";
import type { RunSummary, TaskInstance } from "../../shared/model/run.ts";
import { firstBroken, headlineOf, tellingTry } from "./run-headline.ts";

const run = (part: Partial<RunSummary>): RunSummary => ({ dagId: "d", runId: "r", reason: null, ...part }) as RunSummary;
const task = (taskId: string, state: TaskInstance["state"], part: Partial<TaskInstance> = {}): TaskInstance => ({ taskId, state, reason: null, endedAt: 1, ...part }) as TaskInstance;

describe("headline", () => {
  it.each([
    ["queued", [task("a", "none")], {}, "Waits for its turn"],
    ["running", [task("a", "success"), task("b", "running"), task("c", "up_for_retry"), task("d", "none")], {}, "1 of 4 tasks done, 1 running, 1 waiting to retry"],
    ["success", [task("a", "success"), task("b", "success")], {}, "All 2 tasks succeeded"],
    ["success", [task("a", "success"), task("b", "skipped")], {}, "1 task succeeded, 1 skipped"],
    ["success", [task("a", "failed", { reason: "exit code 3" }), task("b", "upstream_failed"), task("c", "skipped"), task("d", "success")], {}, "1 task succeeded, 1 skipped, although a failed: exit code 3. 1 task after it did not run"],
    ["failed", [task("a", "failed", { reason: "exit code 3" }), task("b", "upstream_failed")], {}, "a failed: exit code 3. 1 task after it did not run"],
    ["failed", [task("a", "failed", { reason: "sql, line 3, column 6: no table x\n  select * from x\n                ^" })], {}, "a failed: sql, line 3, column 6: no table x"],
    ["failed", [task("a", "failed"), task("b", "failed")], {}, "a and 1 more failed"],
    ["failed", [task("a", "interrupted")], {}, "a was interrupted"],
    ["failed", [task("a", "failed", { reason: "cancelled" })], { reason: "cancelled" }, "Cancelled: 0 of 1 task had succeeded"],
    ["failed", [task("a", "success"), task("b", "none")], { reason: "cancelled" }, "Cancelled: 1 of 2 tasks had succeeded"],
  ] as const)("of a %s run says what became of it", (state, tasks, part, text) => {
    expect(headlineOf(run({ state, ...part }), tasks)).toBe(text);
  });

  it("says what the log of the task that broke first says of why, and how it ended", () => {
    const tasks = [task("a", "failed", { reason: "exit code 3", tryNumber: 2 }), task("b", "upstream_failed")];
    const failed = run({ state: "failed" });
    expect(tellingTry(failed, tasks)).toEqual({ taskId: "a", tryNumber: 2 });
    expect(headlineOf(failed, tasks, { text: "ValueError: no rows", line: 3, kind: "error" })).toBe("a failed: ValueError: no rows (exit code 3). 1 task after it did not run");
    expect(headlineOf(failed, tasks, { text: "gave up", line: 3, kind: "last" })).toBe("a failed: exit code 3; its log ends with: gave up. 1 task after it did not run");
  });

  it.each([
    [{ state: "failed", reason: "cancelled" }, "exit code 1"],
    [{ state: "running" }, "exit code 1"],
    [{ state: "failed" }, "check failed: unique id"],
  ] as const)("asks no log about %o with %s", (part, reason) => {
    expect(tellingTry(run(part), [task("a", "failed", { reason, tryNumber: 1 })])).toBeNull();
  });

  it("names the task that broke first as the one to look at", () => {
    expect(firstBroken([task("late", "failed", { endedAt: 9 }), task("early", "failed", { endedAt: 3 }), task("x", "success", { endedAt: 1 })])).toBe("early");
    expect(firstBroken([task("x", "success")])).toBeNull();
  });
});
