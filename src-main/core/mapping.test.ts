import { describe, expect, it } from "vitest";
import type { Expand } from "../../shared/model/dag.ts";
import { restoreSignal, formerOf, whyNotRestore } from "./undo.ts";
import { decide } from "./run-machine.ts";
import type { RunSignal } from "./run-signal.ts";
import type { RunImage, TaskRecord } from "./run-image.ts";
import { createImage } from "./run-image.ts";
import { imageOf, send, states, task } from "./test-runs.ts";

const expand: Expand = { combine: "one", sources: [{ name: "item", from: { kind: "list", items: [] } }], label: null, maxLength: 1024 };

/** a → m (mapped) → z. */
const chain = (changes: Parameters<typeof task>[1] = {}): RunImage => imageOf([task("a"), task("m", { deps: ["a"], expand, ...changes }), task("z", { deps: ["m"] })]);

const tryOf = (image: RunImage, index: number): number => image.tasks[index]?.tryNumber ?? 0;

function work(image: RunImage, index: number, kind: "attemptSucceeded" | "attemptFailed" = "attemptSucceeded", at = 10): void {
  send(image, { kind: "slotGranted", task: index, at });
  const of = { task: index, tryNumber: tryOf(image, index), at };
  send(image, kind === "attemptFailed" ? { kind, ...of, reason: "exit code 1", mayRetry: true } : { kind, ...of });
}

function expandTo(image: RunImage, length: number, index = 1): ReturnType<typeof send> {
  send(image, { kind: "slotGranted", task: index, at: 5 });
  send(image, { kind: "attemptStarted", task: index, tryNumber: tryOf(image, index), at: 5 });
  return send(image, { kind: "expanded", task: index, tryNumber: tryOf(image, index), length, at: 6 });
}

function begun(length: number, changes: Parameters<typeof task>[1] = {}): RunImage {
  const image = chain(changes);
  send(image, { kind: "begin", at: 1 });
  work(image, 0);
  expandTo(image, length);
  return image;
}

/** What a crash leaves: everything that is derived is made anew from rows. */
const reloaded = (image: RunImage): RunImage => createImage({ ...image, tasks: [...image.tasks] as TaskRecord[], instances: image.instances });

