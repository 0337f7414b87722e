import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors/app-error.ts";
import { createWorld, type World } from "./test-world.ts";

const bash = (id: string, rest = ""): string => `  ${id}: { config_type: BashTask, bash: "true"${rest} }`;
const empty = (id: string, rest = ""): string => `  ${id}: { config_type: EmptyTask${rest} }`;
const dag = (tasks: readonly string[], head = ""): string => `${head}tasks:\n${tasks.join("\n")}\n`;

let world: World;
afterEach(() => world.close());

async function isIdle(): Promise<boolean> {
  let idle = false;
  void world.scheduler.whenIdle().then(() => (idle = true));
  await Promise.resolve();
  await Promise.resolve();
  return idle;
}

describe("Scheduler", () => {
  it("ends thousands of waiting runs that have nothing to do, one after another", { timeout: 60_000 }, async () => {
    world = createWorld({ d: dag([empty("e"), bash("b", ", deps: [e]")], "max_active_runs: 1\n") });
    world.runs.start({ dagId: "d", runId: "first" });
    world.store.atomically(() => {
      for (let n = 0; n < 4_000; n += 1) {
        const run = world.store.runs.create({ dagId: "d", runId: `r${n}`, versionId: 1, runType: "manual", logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, conf: {}, params: {}, selection: ["e"], queuedAt: n });
        world.store.tasks.insertAll(run, ["e", "b"].map((id) => ({ id, record: fresh })));
      }
    });
    world.scheduler.load(world.performer);
    world.scheduler.resume();
    world.end("first", "b", "success");
    expect(world.stateOf("r3999")).toBe("success");
    expect(await isIdle()).toBe(true);
  });

  it("begins a queued run only when an earlier one has ended", async () => {
    world = createWorld({ d: dag([bash("a")], "max_active_runs: 1\n") });
    world.runs.start({ dagId: "d", runId: "one" });
    world.runs.start({ dagId: "d", runId: "two" });
    expect(world.stateOf("two")).toBe("queued");
    expect(await isIdle()).toBe(false);
    world.end("one", "a", "success");
    expect(world.stateOf("two")).toBe("running");
    world.end("two", "a", "success");
    expect(await isIdle()).toBe(true);
    expect(world.scheduler.counts).toEqual({ running: 0, queued: 0 });
  });

  it("stores a run and lets it begin in one transaction, and tells of it as queued first", () => {
    world = createWorld({ d: dag([bash("a")]) });
    const told: string[] = [];
    world.events.tap((events) => told.push(...events.flatMap((event) => (event.kind === "run" ? [event.run.state] : []))));
    let commits = 0;
    world.disk.fail = () => ((commits += 1), null);
    expect(world.runs.start({ dagId: "d", runId: "one" })).toMatchObject({ runId: "one", state: "running" });
    expect([commits, told, world.performer.started]).toEqual([1, ["queued", "running"], ["1.0.1"]]);
  });

  it("stores a run by itself where the two together are refused, and it begins all the same", () => {
    world = createWorld({ d: dag([bash("a")], "max_active_runs: 2\n") });
    world.runs.start({ dagId: "d", runId: "before" });
    const told: string[] = [];
    world.events.tap((events) => told.push(...events.flatMap((event) => (event.kind === "run" ? [`${event.run.runId} ${event.run.state}`] : []))));
    let refusals = 1;
    world.disk.fail = () => (refusals-- > 0 ? new Error("refused") : null);
    world.runs.start({ dagId: "d", runId: "one" });
    expect([told, world.stateOf("one"), world.performer.started]).toEqual([["one queued", "one running"], "running", ["1.0.1", "2.0.1"]]);
    world.end("before", "a", "success");
    world.end("one", "a", "success");
    expect([world.stateOf("before"), world.stateOf("one")]).toEqual(["success", "success"]);
  });

  it("has no run that cannot be stored, and loses nothing that waited meanwhile", () => {
    world = createWorld({ d: dag([bash("a")]) });
    world.runs.start({ dagId: "d", runId: "before" });
    const { key } = world.images.all()[Symbol.iterator]().next().value?.row ?? { key: 0 };
    world.scheduler.post({ run: key, signal: { kind: "attemptStarted", task: 0, tryNumber: 1, at: world.clock.now() }, mayWait: true });
    world.disk.fail = () => new Error("refused");
    expect(() => world.runs.start({ dagId: "d", runId: "one" })).toThrow("refused");
    world.disk.fail = null;
    expect([world.store.runs.find("d", "one"), world.performer.started, world.states("before")]).toEqual([null, ["1.0.1"], "a:queued"]);
    world.clock.advance(30);
    expect(world.states("before")).toBe("a:running");
    world.end("before", "a", "success");
    expect(world.stateOf("before")).toBe("success");
  });

  it("lets as many runs go as the file says now, those too that were made before it was changed", () => {
    const tasks = [bash("a")];
    world = createWorld({ d: dag(tasks, "max_active_runs: 1\n") });
    const ids = ["one", "two", "three", "four", "five"];
    for (const runId of ids) world.runs.start({ dagId: "d", runId });
    const write = (most: number): void => {
      world.dags.set("d", dag(tasks, `max_active_runs: ${most}\n`));
      world.scheduler.takeUp({ dagId: "d" });
    };
    const running = (): string[] => ids.filter((runId) => world.stateOf(runId) === "running");
    write(3);
    expect(running()).toEqual(["one", "two", "three"]);
    expect(world.local.waiting({ dagId: "d", runId: "four" }, "a").gates.find(({ kind }) => kind === "run")).toMatchObject({ limit: 3 });
    write(1);
    for (const runId of ["one", "two"]) world.end(runId, "a", "success");
    expect(running()).toEqual(["three"]);
    world.end("three", "a", "success");
    expect(running()).toEqual(["four"]);
    // A file that is gone says nothing any more: the run goes by its own.
    world.dags.delete("d");
    world.end("four", "a", "success");
    expect(running()).toEqual(["five"]);
  });

  it("keeps nothing in memory of runs that have ended, queued and cancelled ones included", () => {
    world = createWorld({ d: dag([bash("a"), bash("b")], "max_active_runs: 1\n") });
    world.options.parallelism = 1;
    for (const runId of ["one", "two"]) world.runs.start({ dagId: "d", runId });
    world.runs.cancel("d", "two");
    expect(world.stateOf("two")).toBe("failed");
    world.runs.cancel("d", "one");
    expect(world.scheduler.counts.queued).toBe(0);
    world.end("one", "a", "failed");
    world.runs.mark({ dagId: "d", runId: "one", taskId: "a", state: "failed" });
    expect(() => world.runs.mark({ dagId: "d", runId: "one", state: "failed" })).not.toThrow();
    expect([...world.images.all()].map((run) => run.row.runId)).toEqual([]);
  });

  it("serves each pool in turn when slots are short", () => {
    world = createWorld({ d: dag([...Array.from({ length: 6 }, (_, n) => bash(`a${n}`)), bash("z0", ", pool: other"), bash("z1", ", pool: other")]) });
    world.options.parallelism = 1;
    world.runs.start({ dagId: "d", runId: "r" });
    world.end("r", "a0", "success");
    expect(world.states("r")).toContain("z0:queued");
  });

  it("gives slots by priority, and lets a crash change neither the order nor what is bounded", () => {
    world = createWorld({
      d: dag(
        [bash("a", ", max_active_tis_per_dag: 1"), bash("b", ", priority_weight: 7, weight_rule: absolute"), bash("c", ", deps: [a]"), bash("e", ", pool: wide, pool_slots: 2"), bash("f", ", pool: wide")],
        "max_active_runs: 3\nmax_active_tasks: 2\n",
      ),
    });
    Object.assign(world.options, { parallelism: 4, pools: { wide: 2 } });
    for (const runId of ["one", "two"]) world.runs.start({ dagId: "d", runId });
    const now = ["a:scheduled b:queued c:none e:queued f:scheduled", "a:queued b:queued c:none e:scheduled f:scheduled"];
    expect([world.states("one"), world.states("two")]).toEqual(now);
    world.scheduler.load(world.performer);
    world.scheduler.resume();
    expect([world.states("one"), world.states("two")]).toEqual(now);
    // The wide pool is free again, but this run has its fill: the other one's f is the only one that may go, and it may not either.
    world.end("one", "e", "success");
    expect([world.states("one"), world.states("two")]).toEqual(["a:scheduled b:queued c:none e:success f:queued", now[1]]);
    world.end("two", "a", "success");
    expect([world.states("one"), world.states("two")]).toEqual(["a:scheduled b:queued c:none e:success f:queued", "a:success b:queued c:queued e:scheduled f:scheduled"]);
    world.end("one", "b", "success");
    expect(world.states("one")).toBe("a:queued b:success c:none e:success f:queued");
  });

  it("keeps the letters of a batch when the store is busy, full or damaged, and goes on by itself", () => {
    world = createWorld({ d: dag([bash("a"), bash("b", ", deps: [a]")]) });
    world.runs.start({ dagId: "d", runId: "r" });
    world.disk.fail = () => new AppError("store/full", "no space");
    world.end("r", "a", "success");
    expect(world.states("r")).toBe("a:queued b:none");
    expect(world.scheduler.trouble).toContain("no space");
    world.disk.fail = null;
    world.clock.advance(1_000);
    expect(world.states("r")).toBe("a:success b:queued");
    expect(world.scheduler.trouble).toBeNull();
  });

  it("tells a person whose cancel could not be stored, and forgets it", () => {
    world = createWorld({ d: dag([bash("a")]) });
    world.runs.start({ dagId: "d", runId: "r" });
    world.disk.fail = () => new AppError("store/full", "no space");
    expect(() => world.runs.cancel("d", "r")).toThrow(expect.objectContaining({ code: "store/full" }));
    world.disk.fail = null;
    world.clock.advance(1_000);
    expect(world.states("r")).toBe("a:queued");
  });

  it("turns an outcome whose details cannot be stored into a failure, and harms nobody else", () => {
    world = createWorld({ d: dag([bash("a"), bash("b")]) });
    world.runs.start({ dagId: "d", runId: "r" });
    const at = world.clock.now();
    const write = (): void => {
      throw new Error("poison");
    };
    world.scheduler.post(
      { run: 1, signal: { kind: "attemptSucceeded", task: 0, tryNumber: 1, at }, write },
      { run: 1, signal: { kind: "attemptSucceeded", task: 1, tryNumber: 1, at } },
      { run: 999, signal: { kind: "attemptSucceeded", task: 1, tryNumber: 1, at } },
    );
    expect(world.states("r")).toBe("a:failed b:success");
    expect(world.stateOf("r")).toBe("failed");
  });

  it("leaves a run aside that cannot be read, and serves the others", () => {
    world = createWorld({ d: dag([bash("a")]), bad: dag([bash("a")]) });
    world.runs.start({ dagId: "bad", runId: "x" });
    world.runs.start({ dagId: "d", runId: "r" });
    const get = world.images.get.bind(world.images);
    world.images.get = (key) => {
      if (key === 1) throw new Error("cannot be read");
      return get(key);
    };
    world.scheduler.load(world.performer);
    world.end("r", "a", "success");
    expect(world.stateOf("r")).toBe("success");
    expect(world.logged.join()).toContain("cannot be read");
  });

  it("forgets the values of an earlier try when a task runs again", () => {
    world = createWorld({ d: dag([bash("a")]) });
    world.runs.start({ dagId: "d", runId: "r" });
    world.store.xcoms.put(1, 0, { taskId: "a", key: "k", value: 1 });
    world.end("r", "a", "success");
    world.runs.clear({ dagId: "d", runId: "r" });
    expect(world.store.xcoms.ofRun(1)).toEqual([]);
  });

  it("tells who waits for idleness when it is closed", async () => {
    world = createWorld({ d: dag([bash("a")]) });
    world.runs.start({ dagId: "d", runId: "r" });
    const waiting = world.scheduler.whenIdle();
    world.scheduler.close();
    await expect(waiting).resolves.toBeUndefined();
  });
});

