import { afterEach, describe, expect, it } from "vitest";
import { Standings } from "./standings.ts";
import { createWorld, type World } from "./test-world.ts";

const task = "tasks: { a: { config_type: BashTask, bash: x } }";
let world: World;
let standings: Standings;
afterEach(() => {
  standings.close();
  world.close();
});

function open(): void {
  world = createWorld({ d: `schedule: '*/10 * * * *'\nmax_active_runs: 9\n${task}`, e: `schedule: '0 * * * *'\n${task}` });
  standings = new Standings(world);
  standings.begin();
}

describe("Standings", () => {
  it("tells what runs by schedule and what is next, and nothing where nothing may run", () => {
    open();
    expect(standings.now()).toEqual({ scheduled: 0, next: null, paused: false, runs: 0, failed: 0, lastFailed: null });
    for (const dagId of ["d", "e"]) world.schedules.set(dagId, true);
    expect(standings.now()).toMatchObject({ scheduled: 2, next: { at: Date.parse("2026-03-08T07:00:00Z") } });
    world.clock.advance(10 * 60_000);
    expect(standings.now()).toMatchObject({ scheduled: 2, next: { dagId: "d", at: Date.parse("2026-03-08T07:10:00Z") }, runs: 2 });
    world.options.trusted = false;
    expect(standings.now()).toMatchObject({ scheduled: 0, next: null });
  });

  it("counts runs that go on and that failed, each once, and none that a person stopped", () => {
    open();
    for (const runId of ["r1", "r2", "r3"]) world.runs.start({ dagId: "d", runId });
    standings.close();
    standings = new Standings(world);
    standings.begin();
    expect(standings.now().runs).toBe(3);
    world.end("r1", "a", "success");
    world.end("r2", "a", "failed");
    world.runs.cancel("d", "r3");
    world.end("r3", "a", "failed");
    expect(standings.now()).toMatchObject({ runs: 0, failed: 1, lastFailed: { dagId: "d", runId: "r2" } });
  });
});