describe("a mapped task", () => {
  it("makes its instances in one decision, and lets what follows wait for all of them", () => {
    const image = chain();
    send(image, { kind: "begin", at: 1 });
    work(image, 0);
    const { made } = expandTo(image, 2);
    expect(made).toEqual([{ task: 3, of: 1, mapIndex: 0 }, { task: 4, of: 1, mapIndex: 1 }]);
    expect(states(image)).toBe("a:success m:running z:none m[0]:scheduled m[1]:scheduled");
    work(image, 4);
    expect(states(image)).toBe("a:success m:running z:none m[0]:scheduled m[1]:success");
    work(image, 3);
    expect(states(image)).toBe("a:success m:success z:scheduled m[0]:success m[1]:success");
  });

  it("takes a slot for the expansion where its instances wait, and they wait without one", () => {
    const image = chain({ kind: "SensorTask", retries: 1 });
    send(image, { kind: "begin", at: 1 });
    work(image, 0);
    expect(states(image)).toBe("a:success m:scheduled z:none");
    expandTo(image, 2);
    expect(states(image)).toBe("a:success m:running z:none m[0]:deferred m[1]:deferred");
    send(image, { kind: "watchMet", task: 3, tryNumber: 1, at: 10 });
    send(image, { kind: "watchFailed", task: 4, tryNumber: 1, at: 10, reason: "no", mayRetry: true });
    expect(states(image)).toBe("a:success m:running z:none m[0]:success m[1]:up_for_retry");
    send(image, { kind: "retryDue", task: 4, at: 99 });
    expect(states(image)).toBe("a:success m:running z:none m[0]:success m[1]:deferred");
    send(image, { kind: "watchMet", task: 4, tryNumber: 2, at: 100 });
    expect(states(image)).toBe("a:success m:success z:scheduled m[0]:success m[1]:success");
  });

  it("is skipped over nothing, and so is what needs it", () => {
    const image = begun(0);
    expect(states(image)).toBe("a:success m:skipped z:skipped");
    expect(image.tasks[1]?.reason).toBe("there was nothing to expand over");
    expect(image.run.state).toBe("success");
  });

  it("fails when an instance fails for good, once all have ended", () => {
    const image = begun(2);
    work(image, 3, "attemptFailed");
    expect(states(image)).toContain("m:running");
    work(image, 4);
    expect(states(image)).toBe("a:success m:failed z:upstream_failed m[0]:failed m[1]:success");
    expect(image.tasks[1]?.reason).toBe("1 of 2 instances failed");
    expect(image.run.state).toBe("failed");
  });

  it("lets each instance have the retries of the task, and its expansion too", () => {
    const image = chain({ retries: 1 });
    send(image, { kind: "begin", at: 1 });
    work(image, 0);
    work(image, 1, "attemptFailed");
    expect(states(image)).toContain("m:up_for_retry");
    send(image, { kind: "retryDue", task: 1, at: 20 });
    expandTo(image, 1);
    work(image, 3, "attemptFailed");
    expect(states(image)).toContain("m:running z:none m[0]:up_for_retry");
    send(image, { kind: "retryDue", task: 3, at: 30 });
    work(image, 3);
    expect(states(image)).toContain("m:success z:scheduled m[0]:success");
  });

  it("makes an expansion whose outcome a crash hid anew, whatever its instances do after a crash", () => {
    const image = chain();
    send(image, { kind: "begin", at: 1 });
    work(image, 0);
    send(image, { kind: "slotGranted", task: 1, at: 5 });
    send(image, { kind: "attemptLost", task: 1, tryNumber: 1, reason: "unknown", at: 6 });
    expect(states(image)).toContain("m:scheduled");
    expandTo(image, 1);
    send(image, { kind: "slotGranted", task: 3, at: 7 });
    send(image, { kind: "attemptLost", task: 3, tryNumber: 1, reason: "unknown", at: 8 });
    expect(states(image)).toContain("m:interrupted z:upstream_failed m[0]:interrupted");
  });

  it("ignores a second word of the same expansion", () => {
    const image = begun(2);
    const again = send(image, { kind: "expanded", task: 1, tryNumber: 1, length: 5, at: 7 });
    expect([again.made, again.tasks.size]).toEqual([undefined, 0]);
  });

  it("stops with the run: what waits is skipped, what works is stopped, and it ends with the last of them", () => {
    const image = begun(3);
    work(image, 3);
    send(image, { kind: "slotGranted", task: 4, at: 11 });
    const { effects } = send(image, { kind: "cancelAsked", at: 12 });
    expect(effects).toEqual([{ kind: "stopAttempt", task: 4, tryNumber: 1 }]);
    expect(states(image)).toBe("a:success m:running z:skipped m[0]:success m[1]:queued m[2]:skipped");
    send(image, { kind: "attemptFailed", task: 4, tryNumber: 1, at: 13, reason: "cancelled", mayRetry: false });
    expect(states(image)).toBe("a:success m:failed z:skipped m[0]:success m[1]:failed m[2]:skipped");
    expect(image.run.state).toBe("failed");
  });

  it("makes no instances when the run was cancelled while it expanded", () => {
    const image = chain();
    send(image, { kind: "begin", at: 1 });
    work(image, 0);
    send(image, { kind: "slotGranted", task: 1, at: 5 });
    send(image, { kind: "cancelAsked", at: 6 });
    send(image, { kind: "expanded", task: 1, tryNumber: 1, length: 3, at: 7 });
    expect(states(image)).toBe("a:success m:skipped z:skipped");
  });
});

