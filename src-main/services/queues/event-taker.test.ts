import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../ports/store.ts";
import { createWorld, dagOf, type World } from "../test-world.ts";
import { EventTaker } from "./event-taker.ts";
import { QueueTally } from "./queue-standing.ts";

const text = "dag: d\nmax_active_runs: 2\ntasks:\n  t: { config_type: BashTask, bash: 'true' }\n";

let world: World;
let taker: EventTaker;
let tally: QueueTally;
let asked: number;
beforeEach(() => {
  asked = 0;
  world = createWorld({ d: text.slice(text.indexOf("max_")) });
  const { dagSettings } = world.store;
  const store: Store = { ...world.store, dagSettings: { ...dagSettings, unfinished: (dagId) => ((asked += 1), dagSettings.unfinished(dagId)) } };
  tally = new QueueTally(world);
  taker = new EventTaker({ ...world, store, tally, reached: () => {} });
});
afterEach(() => {
  taker.close();
  tally.close();
  world.close();
});

describe("the room for events", () => {
  it("is counted once until a run of the DAG is another", () => {
    const dag = dagOf(text);
    expect([taker.roomOf(dag), taker.roomOf(dag), asked]).toEqual([102, 102, 1]);
    world.runs.start({ dagId: "d", runId: "r" });
    expect([taker.roomOf(dag), taker.roomOf(dag), asked]).toEqual([101, 101, 2]);
    world.end("r", "t", "success");
    expect([taker.roomOf(dag), asked]).toEqual([102, 3]);
  });

  it("is never said to be none from memory: nobody might look again", () => {
    const full = { ...dagOf(text), maxActiveRuns: -100 };
    expect([taker.roomOf(full), taker.roomOf(full), asked]).toEqual([0, 0, 2]);
    // A bound that is another by now counts at once.
    expect([taker.roomOf({ ...full, maxActiveRuns: 3 }), asked]).toEqual([103, 2]);
  });
});
