import { describe, expect, it } from "vitest";
import { latenciesOf, tallyLatencies } from "./edge-latency.ts";
import { ran } from "./testing/ran.ts";

const diamond = [
  { id: "a", deps: [] },
  { id: "b", deps: ["a"] },
  { id: "c", deps: ["a"] },
  { id: "d", deps: ["b", "c"] },
];

/** a 110–200; b and c start after it; d waits for c, which ends last. */
const tasks = [ran("a", [100, 105, 110, 200]), ran("b", [201, 203, 210, 300]), ran("c", [201, 240, 260, 400]), ran("d", [402, 405, 412, 500])];

describe("latenciesOf", () => {
  it("splits each wait into decision, queue and start, from the end of what ended last", () => {
    const found = latenciesOf(diamond, { startedAt: 90, tasks });
    expect([...found.values()]).toEqual([
      { taskId: "a", readyAt: 90, totalMs: 20, decidedBy: [], decisionMs: 10, queueMs: 5, startMs: 5 },
      { taskId: "b", readyAt: 200, totalMs: 10, decidedBy: ["a"], decisionMs: 1, queueMs: 2, startMs: 7 },
      { taskId: "c", readyAt: 200, totalMs: 60, decidedBy: ["a"], decisionMs: 1, queueMs: 39, startMs: 20 },
      { taskId: "d", readyAt: 400, totalMs: 12, decidedBy: ["c"], decisionMs: 2, queueMs: 3, startMs: 7 },
    ]);
  });

  it("names both of two that ended together, and nobody who ended after the start", () => {
    const [a, , c, d] = tasks;
    const together = latenciesOf(diamond, { startedAt: 90, tasks: [a, ran("b", [201, 203, 210, 400]), c, d].flatMap((each) => each ?? []) });
    expect(together.get("d")?.decidedBy).toEqual(["b", "c"]);
    const late = latenciesOf(diamond, { startedAt: 90, tasks: [a, ran("b", [201, 203, 210, 300]), ran("c", [201, 240, 260, 9_000]), d].flatMap((each) => each ?? []) });
    expect(late.get("d")).toMatchObject({ decidedBy: ["b"], readyAt: 300, totalMs: 112 });
  });

  it("leaves out what was tried again, has not started, or has nothing to count from", () => {
    const again = [ran("a", [100, 105, 110, 200], { tryNumber: 2 }), ran("b", [201]), ran("d", [402, 405, 412, 500])];
    expect([...latenciesOf(diamond, { startedAt: null, tasks: again }).keys()]).toEqual([]);
  });

  it("counts from where a run that was over went on, not over the time it lay idle", () => {
    const found = latenciesOf(diamond, { startedAt: 90_000, tasks: [...tasks.slice(0, 3), ran("d", [90_002, 90_005, 90_012, 90_100])] });
    expect(found.get("d")).toMatchObject({ readyAt: 90_000, totalMs: 12, decidedBy: ["c"] });
    expect(found.get("b")).toMatchObject({ readyAt: 200, totalMs: 10 });
  });

  it("never counts less than nothing when a clock was set back", () => {
    const back = latenciesOf([{ id: "a", deps: [] }, { id: "b", deps: ["a"] }], { startedAt: 500, tasks: [ran("a", [400, 300, 200, 210]), ran("b", [100, 900, 220, 230])] });
    for (const each of back.values()) {
      expect([each.decisionMs, each.queueMs, each.startMs].every((part) => part >= 0)).toBe(true);
      expect(each.decisionMs + each.queueMs + each.startMs).toBe(each.totalMs);
    }
    expect(back.get("b")?.totalMs).toBe(10);
  });

  it("sees the first start and the last end of a mapped task", () => {
    const mapped = [ran("a", [0, 0, 0, 50]), ran("a", [0, 0, 10, 90]), ran("b", [95, 96, 100, 120])];
    expect(latenciesOf([{ id: "a", deps: [] }, { id: "b", deps: ["a"] }], { startedAt: 0, tasks: mapped }).get("b")).toMatchObject({ readyAt: 90, totalMs: 10 });
  });
});

describe("tallyLatencies", () => {
  it("gives quantiles over runs for tasks and for the edges that decided", () => {
    const tally = tallyLatencies([{ id: "a", deps: [] }, { id: "b", deps: ["a"] }]);
    for (const wait of [10, 20, 30, 40, 50]) tally.add({ startedAt: 0, tasks: [ran("a", [0, 0, 0, 100]), ran("b", [101, 102, 100 + wait, 300])] });
    tally.add({ startedAt: 0, tasks: [ran("a", [0, 0, 0, 100]), ran("b", [101, 102, 9_000, 9_100], { state: "failed", tryNumber: 2 })] });
    const { runs, tasks: known, edges } = tally.result();
    expect(runs).toBe(6);
    expect(edges).toEqual([{ from: "a", to: "b", count: 5, p50: 30, p90: 46, p95: 48, split: { decisionMs: 1, queueMs: 1, startMs: 28 } }]);
    expect(known.map(({ taskId, duration }) => [taskId, duration])).toEqual([["a", { count: 6, p50: 100, p90: 100 }], ["b", { count: 5, p50: 170, p90: 186 }]]);
  });

  it("says that a task never ran", () => {
    expect(tallyLatencies([{ id: "new", deps: [] }]).result()).toEqual({ runs: 0, tasks: [{ taskId: "new", duration: null, latency: null, reached: null }], edges: [], gaps: null, ends: null });
  });

  const pair = [{ id: "a", deps: [] }, { id: "b", deps: ["a"] }];

  it("sums up all starts after another task, and the way from what started the run", () => {
    const tally = tallyLatencies(pair);
    for (const wait of [10, 20, 30]) tally.add({ startedAt: 90, tasks: [ran("a", [90, 91, 95, 200]), ran("b", [201, 202, 200 + wait, 300 + wait])], span: { originAt: 50, goodEndAt: 300 + wait } });
    tally.add({ startedAt: 90, tasks: [ran("a", [90, 91, 95, 200]), ran("b", [201, 202, 240, 900], { state: "failed" })], span: { originAt: 50, goodEndAt: null } });
    const { gaps, ends, tasks: known } = tally.result();
    expect(gaps).toMatchObject({ count: 4, p50: 25 });
    expect(ends).toEqual({ count: 3, p50: 270, p95: 279 });
    expect(known.map(({ taskId, reached }) => [taskId, reached])).toEqual([["a", { count: 4, p50: 150, p95: 150 }], ["b", { count: 3, p50: 270, p95: 279 }]]);
  });

  it("leaves a run that was cleared later out of that way: the time it lay idle is nobody's", () => {
    const tally = tallyLatencies(pair);
    const span = { originAt: 50, goodEndAt: 90_300 };
    tally.add({ startedAt: 90_000, tasks: [ran("a", [90, 91, 95, 200]), ran("b", [90_001, 90_002, 90_010, 90_300])], span });
    tally.add({ startedAt: 90_000, tasks: [ran("a", [90_000, 90_001, 90_002, 90_100], { tryNumber: 2 }), ran("b", [90_101, 90_102, 90_110, 90_300], { tryNumber: 2 })], span });
    expect(tally.result()).toMatchObject({ ends: null, tasks: [{ reached: null }, { reached: null }] });
    tally.add({ startedAt: 90, tasks: [ran("a", [90, 91, 95, 200], { tryNumber: 2 }), ran("b", [201, 202, 210, 300])], span: { originAt: 50, goodEndAt: 300 } });
    expect(tally.result().ends).toEqual({ count: 1, p50: 250, p95: 250 });
  });
});