describe("clearing and marking what is mapped", () => {
  it("runs one instance again, and the mapped task with it", () => {
    const image = begun(2);
    work(image, 3, "attemptFailed");
    work(image, 4);
    send(image, { kind: "clearAsked", tasks: [3, 2], at: 20 });
    expect(states(image)).toBe("a:success m:running z:none m[0]:scheduled m[1]:success");
    work(image, 3);
    expect(states(image)).toBe("a:success m:success z:scheduled m[0]:success m[1]:success");
    expect(image.tasks[3]?.tryNumber).toBe(2);
  });

  it("expands anew when the mapped task is cleared: fewer leave removed ones, more get new ones, and no try number is used twice", () => {
    const image = begun(2);
    work(image, 3);
    work(image, 4);
    work(image, 2);
    send(image, { kind: "clearAsked", tasks: [0, 1, 2], at: 20 });
    expect(states(image)).toBe("a:scheduled m:none z:none m[0]:removed m[1]:removed");
    work(image, 0);
    expandTo(image, 1);
    expect(states(image)).toBe("a:success m:running z:none m[0]:scheduled m[1]:removed");
    work(image, 3);
    expect([tryOf(image, 1), tryOf(image, 3)]).toEqual([2, 2]);
    work(image, 2);
    expect(image.run.state).toBe("success");
    send(image, { kind: "clearAsked", tasks: [1], at: 30 });
    expandTo(image, 3);
    expect(states(image)).toBe("a:success m:running z:success m[0]:scheduled m[1]:scheduled m[2]:scheduled");
  });

  it("lets what follows go on when the instances that failed are marked as good", () => {
    const image = begun(2);
    work(image, 3, "attemptFailed");
    work(image, 4);
    send(image, { kind: "markAsked", tasks: [3], state: "success", reason: "fine", at: 20 });
    expect(states(image)).toBe("a:success m:success z:scheduled m[0]:success m[1]:success");
  });

  it("marks all instances with the mapped task", () => {
    const image = begun(2);
    work(image, 3, "attemptFailed");
    work(image, 4);
    send(image, { kind: "markAsked", tasks: [1], state: "success", reason: "fine", at: 20 });
    expect(states(image)).toBe("a:success m:success z:scheduled m[0]:success m[1]:success");
    expect(image.tasks[1]?.reason).toBe("fine");
  });

  it("takes the clear of an instance back, and not after it has begun again", () => {
    const image = begun(2);
    work(image, 3, "attemptFailed");
    work(image, 4);
    const before = states(image);
    const clear: RunSignal = { kind: "clearAsked", tasks: [3], at: 20 };
    const former = formerOf(image, decide(image, clear));
    send(image, clear);
    expect(whyNotRestore(image, former)).toBeNull();
    send(image, restoreSignal(former, 21));
    expect(states(image)).toBe(before);
    send(image, clear);
    send(image, { kind: "slotGranted", task: 3, at: 22 });
    expect(whyNotRestore(image, former)).toContain('task "m[0]" has begun again since');
  });

  it("takes the clear of the mapped task back as long as it has not expanded", () => {
    const image = begun(2);
    work(image, 3);
    work(image, 4);
    work(image, 2);
    const before = states(image);
    const clear: RunSignal = { kind: "clearAsked", tasks: [1, 2], at: 20 };
    const former = formerOf(image, decide(image, clear));
    send(image, clear);
    send(image, restoreSignal(former, 21));
    expect([states(image), image.run.state]).toEqual([before, "success"]);
  });
});

describe("many instances", () => {
  it("change two records each, whatever their number", () => {
    const image = begun(5_000);
    send(image, { kind: "slotGranted", task: 3, at: 10 });
    const { tasks } = send(image, { kind: "attemptSucceeded", task: 3, tryNumber: 1, at: 11 });
    expect([...tasks.keys()]).toEqual([3]);
    for (let index = 4; index < 5_002; index += 1) work(image, index);
    send(image, { kind: "slotGranted", task: 5_002, at: 10 });
    const last = send(image, { kind: "attemptSucceeded", task: 5_002, tryNumber: 1, at: 11 });
    expect([...last.tasks.keys()]).toEqual([5_002, 1, 2]);
  });

  it("are counted the same after a crash, at every step of a random walk", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const image = begun(6, { retries: 1 });
    for (let step = 0; step < 600; step += 1) {
      const index = random(image.tasks.length);
      const record = image.tasks[index] as TaskRecord;
      const of = { task: index, tryNumber: record.tryNumber, at: 100 + step };
      const signals: RunSignal[] = [
        { kind: "slotGranted", task: index, at: of.at },
        index === 1 ? { kind: "expanded", ...of, length: random(9) } : { kind: "attemptSucceeded", ...of },
        { kind: "attemptFailed", ...of, reason: "no", mayRetry: random(2) === 0 },
        { kind: "retryDue", task: index, at: of.at },
        { kind: "clearAsked", tasks: [index, random(image.tasks.length)], at: of.at },
        { kind: "markAsked", tasks: [index], state: random(2) === 0 ? "success" : "failed", reason: "", at: of.at },
      ];
      send(image, signals[random(signals.length)] as RunSignal);
      const { tallies, maps, unfinished } = reloaded(image);
      expect({ tallies, maps, unfinished }).toEqual({ tallies: image.tallies, maps: image.maps, unfinished: image.unfinished });
      const ended = image.tasks.every(({ state }) => !["none", "scheduled", "queued", "running", "up_for_retry"].includes(state));
      expect(ended).toBe(image.run.state !== "running");
    }
  });
});
