import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorld, type World } from "../test-world.ts";
import { GoneQueues } from "./gone-queues.ts";

const dayMs = 86_400_000;

let world: World;
let gone: GoneQueues;
let news: string[];
beforeEach(() => {
  world = createWorld({ d: "tasks:\n  a: { config_type: EmptyTask }\n" });
  world.store.atomically(() => world.store.queues.setOn("d", true));
  news = [];
  begin();
});
afterEach(() => world.close());

/** As an engine that starts. */
function begin(config: object = {}): void {
  gone = new GoneQueues({ ...world, workspace: { config: () => ({ config: { retention: config }, problems: [] }) as never } });
  gone.onNews = (words) => void news.push(words);
}

describe("a queue whose DAG is gone", () => {
  it("is turned off when that has been so for as long as keys are kept, over restarts, and says so once", () => {
    gone.gone("d");
    world.clock.advance(29 * dayMs);
    begin();
    gone.gone("d");
    expect([world.store.queues.listOn(), news]).toEqual([["d"], ["The queue of d rests: there is no DAG of that name any more. It is turned off when that has been so for 30 d."]]);
    world.clock.advance(1 * dayMs + 1);
    gone.gone("d");
    expect([world.store.queues.listOn(), world.store.queues.goneSince("d"), news[1]]).toEqual([[], null, "The queue of d was turned off: its DAG has been gone for 30 d."]);
  });

  it("goes on where the DAG comes back, and its time begins anew when it goes again", () => {
    gone.there("d");
    gone.gone("d");
    world.clock.advance(20 * dayMs);
    gone.there("d");
    gone.there("d");
    gone.gone("d");
    world.clock.advance(20 * dayMs);
    gone.gone("d");
    expect([world.store.queues.listOn(), news.map((words) => words.slice(0, 22))]).toEqual([["d"], ["The queue of d rests: ", "The queue of d works a", "The queue of d rests: "]]);
  });

  it("goes by what the workspace says of keys", () => {
    begin({ event_keys: "1h" });
    gone.gone("d");
    world.clock.advance(3_600_001);
    gone.gone("d");
    expect([world.store.queues.listOn(), news[0]?.endsWith("so for 1 h.")]).toEqual([[], true]);
  });
});
