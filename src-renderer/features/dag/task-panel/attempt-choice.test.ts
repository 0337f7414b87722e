import { describe, expect, it } from "vitest";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import type { Attempt, TaskInstance } from "../../../../shared/model/run.ts";
import { asSentence, brokenAbove, hintOf, outcomeOf } from "./attempt-choice.ts";

const attempt = (tryNumber: number, change: Partial<Attempt> = {}): Attempt => ({ tryNumber, state: "failed", startedAt: tryNumber * 10, endedAt: tryNumber * 10 + 5, reason: `exit code ${tryNumber}`, ...change }) as Attempt;
const instance = (change: Partial<TaskInstance>): TaskInstance => ({ taskId: "a", state: "success", tryNumber: 2, maxTries: 3, startedAt: 20, endedAt: 25, reason: null, ...change }) as TaskInstance;
const shown = (of: ReturnType<typeof outcomeOf>) => [of.state, of.startedAt, of.endedAt, of.reason, of.earlierTry];

describe("what the task panel says", () => {
  const tries = [attempt(1), attempt(2, { state: "success", reason: null })];

  it("speaks of the try that is shown, not of the newest", () => {
    expect(shown(outcomeOf(instance({}), tries[0] ?? null, tries))).toEqual(["failed", 10, 15, "exit code 1", 1]);
    expect(shown(outcomeOf(instance({}), tries[1] ?? null, tries))).toEqual(["success", 20, 25, null, null]);
  });

  it("speaks of the task where its newest try is shown, or none", () => {
    const waiting = instance({ state: "up_for_retry", tryNumber: 1 });
    expect(shown(outcomeOf(waiting, tries[0] ?? null, [attempt(1)]))).toEqual(["up_for_retry", 20, 25, "Try 1 of 3 failed; the next one is planned", null]);
    expect(shown(outcomeOf(instance({ state: "none", startedAt: null, endedAt: null }), null, []))).toEqual(["none", null, null, "Waits for the tasks that it needs", null]);
  });

  it("names the tasks that broke above one that did not run, the nearest on each way", () => {
    const tasks = [["a", []], ["b", ["a"]], ["c", ["b"]], ["d", []], ["e", ["c", "d", "f"]], ["f", []]].map(([id, deps]) => ({ id, deps, kind: "BashTask", enabled: true })) as GraphTask[];
    const states = { a: "failed", b: "upstream_failed", c: "upstream_failed", d: "interrupted", e: "upstream_failed", f: "success" } as const;
    const instances = Object.entries(states).map(([taskId, state]) => instance({ taskId, state }));
    expect(["e", "b", "a"].map((id) => brokenAbove(id, tasks, instances))).toEqual([["a", "d"], ["a"], []]);
  });

  it("begins a reason like a sentence, but for names", () => {
    expect(["an upstream task failed", "exit code 3", "sql, line 1: x", "/a/b: gone", "Task x"].map(asSentence)).toEqual(["An upstream task failed", "Exit code 3", "sql, line 1: x", "/a/b: gone", "Task x"]);
  });

  it("says what a bare code means", () => {
    expect(hintOf("exit code 3", { isSilent: true })).toBe("By this code the program says that it failed; it wrote nothing of why.");
    expect(hintOf("exit code 3", { isExplained: true })).toBeNull();
    expect(["exit code 127", "exit code 3", "killed by SIGKILL", "killed by SIGXCPU", "timed out after 1 s", null].map((reason) => hintOf(reason))).toEqual([
      "The shell did not find a command; the log says which.",
      "By this code the program says that it failed; its log says why.",
      "Something outside of Dagwright killed it, often the system for want of memory.",
      "The process was ended by this signal; its log may say why.",
      null,
      null,
    ]);
  });
});
