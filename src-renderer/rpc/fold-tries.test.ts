import { describe, expect, it } from "vitest";
import type { RunTries } from "../../shared/contract/time.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import { mergeTries } from "./fold-tries.ts";
import { task } from "./run-samples.ts";

const tries: RunTries = { tries: [{ taskId: "a", tryNumber: 1, state: "running", queuedAt: 1, startedAt: 2, endedAt: null, reason: null }], retries: { a: 1 } };
const a = (state: TaskInstance["state"], change: Partial<TaskInstance>): TaskInstance => ({ ...task("a", state), queuedAt: 1, startedAt: 2, ...change });

describe("mergeTries", () => {
  it("ends a try, and begins the next", () => {
    const failed = mergeTries(tries, [a("up_for_retry", { endedAt: 5, reason: "exit code 1" })]);
    expect(failed?.tries).toEqual([{ taskId: "a", tryNumber: 1, state: "failed", queuedAt: 1, startedAt: 2, endedAt: 5, reason: "exit code 1" }]);
    expect(mergeTries(failed as RunTries, [a("queued", { tryNumber: 2, queuedAt: 9, startedAt: null })])?.tries[1]).toEqual({ taskId: "a", tryNumber: 2, state: "starting", queuedAt: 9, startedAt: null, endedAt: null, reason: null });
  });

  it("asks to read again where the end of a try went by unseen", () => {
    expect(mergeTries(tries, [a("queued", { tryNumber: 2, queuedAt: 9 })])).toBeNull();
    expect(mergeTries({ tries: [], retries: {} }, [a("queued", { tryNumber: 2, queuedAt: 9 })])).toBeNull();
  });

  it("is the same where nothing was said about a try", () => {
    expect(mergeTries(tries, [a("scheduled", { tryNumber: 1 }), a("none", { tryNumber: 1, queuedAt: null }), a("skipped", { tryNumber: 0 })])).toBe(tries);
  });
});
