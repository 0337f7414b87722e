import { describe, expect, it } from "vitest";
import type { RunSummary, TaskInstance } from "../../shared/model/run.ts";
import { run as sample } from "../rpc/run-samples.ts";
import { noticeOf, worthTelling } from "./gather-notices.ts";

const run = (dagId: string, state: RunSummary["state"], more: Partial<RunSummary> = {}): RunSummary => sample("r1", 0, { dagId, state, endedAt: 5, ...more });
const task = (taskId: string, state: TaskInstance["state"]): TaskInstance => ({ taskId, state, tryNumber: 1, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: 0, endedAt: 1, retryAt: null, reason: null, rowsLoaded: null });

describe("notices", () => {
  it("tell failures by default, everything where it is asked for, and nothing to who wants quiet", () => {
    const told = (state: RunSummary["state"], notifications: "off" | "failed" | "all", doNotDisturb = false): boolean => worthTelling(run("a", state), { notifications, doNotDisturb });
    expect([told("failed", "failed"), told("success", "failed"), told("success", "all"), told("failed", "off"), told("failed", "all", true), told("running", "all")]).toEqual([true, false, true, false, false, false]);
  });

  it("do not tell what a person cancelled", () => {
    expect(worthTelling(run("a", "failed", { reason: "cancelled" }), { notifications: "all", doNotDisturb: false })).toBe(false);
  });

  it("lead to the failed task", () => {
    const notice = noticeOf([run("claims", "failed")], [task("load", "success"), task("check", "failed")]);
    expect([notice?.title, notice?.open]).toEqual(["claims failed", { to: "run", dagId: "claims", runId: "r1", taskId: "check" }]);
  });

  it("make one of a storm", () => {
    const storm = ["a", "b", "c", "d", "e", "e"].map((id) => run(id, "failed"));
    expect(noticeOf(storm, null)).toEqual({ title: "6 runs failed", body: "a, b, c, d and 1 more", open: { to: "runs" } });
    expect([noticeOf([run("a", "failed"), run("b", "success")], null)?.title, noticeOf([], null)]).toEqual(["1 of 2 runs failed", null]);
  });
});
