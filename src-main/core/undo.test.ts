import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyDecision, type RunImage } from "./run-image.ts";
import { decide } from "./run-machine.ts";
import type { RunSignal } from "./run-signal.ts";
import { imageOf, send, states, task } from "./test-runs.ts";
import { begunImage, checkInvariants, dagArbitrary, noteSpawned, signalOf } from "./test-walks.ts";
import { formerOf, restoreSignal, whyNotRestore, type FormerRun } from "./undo.ts";

/** Does the act as the scheduler does, and keeps what undo needs, as it comes back from the store. */
function act(image: RunImage, signal: RunSignal): FormerRun {
  const decision = decide(image, signal);
  const former = formerOf(image, decision);
  applyDecision(image, decision);
  return JSON.parse(JSON.stringify(former)) as FormerRun;
}

function endedChain(): RunImage {
  const image = imageOf([task("a"), task("b", { deps: ["a"] }), task("c", { deps: ["b"] })]);
  send(image, { kind: "begin", at: 1 });
  for (const [index, end] of [[0, "attemptSucceeded"], [1, "attemptFailed"]] as const) {
    send(image, { kind: "slotGranted", task: index, at: 2 });
    send(image, end === "attemptSucceeded" ? { kind: end, task: index, tryNumber: 1, at: 3 } : { kind: end, task: index, tryNumber: 1, at: 4, reason: "exit code 1", mayRetry: false });
  }
  return image;
}

const record = (image: RunImage): unknown => structuredClone({ run: image.run, tasks: image.tasks });

describe("undo", () => {
  it("puts a cleared run back, its instants included, as long as nothing has begun", () => {
    const image = endedChain();
    const before = record(image);
    const former = act(image, { kind: "clearAsked", tasks: [1, 2], at: 50 });
    expect(states(image)).toBe("a:success b:scheduled c:none");
    expect(whyNotRestore(image, former)).toBeNull();
    send(image, restoreSignal(former, 60));
    expect(record(image)).toEqual(before);
  });

  it("is too late once a cleared task has begun, and then changes nothing whoever asks", () => {
    const image = endedChain();
    const former = act(image, { kind: "clearAsked", tasks: [1, 2], at: 50 });
    send(image, { kind: "slotGranted", task: 1, at: 51 });
    expect(whyNotRestore(image, former)).toBe('task "b" has begun again since (try 2, queued)');
    expect(decide(image, restoreSignal(former, 60))).toEqual({ run: null, tasks: new Map(), effects: [] });
  });

  it("takes back a mark with what it let go on, unless that has begun", () => {
    const image = endedChain();
    const before = record(image);
    const former = act(image, { kind: "markAsked", tasks: [1], state: "success", reason: "by hand", at: 50 });
    expect(states(image)).toBe("a:success b:success c:scheduled");
    const begun = structuredClone(image);
    send(image, restoreSignal(former, 60));
    expect(record(image)).toEqual(before);
    send(begun, { kind: "slotGranted", task: 2, at: 51 });
    expect(whyNotRestore(begun, former)).toBe('task "c" has begun again since (try 1, queued)');
  });

  it("is too late when a task further on has moved because of the mark", () => {
    const image = imageOf([task("a"), task("x"), task("z", { deps: ["a", "x"] })]);
    send(image, { kind: "begin", at: 1 });
    const former = act(image, { kind: "markAsked", tasks: [0], state: "success", reason: "by hand", at: 5 });
    expect(former.after).toEqual([[2, "none", 0]]);
    send(image, { kind: "slotGranted", task: 1, at: 6 });
    send(image, { kind: "attemptSucceeded", task: 1, tryNumber: 1, at: 7 });
    expect(whyNotRestore(image, former)).toBe('task "z", which comes after, was none then and is scheduled now');
  });

  it("leaves a run alone that is being cancelled", () => {
    const image = imageOf([task("a"), task("b")]);
    send(image, { kind: "begin", at: 1 });
    send(image, { kind: "slotGranted", task: 1, at: 2 });
    const former = act(image, { kind: "markAsked", tasks: [0], state: "failed", reason: "x", at: 5 });
    send(image, { kind: "cancelAsked", at: 6 });
    expect(whyNotRestore(image, former)).toBe("the run is being cancelled");
    expect(decide(image, restoreSignal(former, 7)).tasks.size).toBe(0);
  });

  it("brings a marked run that waits for its turn back without letting it begin", () => {
    const image = imageOf([task("a"), task("b", { deps: ["a"] })]);
    const before = record(image);
    const former = act(image, { kind: "markAsked", tasks: [0], state: "success", reason: "x", at: 5 });
    send(image, restoreSignal(former, 6));
    expect(record(image)).toEqual(before);
    expect(image.run.state).toBe("queued");
  });
});

