/** Outcomes that may share a commit: who waits for whom, and who never waits. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Store } from "../ports/store.ts";
import type { Letter } from "./letter.ts";
import { Scheduler } from "./scheduler.ts";
import { createWorld, silentLog, type World } from "./test-world.ts";

const shareMs = 8;
const tasks = Array.from({ length: 8 }, (_, index) => `t${index}`);

let world: World;
let scheduler: Scheduler;
let commits: number;
let isFull: boolean;

beforeEach(() => {
  world = createWorld({ d: `tasks:\n${tasks.map((id) => `  ${id}: { config_type: BashTask, bash: "true" }`).join("\n")}\n` });
  const { images, clock, events, time, options } = world;
  isFull = false;
  const atomically = <Result>(work: () => Result): Result => {
    commits += 1;
    return world.store.atomically(() => {
      const result = work();
      if (isFull) throw new AppError("store/full", "full");
      return result;
    });
  };
  const store = { ...world.store, atomically };
  scheduler = new Scheduler({ store, images, clock, events, log: silentLog, time, reached: () => {}, shareMs, parallelism: () => options.parallelism, fastSlots: () => 0, poolSlots: () => 100, maxActiveRuns: () => null });
});
afterEach(() => {
  scheduler.close();
  world.close();
});

/** So many tasks of a run are at work, and a commit was just made. */
function atWork(count: number): void {
  world.options.parallelism = count;
  world.runs.start({ dagId: "d", runId: "r" });
  // Nothing else begins in their place.
  world.options.parallelism = 0;
  scheduler.load(world.performer);
  scheduler.drain();
  commits = 0;
}

function outcome(task: number, rest: Partial<Letter> = { mayShare: true }): Letter {
  return { run: world.store.runs.find("d", "r")?.key ?? -1, signal: { kind: "attemptSucceeded", task, tryNumber: 1, at: world.clock.now() }, ...rest };
}

const done = (): number => world.states("r").match(/:success/g)?.length ?? 0;

describe("an outcome that may share a commit", () => {
  it("waits for others where many are at work, no longer than it is said", () => {
    atWork(6);
    scheduler.post(outcome(0));
    world.clock.advance(shareMs - 2);
    scheduler.post(outcome(1));
    expect([commits, done()]).toEqual([0, 0]);
    world.clock.advance(2);
    expect([commits, done()]).toEqual([1, 2]);
  });

  it("waits for nobody after a rest, where few are at work, or where enough have come", () => {
    atWork(6);
    world.clock.advance(shareMs);
    scheduler.post(outcome(0));
    expect([commits, done()]).toEqual([1, 1]);
    for (const task of [1, 2, 3, 4]) scheduler.post(outcome(task));
    expect([commits, done()]).toEqual([2, 5]);
    scheduler.post(outcome(5));
    expect([commits, done()]).toEqual([3, 6]);
  });

  it("goes with any that does not wait, and is not kept back by a start that waits longer", () => {
    atWork(6);
    scheduler.post({ run: outcome(0).run, signal: { kind: "attemptStarted", task: 5, tryNumber: 1, at: world.clock.now() }, mayWait: true });
    scheduler.post(outcome(0));
    world.clock.advance(shareMs);
    expect([commits, done()]).toEqual([1, 1]);
    scheduler.post(outcome(1));
    scheduler.post(outcome(2, {}));
    expect([commits, done()]).toEqual([2, 3]);
  });

  it("stands against what comes while it waits: the watcher of the process is lost, or the run is cancelled", () => {
    atWork(6);
    const end = (state: "success" | "interrupted") => (store: Store): void =>
      store.attempts.end({ run: outcome(0).run, task: 0, tryNumber: 1 }, { state, endedAt: 9, exitCode: null, signal: null, reason: null, checks: [], table: null, rowsLoaded: null, logBytes: null, logDroppedBytes: null, cpuMs: null, peakRssBytes: null });
    scheduler.post(outcome(0, { mayShare: true, write: end("success") }));
    expect(commits).toBe(0);
    scheduler.post({ run: outcome(0).run, signal: { kind: "attemptLost", task: 0, tryNumber: 1, at: world.clock.now(), reason: "unknown" }, write: end("interrupted") });
    expect([commits, done()]).toEqual([1, 1]);
    expect(world.store.attempts.listOf(outcome(0).run, 0)).toMatchObject([{ state: "success" }]);
    scheduler.post(outcome(1));
    scheduler.ask({ run: outcome(1).run, signal: { kind: "cancelAsked", at: world.clock.now() } });
    expect(done()).toBe(2);
  });

  it("waits on while the store cannot be written, and is kept", () => {
    atWork(6);
    scheduler.post(outcome(0));
    isFull = true;
    world.clock.advance(shareMs);
    expect([scheduler.trouble, done()]).toEqual(["full", 0]);
    scheduler.post(outcome(1));
    isFull = false;
    world.clock.advance(1_000);
    expect([scheduler.trouble, done()]).toEqual([null, 2]);
  });

  it("counts as work that is not done yet", async () => {
    atWork(6);
    let isIdle = false;
    void scheduler.whenIdle().then(() => (isIdle = true));
    scheduler.post(outcome(0));
    await Promise.resolve();
    expect(isIdle).toBe(false);
  });
});
