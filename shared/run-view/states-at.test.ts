import { describe, expect, it } from "vitest";
import { changesAt, instancesAt, neighbourInstant, statesAt, timelineOf } from "./states-at.ts";
import { historiesOf } from "./task-history.ts";
import { instance, sampleFacts, tried } from "./testing/sample-run.ts";

const facts = sampleFacts();
const timeline = timelineOf({ queuedAt: 0, startedAt: 500, endedAt: 20_000 }, historiesOf(facts));
const at = (ms: number): string => statesAt(timeline, ms).map(({ taskId, state, tryNumber }) => `${taskId}:${state}${tryNumber > 1 ? tryNumber : ""}`).join(" ");

describe("statesAt", () => {
  it("replays a run with a retry instant by instant", () => {
    expect(at(400)).toBe("load:none clean:none report:none end:none");
    expect(at(500)).toBe("load:scheduled clean:none report:none end:none");
    expect(at(1499)).toBe("load:queued clean:none report:none end:none");
    expect(at(1500)).toBe("load:running clean:none report:none end:none");
    expect(at(5100)).toBe("load:success clean:scheduled report:none end:none");
    expect(at(5200)).toBe("load:success clean:queued report:none end:none");
    expect(at(7999)).toBe("load:success clean:running report:none end:none");
    expect(at(8000)).toBe("load:success clean:up_for_retry report:none end:none");
    expect(at(18_050)).toBe("load:success clean:scheduled report:none end:none");
    expect(at(18_499)).toBe("load:success clean:queued2 report:none end:none");
    expect(at(19_000)).toBe("load:success clean:running2 report:none end:none");
    expect(at(20_000)).toBe("load:success clean:success2 report:skipped end:success");
    expect(at(90_000)).toBe(at(20_000));
  });

  it("says how long a task had run, and gives the same object for the same state", () => {
    const [load] = statesAt(timeline, 2000);
    expect([load?.startedAt, load?.endedAt]).toEqual([1500, null]);
    expect(statesAt(timeline, 2000)[0]).toBe(statesAt(timeline, 4999)[0]);
    expect(statesAt(timeline, 0)[2]).toBe(statesAt(timeline, 100)[2]);
  });

  it("ends a last failure as failed, and a mark by hand as what it was marked", () => {
    const failed = instance("a", "failed", { tryNumber: 1, queuedAt: 10, startedAt: 20, endedAt: 30 });
    const marked = instance("b", "success", { tryNumber: 1, queuedAt: 10, startedAt: 20, endedAt: 50, reason: "marked" });
    const own = timelineOf({ queuedAt: 0, startedAt: 0, endedAt: 50 }, historiesOf({ run: { queuedAt: 0, startedAt: 0 }, tasks: [{ id: "a", deps: [] }, { id: "b", deps: [] }], instances: [failed, marked], tries: { tries: [tried("a", 1, "failed", [10, 20, 30]), tried("b", 1, "failed", [10, 20, 30])], retries: {} } }));
    expect(statesAt(own, 40).map(({ state }) => state)).toEqual(["failed", "failed"]);
    expect(statesAt(own, 50).map(({ state }) => state)).toEqual(["failed", "success"]);
  });

  it("shows a task as waiting for its retry until that was given up", () => {
    const given = instance("a", "failed", { tryNumber: 1, maxTries: 2, queuedAt: 10, startedAt: 20, endedAt: 30, reason: "cancelled" });
    const own = timelineOf({ queuedAt: 0, startedAt: 0, endedAt: 50 }, historiesOf({ run: { queuedAt: 0, startedAt: 0, endedAt: 50 }, tasks: [{ id: "a", deps: [] }], instances: [given], tries: { tries: [{ ...tried("a", 1, "failed", [10, 20, 30]), reason: "exit code 3" }], retries: { a: 1 } } }));
    expect(own.moments.get("a")?.map(({ at, state, endedAt }) => [at, state, endedAt])).toEqual([[0, "scheduled", null], [10, "queued", null], [20, "running", null], [30, "up_for_retry", 30], [50, "failed", 30]]);
  });

  it("goes back to the first task of a run that was over and started anew", () => {
    const { from, to } = timelineOf({ queuedAt: 0, startedAt: 15_000, endedAt: 20_000 }, historiesOf({ ...facts, run: { queuedAt: 0, startedAt: 15_000 } }));
    expect([from, to]).toEqual([500, 20_000]);
  });

  it("gives the task instances of the instant: nothing in them is later", () => {
    const [load, clean, report] = instancesAt(timeline, facts.instances, 7000);
    expect([load?.state, load?.endedAt]).toEqual(["success", 5000]);
    // The times of the instance are those of its second try, which was not yet.
    expect(clean).toMatchObject({ state: "running", tryNumber: 1, scheduledAt: null, queuedAt: null, startedAt: 6000, endedAt: 7000, reason: null });
    expect(report).toMatchObject({ state: "none", endedAt: null, reason: null });
    expect(instancesAt(timeline, facts.instances, 20_000)).toEqual(facts.instances.map((one) => ({ ...one, maxTries: one.maxTries })));
  });

  it("steps from one change to the next and back, and says what changed", () => {
    expect(timeline.instants).toEqual([500, 1000, 1500, 5000, 5200, 6000, 8000, 18_000, 18_100, 18_500, 20_000]);
    expect([neighbourInstant(timeline, 1500, 1), neighbourInstant(timeline, 1600, -1), neighbourInstant(timeline, 500, -1), neighbourInstant(timeline, 20_000, 1)]).toEqual([5000, 1500, null, null]);
    expect(changesAt(timeline, 5000).map(({ taskId, state }) => [taskId, state])).toEqual([["load", "success"], ["clean", "scheduled"]]);
    expect([timeline.from, timeline.to]).toEqual([500, 20_000]);
  });
});
