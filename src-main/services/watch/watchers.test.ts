import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { TryKey } from "../../ports/store.ts";
import { createWorld, silentLog, type World } from "../test-world.ts";
import type { Finding } from "./finding.ts";
import { lookAt } from "./look.ts";
import { Watchers } from "./watchers.ts";
import type { WatchPlan } from "./watch-plan.ts";

const minute = 60_000;
const sensor = (rest = ""): string => `tasks:\n  wait: { config_type: SensorTask, file: in.csv${rest} }\n`;

let world: World;
let watchers: Watchers;
let lines: string[];
let looks: number;
let answer: (now: number) => Finding | Promise<Finding>;
const notYet: Finding = { kind: "waiting", saw: "nothing there" };

afterEach(() => {
  watchers.close();
  world.close();
});

function planOf({ run, task }: TryKey): WatchPlan {
  const { version, row } = world.images.get(run);
  const spec = version.dag.tasks[task];
  if (spec?.kind !== "SensorTask" || spec.condition.kind === "sql" || spec.condition.kind === "http") throw new Error("no sensor of these tests");
  const pace = { pokeMs: spec.pokeIntervalMs, isBackingOff: spec.exponentialBackoff, maxWaitMs: spec.maxWaitMs, timeoutMs: spec.timeoutMs };
  const { condition } = spec;
  const lookout = condition.kind === "file" ? condition : condition.kind === "time" ? { kind: "time" as const, at: (row.logicalDate ?? 0) + (condition.afterMs ?? 0) } : { ...condition, logicalDate: (row.logicalDate ?? 0) - condition.deltaMs };
  return { kind: "watch", lookout, waitsFor: "it", pace, logPath: "log", rendered: [{ name: "file", text: "in.csv" }] };
}

function watch(): void {
  const parts = { store: world.store, files: { find: async () => [] }, queries: {} as never, http: {} as never, secrets: () => [], newId: () => "q", triggers: {} as never, reached: () => {} };
  watchers = new Watchers({
    ...{ store: world.store, images: world.images, clock: world.clock, log: silentLog, events: world.events },
    post: (letter) => world.scheduler.post(letter),
    plan: planOf,
    look: async (plan, now, key) => {
      looks += 1;
      return plan.lookout.kind === "file" ? await answer(now) : await lookAt(parts, plan, now, key);
    },
    append: (_path, line) => void lines.push(line),
    secrets: () => ["hush-hush-hush"],
    isTrusted: () => world.options.trusted,
    breathe: () => Promise.resolve(),
    reached: () => {},
  });
  world.scheduler.load(world.performer, watchers);
  watchers.recover();
  world.scheduler.resume();
}

function open(dags: Readonly<Record<string, string>>): void {
  lines = [];
  looks = 0;
  answer = () => notYet;
  world = createWorld(dags);
  watch();
}

