/** Which runs assets call for: named cases, and seeded random walks beside a naive model that counts each load by hand. */
import { afterEach, describe, expect, it } from "vitest";
import { assetsIn, isCalledFor, type AssetCondition } from "../../../shared/model/asset.ts";
import type { RunRow } from "../../ports/store.ts";
import { createWorld, dagOf, silentLog, type World } from "../test-world.ts";
import { AssetGraph, loadsOf } from "./asset-graph.ts";
import { Assets } from "./assets.ts";

let world: World;
let assets: Assets;
afterEach(() => {
  assets.close();
  world.close();
});

const files = { readText: (): string => "", config: () => ({ config: { connections: {} } }) } as never;

function open(dags: Readonly<Record<string, string>>): void {
  world = createWorld(dags);
  begin();
}

/** As an engine that starts makes it. */
function begin(): void {
  const { store, runs, events, clock, options, scheduler, dags } = world;
  const ready = (dagId: string): never => {
    const text = dags.get(dagId);
    return (text === undefined ? null : { dag: (known.get(`${dagId}${text}`) ?? known.set(`${dagId}${text}`, dagOf(`dag: ${dagId}\n${text}`)).get(`${dagId}${text}`)) }) as never;
  };
  const known = new Map<string, ReturnType<typeof dagOf>>();
  const graph = (): AssetGraph => new AssetGraph([...dags].map(([dagId, text]) => dagOf(`dag: ${dagId}\n${text}`)), (dag) => loadsOf(files, dag));
  assets = new Assets({ store, dags: { ready }, runs, events, clock, log: silentLog, isTrusted: () => options.trusted, graph, reached: () => {} });
  scheduler.onLoads = (loaded) => assets.notice(loaded);
  assets.wake();
  world.clock.advance(1);
}

const loader = (...names: string[]): string => `max_active_runs: 100\ntasks:\n${names.map((name) => `  ${name}: { config_type: EmptyTask, outlets: ${name} }`).join("\n")}\n`;
const waiter = (condition: string, rest = ""): string => `schedule: { assets: ${condition} }\n${rest}tasks:\n  t: { config_type: BashTask, bash: x }\n`;
let loads = 0;

function load(...names: string[]): void {
  world.runs.start({ dagId: "load", runId: `l${(loads += 1)}`, tasks: names });
  world.clock.advance(1);
}

const runsOf = (dagId: string): readonly RunRow[] => world.store.runs.list({ dagId, limit: 1_000 }).toReversed();
const triggersOf = (dagId: string): string[] => runsOf(dagId).map((run) => world.store.assets.ofRun(run.key).map(({ asset }) => asset).join(" "));

function finish(dagId: string): void {
  for (const { runId, state } of runsOf(dagId)) if (state === "running") world.end(runId, "t", "success");
  world.clock.advance(1);
}

