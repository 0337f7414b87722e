import { describe, expect, it } from "vitest";
import type { DagSummary } from "../../../shared/contract/dags.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { failedDags, failedSince, headline, startOfDay, switchedOff } from "./home-facts.ts";

const run = (runId: string, change: Partial<RunSummary> = {}): RunSummary => ({ dagId: "a", runId, state: "failed", queuedAt: 10, endedAt: 20, reason: null, ...change }) as RunSummary;
const dag = (dagId: string, change: Partial<DagSummary> = {}): DagSummary => ({ dagId, scheduleText: null, scheduleOn: false, errors: 0, lastRuns: [], ...change }) as DagSummary;
const inState = (state: RunSummary["state"]): RunSummary => run("x", { state });

describe("home facts", () => {
  it("says what failed and what goes on", () => {
    expect([headline(0, []), headline(1, [inState("running")]), headline(2, [inState("running"), inState("queued")])]).toEqual([
      "Nothing failed today",
      "1 run failed today, 1 running",
      "2 runs failed today, 1 running, 1 queued",
    ]);
  });

  it("leaves out what a person cancelled and what ended earlier", () => {
    expect(failedSince([run("broke"), run("stopped", { reason: "cancelled" }), run("old", { endedAt: 5 })], 15).map((each) => each.runId)).toEqual(["broke"]);
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
