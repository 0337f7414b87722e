import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareForecast, type AwaitedInstance, type Forecast, type KnownTask } from "./forecast.ts";
import { ran } from "./testing/ran.ts";

const chain = [
  { id: "a", deps: [] },
  { id: "b", deps: ["a"] },
  { id: "c", deps: ["b"] },
];
const split = { decisionMs: 0, queueMs: 0, startMs: 0 };
const history = (taskId: string, p50: number, p90: number, wait = 0): KnownTask => ({ taskId, duration: { count: 9, p50, p90 }, latency: { count: 9, p50: wait, p90: wait, p95: wait, split } });

const forecastEnd = (graph: readonly { id: string; deps: string[] }[], instances: readonly AwaitedInstance[], histories: readonly KnownTask[], now: number): Forecast | null => prepareForecast(graph, histories)(instances, now);

describe("prepareForecast", () => {
  it("adds medians and waits of what is left, from now on", () => {
    const found = forecastEnd(chain, [ran("a", [0, 0, 0, 100]), ran("b", [100, 100, 100])], [history("a", 100, 100), history("b", 1_000, 1_000), history("c", 500, 500, 20)], 400);
    // b ends at 1,100; c waits 20 and runs 500.
    expect(found).toEqual({ likelyAt: 1_620, lateAt: 1_620, path: ["b", "c"], unknown: [] });
  });

  it("lets spreads that vary by themselves add up by their squares", () => {
    const found = forecastEnd(chain, [ran("a", [0, 0, 0])], [history("a", 100, 130), history("b", 100, 140), history("c", 100, 100)], 0);
    expect(found).toMatchObject({ likelyAt: 300, lateAt: 350 });
  });

  it("takes half way to what is rare for a task that runs longer than usual, and now for one that does beyond all measure", () => {
    const one = [{ id: "a", deps: [] }];
    expect(forecastEnd(one, [ran("a", [0, 0, 0])], [history("a", 100, 300)], 200)).toMatchObject({ likelyAt: 250, lateAt: 300 });
    expect(forecastEnd(one, [ran("a", [0, 0, 0])], [history("a", 100, 300)], 900)).toMatchObject({ likelyAt: 900, lateAt: 900 });
  });

  it("waits for the next try", () => {
    const found = forecastEnd([{ id: "a", deps: [] }], [ran("a", [0, 0, 0, 10], { state: "up_for_retry", retryAt: 600 })], [history("a", 100, 100)], 50);
    expect(found?.likelyAt).toBe(700);
  });

  it("says which tasks it knows nothing of, and nothing when it knows nothing at all", () => {
    const nothing: KnownTask = { taskId: "b", duration: null, latency: null };
    expect(forecastEnd(chain, [ran("a", [0, 0, 0])], [history("a", 80, 80), nothing, history("c", 40, 40)], 0)).toMatchObject({ likelyAt: 180, unknown: ["b"] });
    expect(forecastEnd(chain, [], [nothing], 0)).toBeNull();
    expect(forecastEnd([{ id: "a", deps: [] }], [ran("a", [0, 0, 0, 5])], [history("a", 80, 80)], 10)).toBeNull();
  });

  it("never lies in the past, and late is never before likely; a run that goes as usual ends as foretold", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ deps: fc.array(fc.nat(12), { maxLength: 3 }), p50: fc.nat(100), more: fc.nat(100) }), { minLength: 1, maxLength: 12 }), fc.nat(500), (shapes, now) => {
        const graph = shapes.map(({ deps }, at) => ({ id: `t${at}`, deps: deps.filter((dep) => dep < at).map((dep) => `t${dep}`) }));
        const known = shapes.map(({ p50, more }, at) => history(`t${at}`, p50, p50 + more));
        const ends: number[] = [];
        const instances = shapes.map(({ deps, p50 }, at) => {
          const start = Math.max(0, ...deps.filter((dep) => dep < at).map((dep) => ends[dep] ?? 0));
          ends.push(start + p50);
          return start > now ? ran(`t${at}`, []) : start + p50 > now ? ran(`t${at}`, [start, start, start]) : ran(`t${at}`, [start, start, start, start + p50]);
        });
        const found = forecastEnd(graph, instances, known, now);
        expect(found === null).toBe(Math.max(...ends) <= now);
        expect(found?.likelyAt ?? now).toBe(Math.max(now, found === null ? now : Math.max(...ends)));
        expect(found === null || found.lateAt >= found.likelyAt).toBe(true);
      }),
    );
  });
});