describe("undo of a mark on a task that waited", () => {
  it("lets it go on when what it waited for has come meanwhile", () => {
    const image = imageOf([task("a"), task("b", { deps: ["a"] })]);
    send(image, { kind: "begin", at: 1 });
    send(image, { kind: "slotGranted", task: 0, at: 2 });
    const former = act(image, { kind: "markAsked", tasks: [1], state: "failed", reason: "x", at: 3 });
    send(image, { kind: "attemptSucceeded", task: 0, tryNumber: 1, at: 4 });
    expect(image.run.state).toBe("failed");
    expect(whyNotRestore(image, former)).toBeNull();
    send(image, restoreSignal(former, 5));
    expect(states(image)).toBe("a:success b:scheduled");
    expect(image.run).toMatchObject({ state: "running", endedAt: null });
  });
});

const actions = ["grant", "grant", "start", "succeed", "succeed", "fail", "lose", "retry", "cancel", "timeUp", "clear", "mark", "markFailed", "meet", "miss", "undo", "undo"] as const;
const stepsArbitrary = fc.array(fc.record({ pick: fc.nat(1_000), action: fc.constantFrom(...actions) }), { maxLength: 140 });

describe("undo among random signals", () => {
  it("restores exactly what was, begins no try twice, and keeps every invariant", () => {
    let restored = 0;
    fc.assert(
      fc.property(dagArbitrary, stepsArbitrary, (specs, steps) => {
        const image = begunImage(specs);
        const spawned = new Set<string>();
        const acts: FormerRun[] = [];
        steps.forEach(({ pick, action }, step) => {
          const at = step + 100;
          if (action === "undo") {
            // The newest first, as the service allows it.
            const former = acts.pop();
            if (former === undefined) return;
            const isFree = whyNotRestore(image, former) === null;
            const before = structuredClone(image.tasks);
            noteSpawned(send(image, restoreSignal(former, at)), spawned);
            if (isFree) {
              restored += 1;
              for (const [index, one] of former.tasks) {
                // What waited waits anew, as another try.
                if (one.state === "deferred") expect(image.tasks[index]?.tryNumber).toBe(image.run.state === "running" ? one.tryNumber + 1 : one.tryNumber);
                else if (one.state !== "none") expect(image.tasks[index]).toEqual(one);
              }
            } else if (former.tasks.some(([index, one]) => before[index]?.tryNumber !== one.tryNumber)) expect(image.tasks).toEqual(before);
          } else {
            const signal = signalOf(image, action, pick % specs.length, at);
            const decision = decide(image, signal);
            if (signal.kind === "clearAsked" || signal.kind === "markAsked") acts.push(JSON.parse(JSON.stringify(formerOf(image, decision))) as FormerRun);
            if (signal.kind === "cancelAsked" && decision.run !== null) acts.length = 0;
            applyDecision(image, decision);
            noteSpawned(decision, spawned);
          }
          checkInvariants(image);
        });
      }),
      { numRuns: 900 },
    );
    expect(restored).toBeGreaterThan(100);
  });
});
