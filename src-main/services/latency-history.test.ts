/** How long tasks and edges took, read from the real store. */
import { afterEach, describe, expect, it } from "vitest";
import { latencyHistory } from "./latency-history.ts";
import { createWorld, type World } from "./test-world.ts";

let world: World;
afterEach(() => world.close());

const pair = `tasks:
  a: { config_type: BashTask, bash: "true" }
  b: { config_type: BashTask, bash: "true", deps: [a] }
`;

/** `a` takes 100 ms, `b` starts `wait` ms after it and takes 50. */
function runOnce(runId: string, wait: number): void {
  world.runs.start({ dagId: "d", runId });
  world.end(runId, "a", "started");
  world.clock.advance(100);
  world.end(runId, "a", "success");
  world.clock.advance(wait);
  world.end(runId, "b", "started");
  world.clock.advance(50);
  world.end(runId, "b", "success");
  world.clock.advance(1_000);
}

describe("latencyHistory", () => {
  it("gives quantiles of the last finished runs, of all or of those before one", async () => {
    world = createWorld({ d: pair });
    for (const [at, wait] of [10, 20, 30, 40].entries()) runOnce(`r${at}`, wait);
    world.runs.start({ dagId: "d", runId: "open" });
    const all = await latencyHistory(world.local, { dagId: "d", runId: "r0" });
    expect(all.runs).toBe(4);
    expect(all.edges).toMatchObject([{ from: "a", to: "b", count: 4, p50: 25, split: { startMs: 25 } }]);
    expect(all.tasks.map(({ taskId, duration }) => [taskId, duration?.p50])).toEqual([["a", 100], ["b", 50]]);
    expect(await latencyHistory(world.local, { dagId: "d", runId: "r2", earlier: true })).toMatchObject({ runs: 2, edges: [{ count: 2, p50: 15 }] });
    expect(await latencyHistory(world.local, { dagId: "d", runId: "r0", earlier: true })).toMatchObject({ runs: 0, edges: [] });
    expect((await latencyHistory(world.local, { dagId: "d", runId: "open", limit: 2 })).edges).toMatchObject([{ count: 2, p50: 35 }]);
  });

  it("stops between two runs when nobody wants the answer any more", async () => {
    world = createWorld({ d: pair });
    for (const runId of ["r0", "r1", "r2"]) runOnce(runId, 5);
    const stop = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { runId } of world.local.instants("d", { limit: 10 }, stop.signal)) {
        seen.push(runId);
        stop.abort();
      }
    })();
    await expect(reading).rejects.toThrow(/abort/i);
    expect(seen).toEqual(["r2"]);
  });
});
