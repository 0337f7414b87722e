import { describe, expect, it } from "vitest";
import type { TaskInstance } from "../model/run.ts";
import { historiesOf, type HistoryFacts } from "./task-history.ts";
import { instance, sampleFacts, tried } from "./testing/sample-run.ts";

const one = (of: TaskInstance, tries: ReturnType<typeof tried>[], retries: Record<string, number> = {}): ReturnType<typeof historiesOf>[number] | undefined =>
  historiesOf({ run: { queuedAt: 0, startedAt: 0 }, tasks: [{ id: of.taskId, deps: [] }], instances: [of], tries: { tries, retries } })[0];

describe("historiesOf", () => {
  it("says of each try from when on it could have begun, and why it did", () => {
    const found = historiesOf(sampleFacts()).map(({ taskId, tries, wait }) => [taskId, tries.map(({ tryNumber, state, cause, waitsFrom, queuedAt }) => [tryNumber, state, cause, waitsFrom, queuedAt]), wait]);
    expect(found).toEqual([
      ["load", [[1, "success", "first", 500, 1000]], null],
      ["clean", [[1, "failed", "first", 5000, 5200], [2, "success", "retry", 8000, 18_100]], null],
      ["report", [], null],
      ["end", [[1, "success", "first", 20_000, 20_000]], null],
    ]);
  });

  it("takes the newest try from the instance where the list is older", () => {
    const facts: HistoryFacts = { ...sampleFacts(), tries: { tries: [tried("load", 1, "running", [1000, 1500, null])], retries: {} } };
    expect(historiesOf(facts)[0]?.tries[0]).toMatchObject({ state: "success", endedAt: 5000 });
    const running = instance("a", "running", { tryNumber: 1, queuedAt: 10, startedAt: 20 });
    expect(one(running, [])?.tries[0]).toMatchObject({ state: "running", queuedAt: 10, startedAt: 20, endedAt: null });
  });

  it("shows the wait for a retry with when it is due, and one that was given up with its end", () => {
    const tries = [tried("a", 1, "failed", [10, 20, 30])];
    const up = instance("a", "up_for_retry", { tryNumber: 1, maxTries: 2, queuedAt: 10, startedAt: 20, endedAt: 30, retryAt: 100 });
    expect(one(up, tries, { a: 1 })?.wait).toEqual({ cause: "retry", from: 30, scheduledAt: null, dueAt: 100, to: null });
    const cancelled = instance("a", "failed", { tryNumber: 1, maxTries: 2, queuedAt: 10, startedAt: 20, endedAt: 70, reason: "cancelled" });
    expect(one(cancelled, tries, { a: 1 })?.wait).toEqual({ cause: "retry", from: 30, scheduledAt: null, dueAt: null, to: 70 });
  });

  it("knows when a retry was given up from what was skipped in that moment, else from the end of the run", () => {
    const given = instance("a", "failed", { tryNumber: 1, maxTries: 2, queuedAt: 10, startedAt: 20, endedAt: 30, reason: "cancelled" });
    const skipped = instance("b", "skipped", { endedAt: 60, reason: "cancelled" });
    const waitOf = (instances: TaskInstance[], reason: string): unknown =>
      historiesOf({ run: { queuedAt: 0, startedAt: 0, endedAt: 90 }, tasks: [{ id: "a", deps: [] }, { id: "b", deps: ["a"] }], instances, tries: { tries: [{ ...tried("a", 1, "failed", [10, 20, 30]), reason }], retries: { a: 1 } } })[0]?.wait;
    expect(waitOf([given, skipped], "exit code 3")).toMatchObject({ cause: "retry", from: 30, to: 60 });
    expect(waitOf([given], "exit code 3")).toMatchObject({ cause: "retry", from: 30, to: 90 });
    // It was at work when it was cancelled.
    expect(waitOf([given, skipped], "cancelled")).toBe(null);
  });

  it("shows a task that waits for its turn from the end of what it came after", () => {
    const facts = sampleFacts();
    const waiting = instance("clean", "scheduled", { scheduledAt: 5100 });
    const found = historiesOf({ ...facts, instances: [facts.instances[0] as TaskInstance, waiting], tries: { tries: facts.tries.tries.slice(0, 1), retries: {} } });
    expect(found[1]?.wait).toEqual({ cause: "first", from: 5000, scheduledAt: 5100, dueAt: null, to: null });
  });

  it("knows a clear by a try that no retry explains, and counts retries anew from there", () => {
    const tries = [tried("a", 1, "failed", [0, 1, 2]), tried("a", 2, "failed", [10, 11, 12]), tried("a", 3, "failed", [100, 101, 102]), tried("a", 4, "success", [110, 111, 112])];
    const end = instance("a", "success", { tryNumber: 4, maxTries: 4, scheduledAt: 109, queuedAt: 110, startedAt: 111, endedAt: 112 });
    expect(one(end, tries, { a: 1 })?.tries.map(({ cause, waitsFrom }) => [cause, waitsFrom])).toEqual([["first", 0], ["retry", 2], ["clear", null], ["retry", 102]]);
  });

  it("gives a try that was lost in a crash one more, and says so", () => {
    const tries = [tried("a", 1, "interrupted", [0, 1, 2]), tried("a", 2, "failed", [3, 4, 5]), tried("a", 3, "success", [9, 10, 11])];
    const end = instance("a", "success", { tryNumber: 3, maxTries: 3, scheduledAt: 8, queuedAt: 9, startedAt: 10, endedAt: 11 });
    expect(one(end, tries, { a: 1 })?.tries.map(({ cause }) => cause)).toEqual(["first", "lost", "retry"]);
  });

  it("waits for the last end of an upstream task before the try, not for one after a clear", () => {
    const facts = sampleFacts();
    const again = instance("load", "success", { tryNumber: 2, scheduledAt: 30_000, queuedAt: 30_000, startedAt: 30_100, endedAt: 31_000 });
    const tries = [...facts.tries.tries, tried("load", 2, "success", [30_000, 30_100, 31_000])];
    const found = historiesOf({ ...facts, instances: [again, ...facts.instances.slice(1)], tries: { ...facts.tries, tries } });
    expect(found[1]?.tries[0]?.waitsFrom).toBe(5000);
  });
});
