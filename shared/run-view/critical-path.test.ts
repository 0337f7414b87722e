import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { criticalPath } from "./critical-path.ts";
import { ran } from "./testing/ran.ts";

const diamond = [
  { id: "a", deps: [] },
  { id: "b", deps: ["a"] },
  { id: "c", deps: ["a"] },
  { id: "d", deps: ["b", "c"] },
];

describe("criticalPath", () => {
  it("goes back from the last end through what ended last each time, with the waits between", () => {
    const path = criticalPath(diamond, [ran("a", [0, 0, 10, 100]), ran("b", [100, 100, 105, 900]), ran("c", [100, 100, 101, 300]), ran("d", [900, 905, 910, 1_000])], 0, 5_000);
    expect(path?.steps.map(({ taskId, waitMs, runMs }) => [taskId, waitMs, runMs])).toEqual([["a", 10, 90], ["b", 5, 795], ["d", 10, 90]]);
    expect([path?.startAt, path?.endAt, path?.totalMs]).toEqual([0, 1_000, 1_000]);
  });

  it("ends with what still runs, at the time it is", () => {
    const path = criticalPath(diamond, [ran("a", [0, 0, 0, 100]), ran("b", [100, 100, 110]), ran("c", [100, 100, 100, 200])], 0, 500);
    expect(path?.steps.map(({ taskId, runMs, isRunning }) => [taskId, runMs, isRunning])).toEqual([["a", 100, false], ["b", 390, true]]);
  });

  it("counts earlier tries as waiting, and goes through a task that was skipped", () => {
    const path = criticalPath(
      [{ id: "a", deps: [] }, { id: "s", deps: ["a"] }, { id: "d", deps: ["s"] }],
      [ran("a", [0, 0, 700, 800], { tryNumber: 3 }), ran("s", [null, null, null, 801], { state: "skipped" }), ran("d", [801, 802, 805, 900])],
      0,
      0,
    );
    expect(path?.steps.map(({ taskId, waitMs, runMs, tryNumber }) => [taskId, waitMs, runMs, tryNumber])).toEqual([["a", 700, 100, 3], ["s", 1, 0, 0], ["d", 4, 95, 1]]);
  });

  it("begins where a run that was over went on", () => {
    const path = criticalPath(diamond, [ran("a", [0, 0, 10, 100]), ran("b", [100, 100, 105, 900]), ran("c", [90_000, 90_001, 90_002, 90_300], { tryNumber: 2 }), ran("d", [90_300, 90_301, 90_302, 90_400], { tryNumber: 2 })], 90_000, 0);
    expect(path?.steps.map(({ taskId, waitMs, runMs }) => [taskId, waitMs, runMs])).toEqual([["c", 2, 298], ["d", 2, 98]]);
    expect(path?.totalMs).toBe(400);
  });

  it("is nothing when nothing ran, and bears a file with a cycle", () => {
    expect(criticalPath(diamond, [], 0, 10)).toBeNull();
    const round = criticalPath([{ id: "a", deps: ["b"] }, { id: "b", deps: ["a"] }], [ran("a", [0, 0, 5, 5]), ran("b", [0, 0, 5, 5])], 0, 10);
    expect(round?.steps).toHaveLength(2);
  });

  it("is as long as the run from its beginning to its last end, step upon step, whatever the run", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ deps: fc.array(fc.nat(20), { maxLength: 4 }), wait: fc.nat(50), run: fc.nat(100) }), { minLength: 1, maxLength: 20 }), (shapes) => {
        const ends: number[] = [];
        const graph = shapes.map(({ deps }, at) => ({ id: `t${at}`, deps: deps.filter((dep) => dep < at).map((dep) => `t${dep}`) }));
        const instances = shapes.map(({ deps, wait, run }, at) => {
          const ready = Math.max(0, ...deps.filter((dep) => dep < at).map((dep) => ends[dep] ?? 0));
          ends.push(ready + wait + run);
          return ran(`t${at}`, [ready, ready, ready + wait, ready + wait + run]);
        });
        const path = criticalPath(graph, instances, 0, 0);
        const makespan = Math.max(...ends);
        expect(path?.totalMs).toBe(makespan);
        expect(path?.steps.reduce((sum, { waitMs, runMs }) => sum + waitMs + runMs, 0)).toBe(makespan);
        for (const [at, { taskId }] of (path?.steps ?? []).entries()) if (at > 0) expect(graph.find(({ id }) => id === taskId)?.deps).toContain(path?.steps[at - 1]?.taskId);
      }),
    );
  });
});
