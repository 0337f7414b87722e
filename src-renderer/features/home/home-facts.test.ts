import { describe, expect, it } from "vitest";
import type { DagSummary } from "../../../shared/contract/dags.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { failedDags, failedSince, headline, startOfDay, switchedOff, type CountedRuns } from "./home-facts.ts";

const run = (runId: string, change: Partial<RunSummary> = {}): RunSummary => ({ dagId: "a", runId, state: "failed", queuedAt: 10, endedAt: 20, reason: null, ...change }) as RunSummary;
const dag = (dagId: string, change: Partial<DagSummary> = {}): DagSummary => ({ dagId, scheduleText: null, scheduleOn: false, errors: 0, lastRuns: [], ...change }) as DagSummary;
const counted = (count: number, more = false): CountedRuns => ({ runs: Array.from({ length: count }, (_, n) => run(`x${n}`)), more });

describe("home facts", () => {
  it("says what failed and what goes on", () => {
    expect([headline(counted(0), counted(0), counted(0)), headline(counted(1), counted(1), counted(0)), headline(counted(2), counted(1), counted(1))]).toEqual([
      "Nothing failed today",
      "1 run failed today, 1 running",
      "2 runs failed today, 1 running, 1 queued",
    ]);
  });

  it("says where there are more than were read", () => {
    expect(headline(counted(100, true), counted(2), counted(100, true))).toBe("More than 100 runs failed today, 2 running, 100+ queued");
    const read = [run("new", { endedAt: 30 }), run("old", { endedAt: 5 })];
    expect([failedSince({ runs: read, more: true }, 15).more, failedSince({ runs: read, more: true }, 5).more, failedSince({ runs: read, more: false }, 5).more]).toEqual([false, true, false]);
  });

  it("leaves out what a person cancelled and what ended earlier", () => {
    const read = { runs: [run("broke"), run("stopped", { reason: "cancelled" }), run("old", { endedAt: 5 })], more: false };
    expect(failedSince(read, 15).runs.map((each) => each.runId)).toEqual(["broke"]);
  });

  it("shows each DAG once with its newest failure, those that still fail first", () => {
    const failed = [run("b2", { dagId: "b", queuedAt: 40 }), run("a2", { queuedAt: 30 }), run("b1", { dagId: "b" }), run("c1", { dagId: "c" })];
    const later = run("b3", { dagId: "b", state: "success", queuedAt: 50, endedAt: 60 });
    expect(failedDags(failed, [dag("b", { lastRuns: [later] })]).map((each) => [each.run.runId, each.count, each.mendedAt])).toEqual([
      ["a2", 1, null],
      ["c1", 1, null],
      ["b2", 2, 60],
    ]);
  });

  it("tells a schedule that is switched off from none", () => {
    const dags = [dag("by_hand"), dag("off", { scheduleText: "@daily" }), dag("on", { scheduleText: "@daily", scheduleOn: true }), dag("broken", { scheduleText: "@daily", errors: 1 })];
    expect(switchedOff(dags).map((each) => each.dagId)).toEqual(["off"]);
  });

  it("starts the day at midnight of the zone that is shown", () => {
    expect(startOfDay(Date.UTC(2026, 10, 21, 23, 59), "utc")).toBe(Date.UTC(2026, 10, 21));
    expect(new Date(startOfDay(Date.UTC(2026, 10, 21, 12), "local")).getHours()).toBe(0);
  });
});