describe("a DAG that waits for assets", () => {
  it("waits for all of them, and consumes every load once", () => {
    open({ load: loader("a", "b"), d: waiter("[a, b]", "max_active_runs: 9\n") });
    world.schedules.set("d", true);
    load("a");
    load("a");
    expect(runsOf("d")).toEqual([]);
    load("b");
    load("b");
    load("a");
    expect(triggersOf("d")).toEqual(["a a b", "b a"]);
  });

  it("tells of loads that came, also where nobody waits for them, and of those that a run consumed or that were passed over", () => {
    open({ load: loader("a", "b", "c"), d: waiter("[a, b]", "overlap: skip\n") });
    world.schedules.set("d", true);
    const told: string[] = [];
    world.events.tap((events) => events.forEach((event) => event.kind === "assets" && told.push(event.names.join(" "))));
    load("c");
    load("a");
    load("b");
    load("a", "b");
    expect(told).toEqual(["c", "a", "b", "a b", "a b", "a b"]);
  });

  it("runs for any of them, and for a condition in a condition", () => {
    open({ load: loader("a", "b", "c"), any: waiter("{any: [a, b]}", "max_active_runs: 9\n"), deep: waiter("{all: [a, {any: [b, c]}]}", "max_active_runs: 9\n") });
    for (const dagId of ["any", "deep"]) world.schedules.set(dagId, true);
    load("b");
    load("c");
    load("a", "b");
    expect([triggersOf("any"), triggersOf("deep")]).toEqual([["b", "a b"], ["b c a b"]]);
  });

  it("keeps what comes while its schedule is off, and what came before it was ever on is none of its", () => {
    open({ load: loader("a"), d: waiter("a"), e: waiter("a") });
    load("a");
    for (const dagId of ["d", "e"]) world.schedules.set(dagId, true);
    world.clock.advance(1);
    expect(runsOf("d")).toEqual([]);
    for (const dagId of ["d", "e"]) world.schedules.set(dagId, false);
    load("a");
    load("a");
    expect(runsOf("d")).toEqual([]);
    expect(world.schedules.plan("d")).toMatchObject({ assetLoads: 2, isOn: false, scheduleWords: "When a was loaded", next: [] });
    world.schedules.set("d", true);
    world.schedules.set("e", true, undefined, "now");
    world.clock.advance(1);
    expect([triggersOf("d"), triggersOf("e")]).toEqual([["a a"], []]);
    load("a");
    finish("d");
    expect([triggersOf("d"), triggersOf("e")]).toEqual([["a a", "a"], ["a"]]);
  });

  it("lets runs wait their turn, at most twenty, and gathers what comes beyond", () => {
    open({ load: loader("a"), d: waiter("a") });
    world.schedules.set("d", true);
    for (let n = 0; n < 25; n += 1) load("a");
    expect(runsOf("d")).toHaveLength(21);
    expect(runsOf("d").filter(({ state }) => state === "running")).toHaveLength(1);
    finish("d");
    expect(triggersOf("d").slice(20)).toEqual(["a", "a a a a"]);
  });

  it("lets nothing give way to a run that cannot be made", () => {
    const head = "overlap: cancel_old\n";
    open({ load: loader("a"), d: waiter("a", head) });
    world.schedules.set("d", true);
    load("a");
    world.dags.set("d", waiter("a", `${head}params: { day: { default: x, type: string, pattern: '^[0-9]+$' } }\n`));
    assets.lookAgain();
    load("a");
    expect([runsOf("d").map(({ record }) => record.cancelling), assets.troubleOf("d")]).toEqual([[false], expect.stringContaining('DAG "d": ')]);
    world.dags.set("d", waiter("a", head));
    assets.lookAgain();
    world.clock.advance(1);
    expect(runsOf("d").map(({ record }) => record.cancelling)).toEqual([true, false]);
  });

  it("passes over what comes while it runs where it says overlap: skip, and says so; cancel_old makes room", () => {
    open({ load: loader("a"), skip: waiter("a", "overlap: skip\n"), old: waiter("a", "overlap: cancel_old\n") });
    for (const dagId of ["skip", "old"]) world.schedules.set(dagId, true);
    load("a");
    load("a");
    expect([triggersOf("skip"), triggersOf("old")]).toEqual([["a"], ["a", "a"]]);
    expect(world.schedules.traces({ dagId: "skip" })).toMatchObject([{ kind: "overlap", count: 1, reason: "As many runs as max_active_runs allows (1) had not ended when its assets were loaded (overlap: skip)." }]);
    expect(world.schedules.traces({ dagId: "old" })).toMatchObject([{ kind: "cancelled", count: 1 }]);
    expect(runsOf("old")[0]?.reason).toBe("cancelled");
    finish("skip");
    load("a");
    expect(triggersOf("skip")).toEqual(["a", "a"]);
  });

  it("runs by time too, and such a run consumes nothing", () => {
    open({ load: loader("a", "b"), d: "schedule: ['@hourly', {assets: [a, b]}]\nmax_active_runs: 9\ntasks:\n  t: { config_type: BashTask, bash: x }\n" });
    world.schedules.set("d", true);
    load("a");
    world.clock.advance(3_600_000);
    load("b");
    expect(runsOf("d").map(({ runType, key }) => [runType, world.store.assets.ofRun(key).length])).toEqual([["scheduled", 0], ["asset_triggered", 2]]);
  });

  it("starts nothing before its start_date, nor in a workspace that is not trusted, and then consumes all at once", () => {
    open({ load: loader("a"), d: waiter("a", "start_date: 2026-03-09\n"), e: waiter("a") });
    for (const dagId of ["d", "e"]) world.schedules.set(dagId, true);
    load("a");
    load("a");
    expect(runsOf("d")).toEqual([]);
    expect(assets.troubleOf("d")).toBe("its start_date, 2026-03-09, is still to come");
    world.clock.advance(18 * 3_600_000);
    expect([triggersOf("d"), assets.troubleOf("d")]).toEqual([["a a"], null]);
    finish("e");
    world.options.trusted = false;
    world.store.atomically(() => world.store.assets.add({ asset: "a", at: world.clock.now(), from: null, logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, rows: null, by: null, note: null }));
    assets.notice(new Set(["a"]));
    world.clock.advance(1);
    expect(runsOf("e")).toHaveLength(2);
    world.options.trusted = true;
    assets.wake();
    world.clock.advance(1);
    expect(runsOf("e")).toHaveLength(3);
  });

  it("forgets an asset that is taken out, and waits for a new one from then on; DAGs that are gone hold nobody up", () => {
    open({ load: loader("a", "b"), d: waiter("[a, b]"), gone: waiter("a") });
    for (const dagId of ["d", "gone"]) world.schedules.set(dagId, true);
    load("b");
    world.dags.set("d", waiter("a"));
    world.dags.delete("gone");
    assets.lookAgain();
    world.clock.advance(1);
    load("a");
    expect([triggersOf("d"), runsOf("gone")]).toEqual([["a"], []]);
    world.dags.set("d", waiter("[a, b]"));
    assets.lookAgain();
    world.clock.advance(1);
    finish("d");
    load("a");
    expect(triggersOf("d")).toEqual(["a"]);
    load("b");
    expect(triggersOf("d")).toEqual(["a", "a b"]);
  });

  it("says what keeps it, and goes on when that is mended", () => {
    const round = "schedule: { assets: a }\ntasks:\n  t: { config_type: BashTask, bash: x, outlets: a }\n";
    open({ load: loader("a"), d: round });
    world.schedules.set("d", true);
    load("a");
    expect([runsOf("d"), assets.troubleOf("d")]).toEqual([[], "d loads a, which calls for d, and so on without end; mend the circle first"]);
    world.dags.set("d", waiter("a"));
    assets.lookAgain();
    world.clock.advance(1);
    expect([triggersOf("d"), assets.troubleOf("d")]).toEqual([["a"], null]);
  });

  it("makes the run and consumes its loads together or not at all", () => {
    open({ load: loader("a"), d: waiter("a") });
    world.schedules.set("d", true);
    world.runs.start({ dagId: "load", runId: "full", tasks: ["a"] });
    world.disk.fail = () => new Error("disk full");
    world.clock.advance(1);
    expect([runsOf("d"), world.store.assets.pending("d").length]).toEqual([[], 1]);
    world.disk.fail = null;
    world.clock.advance(60_000);
    expect([triggersOf("d"), world.store.assets.pending("d")]).toEqual([["a"], []]);
  });
});

