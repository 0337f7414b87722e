import { describe, expect, it } from "vitest";
import { pauseAfter } from "./deferral.ts";
import type { RunImage } from "./run-image.ts";
import { imageOf, send, states, task } from "./test-runs.ts";
import { formerOf, restoreSignal, whyNotRestore } from "./undo.ts";
import { decide } from "./run-machine.ts";

function waiting(changes: Parameters<typeof task>[1] = {}): RunImage {
  const image = imageOf([task("wait", { kind: "SensorTask", ...changes }), task("then", { deps: ["wait"] })]);
  expect(send(image, { kind: "begin", at: 10 }).effects).toEqual([{ kind: "startWatch", task: 0, tryNumber: 1 }]);
  return image;
}
const of = (tryNumber: number, at: number): { task: number; tryNumber: number; at: number } => ({ task: 0, tryNumber, at });

describe("a task that waits without a slot", () => {
  it("is deferred the moment it may begin, and lets others go on when it is met", () => {
    const image = waiting();
    expect(image.tasks[0]).toMatchObject({ state: "deferred", tryNumber: 1, queuedAt: 10, startedAt: 10 });
    send(image, { kind: "slotGranted", task: 0, at: 11 });
    expect(states(image)).toBe("wait:deferred then:none");
    send(image, { kind: "watchMet", ...of(1, 30) });
    expect(states(image)).toBe("wait:success then:scheduled");
    expect(image.tasks[0]).toMatchObject({ startedAt: 10, endedAt: 30 });
  });

  it("fails when its time is over, with no further try; soft_fail skips it", () => {
    const hard = waiting({ retries: 3 });
    send(hard, { kind: "watchTimedOut", ...of(1, 30), reason: "too long" });
    expect(states(hard)).toBe("wait:failed then:upstream_failed");
    const soft = waiting({ retries: 3, softFail: true });
    send(soft, { kind: "watchTimedOut", ...of(1, 30), reason: "too long" });
    expect(states(soft)).toBe("wait:skipped then:skipped");
  });

  it("is skipped where there is nothing to wait for, and a late word changes nothing", () => {
    const image = waiting({ retries: 3 });
    send(image, { kind: "watchSkipped", ...of(1, 30), reason: "there already" });
    expect([states(image), image.tasks[0]?.reason]).toEqual(["wait:skipped then:skipped", "there already"]);
    send(image, { kind: "watchMet", ...of(1, 40) });
    expect(states(image)).toBe("wait:skipped then:skipped");
  });

  it("waits anew, without a slot, after a look that failed with tries left", () => {
    const image = waiting({ retries: 1, retryDelayMs: 100 });
    send(image, { kind: "watchFailed", ...of(1, 30), reason: "no such table", mayRetry: true });
    expect(image.tasks[0]).toMatchObject({ state: "up_for_retry", retryAt: 130 });
    expect(send(image, { kind: "retryDue", task: 0, at: 130 }).effects).toEqual([{ kind: "startWatch", task: 0, tryNumber: 2 }]);
    send(image, { kind: "watchFailed", ...of(1, 140), reason: "a late echo", mayRetry: true });
    expect(image.tasks[0]).toMatchObject({ state: "deferred", tryNumber: 2 });
    send(image, { kind: "watchFailed", ...of(2, 150), reason: "no such table", mayRetry: true });
    expect(states(image)).toBe("wait:failed then:upstream_failed");
  });

  it("is given up by a cancel and by a mark, and says so to who keeps it", () => {
    const cancelled = waiting();
    expect(send(cancelled, { kind: "cancelAsked", at: 20 }).effects).toEqual([{ kind: "stopWatch", task: 0, tryNumber: 1 }]);
    expect(states(cancelled)).toBe("wait:failed then:skipped");
    const marked = waiting();
    expect(send(marked, { kind: "markAsked", tasks: [0], state: "success", reason: "it is there", at: 20 }).effects).toEqual([{ kind: "stopWatch", task: 0, tryNumber: 1 }]);
    expect(states(marked)).toBe("wait:success then:scheduled");
    send(marked, { kind: "watchTimedOut", ...of(1, 30), reason: "too long" });
    expect(states(marked)).toBe("wait:success then:scheduled");
  });

  it("waits again as a new try when a mark is taken back, and when it is cleared", () => {
    const image = waiting();
    const mark = { kind: "markAsked", tasks: [0], state: "success", reason: "x", at: 20 } as const;
    const former = formerOf(image, decide(image, mark));
    send(image, mark);
    expect(whyNotRestore(image, former)).toBeNull();
    expect(send(image, restoreSignal(former, 30)).effects).toEqual([{ kind: "startWatch", task: 0, tryNumber: 2 }]);
    expect(states(image)).toBe("wait:deferred then:none");
    send(image, { kind: "watchMet", ...of(2, 40) });
    expect(send(image, { kind: "clearAsked", tasks: [0], at: 50 }).effects).toEqual([{ kind: "startWatch", task: 0, tryNumber: 3 }]);
  });
});

describe("the pause after a look", () => {
  it("is the same every time, or doubles up to its bound, whatever looks were missed", () => {
    const pace = { pokeMs: 100, isBackingOff: true, maxWaitMs: 1_000 };
    expect([0, 100, 300, 700, 1_500].map((waited) => pauseAfter(pace, waited))).toEqual([100, 200, 400, 800, 1_000]);
    expect(pauseAfter({ ...pace, maxWaitMs: null }, 1_500)).toBe(1_600);
    expect(pauseAfter({ ...pace, isBackingOff: false }, 1_500)).toBe(100);
  });
});
