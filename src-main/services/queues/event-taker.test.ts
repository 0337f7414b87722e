import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../ports/store.ts";
import type { DagFiles } from "../dag-files.ts";
import { createWorld, dagOf, type World } from "../test-world.ts";
import { EventTaker } from "./event-taker.ts";
import { HttpQueue } from "./http-queue.ts";
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

describe("events that are posted to a DAG with params", () => {
  it("give them, and start no run where they cannot; what came before is answered as before", async () => {
    world.dags.set("d", "queue: { http: true }\nparams: { size: 3 }\ntasks:\n  t: { config_type: BashTask, bash: 'true' }\n");
    world.store.queues.setOn("d", true);
    const file = (dagId: string) => ({ dag: dagOf(`dag: ${dagId}\n${world.dags.get(dagId) ?? ""}`) });
    const queue = new HttpQueue({ store: world.store, dags: { get: file, valid: file } as unknown as DagFiles, taker, isTrusted: () => true, renderKey: () => "", breathe: async () => {}, onChange: () => {} });
    const post = (text: string, key: string | null = null) => queue.receive("d", { key, text, heardAt: 0 });
    expect(post('{"size": "3"}')).toEqual({ kind: "refused", why: "wrong-params", message: 'This event starts no run: it does not fit the params of DAG "d": Param "size": found the text "3"; expected a whole number: write 3 without quotes.' });
    expect(post('{"size": 4}', "k")).toMatchObject({ kind: "taken", isNew: true });
    expect(await queue.receiveBatch("d", { key: null, text: '[{"size": 5}, {"size": "3"}]', form: "array", heardAt: 0 })).toMatchObject({ why: "wrong-events", wrong: [{ at: "[1]", why: "wrong-params" }], taken: [] });
    expect(world.store.runs.list({ dagId: "d", limit: 9 }).map(({ params }) => params)).toEqual([{ size: 4 }]);
    world.dags.set("d", "queue: { http: true }\nparams: { size: { type: string } }\ntasks:\n  t: { config_type: BashTask, bash: 'true' }\n");
    expect(post('{"size": 4}', "k")).toMatchObject({ kind: "taken", isNew: false });
  });
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