describe("what loads an asset", () => {
  const eventsOf = (asset: string): string[] => world.store.assets.list(asset, 100).map(({ event }) => `${event.from?.runId ?? ""} ${event.from?.taskId ?? ""}${event.from?.mapIndex === null ? "" : `[${event.from?.mapIndex ?? ""}]`}`).toReversed();

  it("is each success of a task, not a mark by hand, nor a task that the run leaves out, nor a failure", () => {
    open({ d: "tasks:\n  one: { config_type: BashTask, bash: x, outlets: a }\n  two: { config_type: EmptyTask, outlets: a, deps: one }\n  off: { config_type: EmptyTask, outlets: a, enabled: false }\n" });
    world.runs.start({ dagId: "d", runId: "r" });
    world.end("r", "one", "failed");
    expect([world.states("r"), eventsOf("a")]).toEqual(["one:failed two:upstream_failed off:skipped", []]);
    world.runs.mark({ dagId: "d", runId: "r", taskId: "one", state: "success" });
    // What the mark lets go on is done by the run itself.
    expect(eventsOf("a")).toEqual(["r two"]);
    world.runs.clear({ dagId: "d", runId: "r" });
    world.end("r", "one", "success");
    expect(eventsOf("a")).toEqual(["r two", "r one", "r two"]);
  });

  it("keeps the newest thousand loads of each asset", () => {
    open({ d: waiter("a"), load: loader("a", "b") });
    const add = (asset: string): number => world.store.assets.add({ asset, at: 1, from: null, logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, rows: null, by: null, note: null });
    world.store.atomically(() => void add("b"));
    world.store.atomically(() => void Array.from({ length: 1_500 }, () => add("a")));
    expect(world.store.assets.newest().map(({ event, count }) => [event.asset, count])).toEqual([["a", 1_000], ["b", 1]]);
  });
});