const fresh = { state: "none", tryNumber: 0, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null } as const;

describe("Scheduler under random work", () => {
  it.each([1, 2, 3, 4, 5, 6])("never leaks a slot, a pool or a run (seed %i)", async (seed) => {
    const random = mulberry(seed);
    const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
    const some = [bash("a", ", retries: 1, retry_delay: 5s"), bash("b", ", deps: [a], pool: p"), empty("c", ", deps: [a]"), bash("d", ", deps: [b, c], on_crash: rerun, trigger_rule: all_done"), bash("e", ", pool: p")];
    world = createWorld({ x: dag(some, "max_active_runs: 2\n"), y: dag([empty("only")], "max_active_runs: 1\n") });
    world.options.parallelism = 3;
    world.options.pools = { p: 1 };
    let failing = 0;
    world.disk.fail = () => (failing > 0 && random() < 0.7 ? (failing -= 1, new AppError("store/full", "no space")) : null);
    const names: [string, string][] = [];
    const quietly = (work: () => unknown): void => {
      try {
        work();
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown;
      }
    };
    for (let step = 0; step < 400; step += 1) {
      if (random() < 0.05) failing = 4;
      const kind = random();
      const [dagId, runId] = pick(names) ?? ["x", ""];
      if (kind < 0.12 && names.length < 40) {
        const name: [string, string] = [random() < 0.7 ? "x" : "y", `r${step}`];
        quietly(() => (world.runs.start({ dagId: name[0], runId: name[1] }), names.push(name)));
      } else if (kind < 0.17 && runId) quietly(() => world.runs.cancel(dagId, runId));
      else if (kind < 0.22 && runId) quietly(() => world.runs.clear({ dagId, runId, onlyFailed: random() < 0.5 }));
      else if (kind < 0.27 && runId) quietly(() => world.runs.mark({ dagId, runId, taskId: pick(dagId === "x" ? ["a", "b", "c", "d", "e"] : ["only"]) ?? "a", state: random() < 0.5 ? "success" : "failed" }));
      else if (kind < 0.3) world.scheduler.post({ run: 1, signal: { kind: "attemptStarted", task: 99, tryNumber: 1, at: 1 } }, { run: 12_345, signal: { kind: "cancelAsked", at: 1 } });
      else if (kind < 0.4) world.clock.advance(2_500);
      else finishOne(pick([...world.performer.running.values()]), random);
      check();
    }
    failing = 0;
    for (let round = 0; round < 2_000 && !(await isIdle()); round += 1) {
      world.clock.advance(6_000);
      finishOne([...world.performer.running.values()][0], () => 0.3);
      check();
    }
    expect(await isIdle()).toBe(true);
    expect(world.scheduler.counts).toEqual({ running: 0, queued: 0 });
    expect(world.store.attempts.listOpen().length).toBeLessThanOrEqual(world.performer.started.length);
    expect([...world.images.all()]).toEqual([]);
    expect(world.store.runs.listActive()).toEqual([]);
    expect(world.store.outbox.list()).toEqual([]);
    expect(new Set(world.performer.started).size).toBe(world.performer.started.length);
  });

  function finishOne(key: { run: number; task: number; tryNumber: number } | undefined, random: () => number): void {
    if (!key) return;
    const of = { task: key.task, tryNumber: key.tryNumber, at: world.clock.now() };
    const chance = random();
    const signal = chance < 0.6 ? ({ kind: "attemptSucceeded", ...of } as const) : chance < 0.9 ? ({ kind: "attemptFailed", ...of, reason: "no", mayRetry: true } as const) : ({ kind: "attemptLost", ...of, reason: "gone" } as const);
    world.scheduler.post({ run: key.run, signal, write: (store) => store.attempts.end(key, ended(of.at)) });
  }

  /** What the store says about held slots is what the scheduler counts, and no bound is passed. */
  function check(): void {
    const held = world.store.runs.listActive().flatMap((run) => world.store.tasks.load(run.key).map(({ id, record }) => ({ run, id, state: record.state }))).filter((one) => one.state === "queued" || one.state === "running");
    expect(world.scheduler.counts.running).toBe(held.length);
    expect(held.length).toBeLessThanOrEqual(3);
    expect(held.filter((one) => one.id === "b" || one.id === "e").length).toBeLessThanOrEqual(1);
  }
});

const ended = (at: number) => ({ state: "success", endedAt: at, exitCode: 0, signal: null, reason: null, checks: [], table: null, rowsLoaded: null, logBytes: null, logDroppedBytes: null, cpuMs: null, peakRssBytes: null }) as const;

function mulberry(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