/** Everything that was begun has been looked at. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
}

const stateOf = (name = "wait"): { state: string; tryNumber: number } | undefined => {
  const row = world.store.runs.find("d", "r");
  return row ? world.store.tasks.loadOne(row.key, name)?.instance : undefined;
};

describe("Watchers", () => {
  it("looks at once, then after each pause, and lets the run go on when it is there", async () => {
    open({ d: sensor() });
    world.runs.start({ dagId: "d", runId: "r" });
    await rest();
    expect(stateOf()?.state).toBe("deferred");
    expect(watchers.of(1, 0, 1)).toMatchObject({ looks: 1, saw: "nothing there", nextAt: world.clock.at + minute, deadline: world.clock.at + 7 * 24 * 60 * minute });
    world.clock.advance(minute - 1);
    await rest();
    expect(looks).toBe(1);
    answer = () => ({ kind: "met", saw: "found in.csv, hush-hush-hush", value: ["in.csv"] });
    world.clock.advance(1);
    await rest();
    expect(world.stateOf("r")).toBe("success");
    expect(world.store.xcoms.ofRun(1)).toEqual([{ taskId: "wait", key: "return_value", value: ["in.csv"] }]);
    expect(world.store.attempts.listOf(1, 0)).toMatchObject([{ state: "success", rendered: [{ name: "file", text: "in.csv" }] }]);
    expect(lines.at(-1)).toContain("found in.csv, *** (2 looks, after 1 min)");
    expect([watchers.size, world.clock.waiting]).toEqual([0, 0]);
  });

  it("keeps a thousand waits without a slot, a thread or a statement of the store", async () => {
    const many = Array.from({ length: 1_000 }, (_, n) => `  s${n}: { config_type: SensorTask, file: in.csv, poke_interval: 1h }`).join("\n");
    open({ d: `tasks:\n${many}\n  work: { config_type: BashTask, bash: "true" }\n` });
    let atOnce = 0;
    let most = 0;
    answer = async () => {
      most = Math.max(most, (atOnce += 1));
      await setImmediate();
      atOnce -= 1;
      return notYet;
    };
    world.options.parallelism = 1;
    world.runs.start({ dagId: "d", runId: "r" });
    await expect.poll(() => looks).toBe(1_000);
    await rest();
    expect(stateOf("work")?.state).toBe("queued");
    expect(world.scheduler.counts).toEqual({ running: 1, queued: 0 });
    expect(most).toBeLessThanOrEqual(8);
    world.clock.advance(100);
    world.disk.fail = () => new Error("the store was asked");
    world.clock.advance(59 * minute);
    await rest();
    expect([looks, watchers.size]).toEqual([1_000, 1_000]);
    world.disk.fail = null;
  });

  it("gives up when its time is over, counted over all its tries, after one last look", async () => {
    open({ d: sensor(", timeout: 10m, poke_interval: 4m, retries: 5, retry_delay: 1m") });
    world.runs.start({ dagId: "d", runId: "r" });
    await rest();
    answer = () => ({ kind: "failed", reason: "the disk is away", mayRetry: true });
    world.clock.advance(4 * minute);
    await rest();
    expect(stateOf()).toMatchObject({ state: "up_for_retry" });
    answer = () => notYet;
    for (let step = 0; step < 6; step += 1) {
      world.clock.advance(minute - 1 + (step === 5 ? 6 : 0));
      await rest();
      expect(stateOf()?.state).toBe(step === 0 ? "up_for_retry" : step === 5 ? "failed" : "deferred");
    }
    expect(stateOf()).toMatchObject({ state: "failed", tryNumber: 2, reason: expect.stringContaining("waited 10 min, the limit that its `timeout` sets, for it; last it saw: nothing there") });
  });

  it("takes a wait up again after a crash, with the time that it has left", async () => {
    open({ d: sensor(", timeout: 10m") });
    const began = world.clock.at;
    world.runs.start({ dagId: "d", runId: "r" });
    await rest();
    watchers.close();
    world.clock.advance(5 * minute);
    watch();
    await rest();
    expect(looks).toBe(2);
    expect(watchers.of(1, 0, 1)).toMatchObject({ looks: 1, deadline: began + 10 * minute });
    expect(world.store.attempts.listOpen()).toEqual([]);
  });

  it("looks at nothing while the workspace is not trusted, and says so", async () => {
    open({ d: sensor() });
    world.runs.start({ dagId: "d", runId: "r" });
    await rest();
    world.options.trusted = false;
    for (let hour = 0; hour < 200; hour += 1) {
      world.clock.advance(60 * minute);
      await rest();
    }
    expect([looks, stateOf()?.state, watchers.of(1, 0, 1)?.saw]).toEqual([1, "deferred", "nothing is looked at, because the workspace is not trusted"]);
    world.options.trusted = true;
    watchers.wake();
    await rest();
    expect([looks, stateOf()?.state]).toEqual([2, "failed"]);
  });

  it("forgets a wait that was cancelled while it looked", async () => {
    open({ d: sensor() });
    let finish: (finding: Finding) => void = () => {};
    answer = () => new Promise((resolve) => (finish = resolve));
    world.runs.start({ dagId: "d", runId: "r" });
    await rest();
    world.runs.cancel("d", "r");
    finish({ kind: "met", saw: "found", value: null });
    await rest();
    expect([world.stateOf("r"), stateOf()?.state, watchers.size, world.store.attempts.listOf(1, 0)[0]?.state]).toEqual(["failed", "failed", 0, "failed"]);
  });

  it("is woken by the run of another DAG, and by no clock", async () => {
    open({
      d: "tasks:\n  wait: { config_type: SensorTask, dag_run: { dag: o, delta: 1h } }\n  one: { config_type: SensorTask, dag_run: { dag: o, task: a, delta: 1h } }\n",
      o: 'max_active_runs: 9\ntasks:\n  a: { config_type: BashTask, bash: "true" }\n  b: { config_type: BashTask, bash: "true", deps: [a] }\n',
    });
    const logicalDate = Date.parse("2026-01-01T01:00:00Z");
    world.runs.start({ dagId: "d", runId: "r", logicalDate });
    await rest();
    expect(watchers.of(1, 0, 1)).toMatchObject({ saw: "o has no run of 2026-01-01T00:00:00.000Z yet", nextAt: null });
    world.runs.start({ dagId: "o", runId: "other", logicalDate });
    world.runs.start({ dagId: "o", runId: "meant", logicalDate: logicalDate - 60 * minute });
    for (const id of ["other", "meant"]) {
      world.end(id, "a", "success");
      await rest();
      expect([looks, stateOf("one")?.state]).toEqual(id === "other" ? [2, "deferred"] : [3, "success"]);
    }
    for (const id of ["other", "meant"]) world.end(id, "b", "success");
    await rest();
    expect([looks, world.stateOf("r")]).toEqual([4, "success"]);
  });

  it("writes looks that tell nothing new only so often", async () => {
    open({ d: sensor() });
    world.runs.start({ dagId: "d", runId: "r" });
    for (let look = 0; look < 500; look += 1) {
      await rest();
      world.clock.advance(minute);
    }
    await rest();
    expect([looks, lines.length]).toEqual([501, 52]);
    answer = () => ({ kind: "waiting", saw: "found in.csv, still growing" });
    world.clock.advance(minute);
    await rest();
    expect(lines.at(-1)).toContain("still growing");
  });
});