/** Linear congruential; the same walk for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

interface Model {
  readonly condition: AssetCondition;
  on: boolean;
  known: boolean;
  waiting: string[];
  readonly runs: string[];
}

/** What should come of it, in its plainest form. */
function settle(model: Model): void {
  if (!model.on || !isCalledFor(model.condition, (asset) => model.waiting.includes(asset))) return;
  model.runs.push(model.waiting.join(" "));
  model.waiting = [];
}

describe("random loads, switches and restarts", () => {
  const names = ["a", "b", "c", "d"];
  const conditions = ["a", "[a, b]", "{any: [b, c]}", "{all: [a, {any: [c, d]}]}", "{any: [{all: [a, b]}, {all: [c, d]}]}", "[a, b, c, d]"];

  for (let seed = 1; seed <= 12; seed += 1) {
    it(`call for the runs that the model makes (seed ${seed})`, () => {
      const random = randomOf(seed);
      open({ load: loader(...names), ...Object.fromEntries(conditions.map((condition, n) => [`d${n}`, waiter(condition, "max_active_runs: 1000\n")])) });
      const models = new Map<string, Model>(conditions.map((condition, n) => [`d${n}`, { condition: dagOf(`dag: d\n${waiter(condition)}`).assets ?? { kind: "all", of: [] }, on: false, known: false, waiting: [], runs: [] }]));
      for (let step = 0; step < 60; step += 1) {
        const what = random(10);
        if (what < 6) {
          const loaded = names.filter(() => random(3) === 0);
          if (loaded.length === 0) continue;
          load(...loaded);
          for (const model of models.values()) if (model.known) model.waiting.push(...loaded.filter((name) => assetsIn(model.condition).includes(name)));
        } else if (what < 9) {
          const dagId = `d${random(conditions.length)}`;
          const model = models.get(dagId);
          if (model === undefined) continue;
          const from = random(4) === 0 ? "now" : "missed";
          if (!model.on && from === "now") model.waiting = [];
          model.on = !model.on;
          model.known = true;
          world.schedules.set(dagId, model.on, undefined, from);
          world.clock.advance(1);
        } else {
          assets.close();
          begin();
        }
        for (const model of models.values()) settle(model);
        for (const [dagId, { runs }] of models) expect(triggersOf(dagId), `${dagId} after step ${step}`).toEqual(runs);
      }
      for (const { key } of world.store.runs.list({ limit: 1_000 })) expect(new Set(world.store.assets.ofRun(key).map(({ id }) => id)).size).toBe(world.store.assets.ofRun(key).length);
    });
  }
});
