import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunImage } from "./run-image.ts";
import { decide } from "./run-machine.ts";
import { imageOf, send, states, task } from "./test-runs.ts";
import { begunImage, checkInvariants, dagArbitrary, noteSpawned, signalOf } from "./test-walks.ts";

const begun = (...args: Parameters<typeof imageOf>): RunImage => {
  const image = imageOf(...args);
  send(image, { kind: "begin", at: 10 });
  return image;
};

function runTo(image: RunImage, index: number, end: "success" | "failed", at = 20): void {
  send(image, { kind: "slotGranted", task: index, at });
  const tryNumber = image.tasks[index]?.tryNumber ?? 0;
  send(image, { kind: "attemptStarted", task: index, tryNumber, at });
  if (end === "success") send(image, { kind: "attemptSucceeded", task: index, tryNumber, at: at + 5 });
  else send(image, { kind: "attemptFailed", task: index, tryNumber, at: at + 5, reason: "exit code 1", mayRetry: true });
}

describe("run machine", () => {
  it("schedules the roots when the run begins", () => {
    expect(states(begun([task("a"), task("b", { deps: ["a"] }), task("c")]))).toBe("a:scheduled b:none c:scheduled");
  });

  it("commits a try's intent with the slot", () => {
    const image = begun([task("a")]);
    const decision = send(image, { kind: "slotGranted", task: 0, at: 11 });
    expect(decision.effects).toEqual([{ kind: "startAttempt", task: 0, tryNumber: 1 }]);
    expect(image.tasks[0]).toMatchObject({ state: "queued", tryNumber: 1, queuedAt: 11 });
  });

  it("runs a chain to success", () => {
    const image = begun([task("a"), task("b", { deps: ["a"] })]);
    runTo(image, 0, "success");
    expect(states(image)).toBe("a:success b:scheduled");
    runTo(image, 1, "success", 40);
    expect(image.run).toEqual({ state: "success", startedAt: 10, endedAt: 45, reason: null, cancelling: false });
  });

  it("fails the run and gives up what depends on a failed task", () => {
    const image = begun([task("a"), task("b", { deps: ["a"] }), task("c", { deps: ["b"] }), task("d")]);
    runTo(image, 0, "failed");
    expect(states(image)).toBe("a:failed b:upstream_failed c:upstream_failed d:scheduled");
    expect(image.run.state).toBe("running");
    runTo(image, 3, "success");
    expect(image.run.state).toBe("failed");
  });

  it("lets a cleaning-up leaf decide the run, as Airflow does", () => {
    const image = begun([task("a"), task("clean", { deps: ["a"], triggerRule: "all_done" })]);
    runTo(image, 0, "failed");
    runTo(image, 1, "success");
    expect(image.run.state).toBe("success");
  });

  it("retries after a fixed delay and then fails", () => {
    const image = begun([task("a", { retries: 2, retryBackoff: "fixed", retryDelayMs: 100 })]);
    runTo(image, 0, "failed", 1_000);
    expect(image.tasks[0]).toMatchObject({ state: "up_for_retry", retryAt: 1_105 });
    send(image, { kind: "retryDue", task: 0, at: 1_105 });
    runTo(image, 0, "failed", 2_000);
    expect(image.tasks[0]).toMatchObject({ state: "up_for_retry", retryAt: 2_105, tryNumber: 2 });
    send(image, { kind: "retryDue", task: 0, at: 2_105 });
    runTo(image, 0, "failed", 3_000);
    expect(image.tasks[0]).toMatchObject({ state: "failed", tryNumber: 3, reason: "exit code 1" });
    expect(image.run.state).toBe("failed");
  });

  it("ignores echoes of an earlier try", () => {
    const image = begun([task("a", { retries: 1 })]);
    runTo(image, 0, "failed");
    send(image, { kind: "retryDue", task: 0, at: 50 });
    send(image, { kind: "slotGranted", task: 0, at: 51 });
    const late = decide(image, { kind: "attemptSucceeded", task: 0, tryNumber: 1, at: 52 });
    expect(late).toEqual({ run: null, tasks: new Map(), effects: [] });
  });

  it("marks a try whose outcome was lost as interrupted, never as success", () => {
    const image = begun([task("a"), task("b", { deps: ["a"] })]);
    send(image, { kind: "slotGranted", task: 0, at: 11 });
    send(image, { kind: "attemptLost", task: 0, tryNumber: 1, at: 12, reason: "unknown" });
    expect(states(image)).toBe("a:interrupted b:upstream_failed");
    expect(image.run.state).toBe("failed");
  });

  it("runs a lost try again under a new number when the task asks for it, without spending a retry", () => {
    const image = begun([task("a", { onCrash: "rerun" })]);
    send(image, { kind: "slotGranted", task: 0, at: 11 });
    send(image, { kind: "attemptLost", task: 0, tryNumber: 1, at: 12, reason: "unknown" });
    expect(image.tasks[0]).toMatchObject({ state: "scheduled", tryNumber: 1, maxTries: 2 });
    expect(send(image, { kind: "slotGranted", task: 0, at: 13 }).effects).toEqual([{ kind: "startAttempt", task: 0, tryNumber: 2 }]);
  });

  it("passes through empty, disabled and unselected tasks", () => {
    const image = begun([task("a", { kind: "EmptyTask" }), task("b", { deps: ["a"], enabled: false }), task("c", { deps: ["b"] }), task("d", { deps: ["c"] })], ["a", "b", "d"]);
    expect(states(image)).toBe("a:success b:skipped c:skipped d:scheduled");
    expect(image.tasks.map((one) => one.reason)).toEqual([null, "disabled", "not selected", null]);
  });

  it("fails a run of chosen tasks when one of them fails, though nothing after it was chosen", () => {
    const image = begun([task("a"), task("b", { deps: ["a"] }), task("c", { deps: ["b"] })], ["a"]);
    runTo(image, 0, "failed");
    expect(states(image)).toBe("a:failed b:skipped c:skipped");
    expect(image.run.state).toBe("failed");
  });

  it("ends at once when there is nothing to run", () => {
    expect(begun([task("a", { kind: "EmptyTask" })]).run).toMatchObject({ state: "success", endedAt: 10 });
    expect(begun([]).run.state).toBe("success");
  });

  it("cancels: stops what runs, skips what waits, and ends as failed", () => {
    const image = begun([task("a"), task("b"), task("c", { deps: ["a"] })]);
    send(image, { kind: "slotGranted", task: 0, at: 11 });
    const decision = send(image, { kind: "cancelAsked", at: 12 });
    expect(decision.effects).toEqual([{ kind: "stopAttempt", task: 0, tryNumber: 1 }]);
    expect(states(image)).toBe("a:queued b:skipped c:skipped");
    send(image, { kind: "attemptFailed", task: 0, tryNumber: 1, at: 13, reason: "cancelled", mayRetry: false });
    expect(image.run).toMatchObject({ state: "failed", reason: "cancelled", endedAt: 13 });
  });

  it("gives up a retry when it is cancelled, and keeps the end of the try that failed", () => {
    const image = begun([task("a", { retries: 1, retryDelayMs: 1000 })]);
    send(image, { kind: "slotGranted", task: 0, at: 11 });
    send(image, { kind: "attemptStarted", task: 0, tryNumber: 1, at: 12 });
    send(image, { kind: "attemptFailed", task: 0, tryNumber: 1, at: 15, reason: "exit code 3", mayRetry: true });
    send(image, { kind: "cancelAsked", at: 40 });
    expect(image.tasks[0]).toMatchObject({ state: "failed", startedAt: 12, endedAt: 15, retryAt: null, reason: "cancelled" });
    expect(image.run).toMatchObject({ state: "failed", endedAt: 40 });
  });

  it("cancels a run that has not begun", () => {
    const image = imageOf([task("a")]);
    send(image, { kind: "cancelAsked", at: 5 });
    expect(image.run).toMatchObject({ state: "failed", reason: "cancelled" });
  });

  it("clears a failed task and what it took down, and runs them again", () => {
    const image = begun([task("a"), task("b", { deps: ["a"] }), task("c")]);
    runTo(image, 0, "failed");
    runTo(image, 2, "success");
    send(image, { kind: "clearAsked", tasks: [0, 1], at: 99 });
    expect(states(image)).toBe("a:scheduled b:none c:success");
    expect(image.run).toMatchObject({ state: "running", endedAt: null });
    expect(send(image, { kind: "slotGranted", task: 0, at: 100 }).effects).toEqual([{ kind: "startAttempt", task: 0, tryNumber: 2 }]);
  });

  it("gives what was only given up another chance when its cause is marked as success", () => {
    const image = begun([task("a"), task("b", { deps: ["a"] })]);
    runTo(image, 0, "failed");
    send(image, { kind: "markAsked", tasks: [0], state: "success", reason: "checked by hand", at: 50 });
    expect(states(image)).toBe("a:success b:scheduled");
    expect(image.run.state).toBe("running");
  });

  it("keeps how long a task and its run took when a mark only says otherwise how they ended", () => {
    const image = begun([task("a"), task("b")]);
    runTo(image, 0, "failed");
    runTo(image, 1, "success");
    send(image, { kind: "markAsked", tasks: [0], state: "success", reason: "checked by hand", at: 90_000 });
    expect(image.tasks[0]).toMatchObject({ state: "success", startedAt: 20, endedAt: 25, reason: "checked by hand" });
    expect(image.run).toMatchObject({ state: "success", startedAt: 10, endedAt: 25 });
  });

  it("lets a run that was over start anew when a clear or a mark lets it go on", () => {
    const acts = [{ kind: "clearAsked", tasks: [0, 1], at: 90_000 }, { kind: "markAsked", tasks: [0], state: "success", reason: "", at: 90_000 }] as const;
    for (const act of acts) {
      const image = begun([task("a"), task("b", { deps: ["a"] })]);
      runTo(image, 0, "failed");
      send(image, act);
      expect(image.run).toMatchObject({ state: "running", startedAt: 90_000, endedAt: null });
    }
    const going = begun([task("a"), task("b")]);
    runTo(going, 0, "failed");
    send(going, { kind: "clearAsked", tasks: [0], at: 90_000 });
    expect(going.run.startedAt).toBe(10);
  });

  it("says of a skipped task what is true: a rule that was not met, or a skip before it", () => {
    const image = begun([task("a"), task("alert", { deps: ["a"], triggerRule: "one_failed" }), task("after", { deps: ["alert"] })]);
    runTo(image, 0, "success");
    expect(image.tasks.map(({ state, reason }) => [state, reason])).toEqual([["success", null], ["skipped", "its trigger rule one_failed was not met"], ["skipped", "upstream was skipped"]]);
  });

  it("is pure: the image is untouched until the decision is applied", () => {
    const image = begun([task("a"), task("b", { deps: ["a"] })]);
    const before = structuredClone({ run: image.run, tasks: image.tasks, tallies: image.tallies, unfinished: image.unfinished });
    decide(image, { kind: "cancelAsked", at: 12 });
    expect({ run: image.run, tasks: image.tasks, tallies: image.tallies, unfinished: image.unfinished }).toEqual(before);
  });

  it("considers O(out-degree) tasks when one ends, however large the DAG", () => {
    const wide = begun([task("a"), ...Array.from({ length: 5_000 }, (_, n) => task(`t${n}`)), task("z", { deps: ["a"] })]);
    send(wide, { kind: "slotGranted", task: 0, at: 11 });
    expect(decide(wide, { kind: "attemptSucceeded", task: 0, tryNumber: 1, at: 12 }).tasks.size).toBe(2);
  });

  it("survives a chain of 20,000 without recursion", () => {
    const chain = Array.from({ length: 20_000 }, (_, n) => task(`t${n}`, { kind: "EmptyTask", deps: n === 0 ? [] : [`t${n - 1}`] }));
    expect(begun(chain).run.state).toBe("success");
  });
});

const stepsArbitrary = fc.array(fc.record({ pick: fc.nat(1_000), action: fc.constantFrom("grant", "start", "succeed", "fail", "lose", "retry", "cancel", "timeUp", "clear", "mark", "meet", "giveUp", "miss") }), { maxLength: 120 });

describe("run machine under random signals", () => {
  it("keeps every invariant and agrees with a naive model", () => {
    fc.assert(
      fc.property(dagArbitrary, stepsArbitrary, (specs, steps) => {
        const image = begunImage(specs);
        const spawned = new Set<string>();
        steps.forEach((step, at) => noteSpawned(send(image, signalOf(image, step.action, step.pick % specs.length, at + 100)), spawned));
        checkInvariants(image);
      }),
      { numRuns: 400 },
    );
  });
});
