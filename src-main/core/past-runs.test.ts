import { describe, expect, it } from "vitest";
import type { TaskState } from "../../shared/model/states.ts";
import { pastHolders } from "./past-runs.ts";

const before = (states: Readonly<Record<string, TaskState>>, everThere = false) => ({ stateOf: (id: string) => states[id] ?? null, wasEverThere: () => everThere });
const plan = { id: "a", waitForDownstream: false, ignoreFirst: true, downstream: ["b", "c"] };

describe("what the run before holds back", () => {
  it.each<[TaskState, boolean]>([
    ["success", true],
    ["skipped", true],
    ["failed", false],
    ["upstream_failed", false],
    ["interrupted", false],
    ["none", false],
    ["scheduled", false],
    ["queued", false],
    ["running", false],
    ["up_for_retry", false],
    ["deferred", false],
    ["removed", false],
  ])("a task that is %s there lets go: %s", (state, isFree) => {
    expect(pastHolders(plan, before({ a: state }))).toEqual(isFree ? [] : [{ taskId: "a", state }]);
  });

  it("waits for the tasks right after it too where it is to, as far as that run has them", () => {
    const after = { ...plan, waitForDownstream: true };
    expect(pastHolders(after, before({ a: "running", b: "none", c: "none" }))).toEqual([{ taskId: "a", state: "running" }]);
    expect(pastHolders(after, before({ a: "success", b: "failed", c: "running" }))).toEqual([{ taskId: "b", state: "failed" }, { taskId: "c", state: "running" }]);
    expect(pastHolders(after, before({ a: "success", b: "skipped" }))).toEqual([]);
    expect(pastHolders(plan, before({ a: "success", b: "failed", c: "failed" }))).toEqual([]);
  });

  it.each([
    { ignoreFirst: true, everThere: false, isFree: true },
    { ignoreFirst: true, everThere: true, isFree: false },
    { ignoreFirst: false, everThere: false, isFree: false },
    { ignoreFirst: false, everThere: true, isFree: false },
  ])("a task that the run before does not have: %o", ({ ignoreFirst, everThere, isFree }) => {
    expect(pastHolders({ ...plan, ignoreFirst }, before({}, everThere))).toEqual(isFree ? [] : [{ taskId: "a", state: null }]);
  });
});
