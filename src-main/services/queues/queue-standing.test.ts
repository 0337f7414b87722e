import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorld, type World } from "../test-world.ts";
import { EventTaker } from "./event-taker.ts";
import { QueueTally } from "./queue-standing.ts";

let world: World;
let tally: QueueTally;
let taker: EventTaker;
beforeEach(() => {
  world = createWorld({ d: "max_active_runs: 2\ntasks:\n  a: { config_type: BashTask, bash: 'true' }\n" });
  begin();
});
afterEach(() => {
  taker.close();
  tally.close();
  world.close();
});

/** As an engine that starts. */
function begin(): void {
  tally = new QueueTally(world);
  taker = new EventTaker({ ...world, tally, reached: () => {} });
}

function take(name: string): string {
  world.clock.advance(1_000);
  return taker.start("d", { key: name, name, heardAt: world.clock.now() - 500 }, {});
}

/** Its task, as the runner tells it. */
function starts(runId: string): void {
  const { store, performer, clock } = world;
  const row = store.runs.find("d", runId)?.key;
  for (const key of [...performer.running.values()].filter(({ run }) => run === row)) store.atomically(() => store.attempts.started(key, 1, clock.now()));
  world.end(runId, "a", "started");
}

/** How many were measured, and what they took together, in seconds. */
const measured = (): number[] => tally.of("d").latency.lines("x").slice(-2).reverse().map((line) => Number(line.split(" ")[1]));

describe("what queues did", () => {
  it("measures each run once, up to its first task: neither one that is cleared nor, after a restart, one that had begun", () => {
    const [cleared = "", begun = "", waits = "", never = ""] = ["cleared", "begun", "waits", "never"].map(take);
    starts(cleared);
    expect(measured()).toEqual([1, 3.5]);
    world.end(cleared, "a", "success");
    world.runs.clear({ dagId: "d", runId: cleared, taskIds: ["a"] });
    starts(begun);
    expect([measured()[0], tally.of("d").taken]).toEqual([2, 4]);
    taker.close();
    tally.close();
    begin();
    expect([measured()[0], tally.of("d").taken]).toEqual([0, 0]);
    world.runs.cancel("d", never);
    for (const runId of [begun, waits, cleared]) {
      if (runId !== begun) starts(runId);
      world.end(runId, "a", "success");
    }
    expect(measured()[0]).toBe(1);
  });

  it("forgets an event whose run came to nothing", () => {
    world.disk.fail = () => new Error("no room");
    expect(() => take("one")).toThrow("no room");
    world.disk.fail = null;
    // A run of that very name is another's.
    const { runId } = world.runs.start({ dagId: "d" });
    starts(runId);
    expect(measured()[0]).toBe(0);
    expect(tally.of("d")).toMatchObject({ taken: 0, setAside: 0 });
    starts(take("one"));
    expect([measured(), tally.of("d").taken]).toEqual([[1, 0.5], 1]);
  });
});
