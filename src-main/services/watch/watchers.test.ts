import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { awaitedTasks } from "../../../shared/model/sensor.ts";
import { instanceAt } from "../../core/mapping.ts";
import type { TryKey } from "../../ports/store.ts";
import { createWorld, silentLog, type World } from "../test-world.ts";
import type { Finding } from "./finding.ts";
import { lookAt } from "./look.ts";
import { triggerActs } from "./trigger-acts.ts";
import { Watchers } from "./watchers.ts";
import type { WatchPlan } from "./watch-plan.ts";

const minute = 60_000;
const sensor = (rest = ""): string => `tasks:\n  wait: { config_type: SensorTask, file: in.csv${rest} }\n`;

let world: World;
let watchers: Watchers;
let lines: string[];
let looks: number;
let answer: (now: number, what: string) => Finding | Promise<Finding>;
const notYet: Finding = { kind: "waiting", saw: "nothing there" };

afterEach(() => {
  watchers.close();
  world.close();
});

function planOf({ run, task }: TryKey): WatchPlan {
  const { version, row } = world.images.get(run);
  const spec = version.dag.tasks[instanceAt(world.images.look(run).image, task)?.of ?? task];
  if (spec?.kind === "TriggerDagTask") return { kind: "watch", lookout: { kind: "trigger", dag: spec.trigger.dag, runId: null, conf: { task }, logicalDate: null, spec: spec.trigger, isTrial: false }, waitsFor: "it", pace: { pokeMs: minute, isBackingOff: false, maxWaitMs: null, timeoutMs: null }, logPath: "log", rendered: [] };
  if (spec?.kind !== "SensorTask" || spec.condition.kind === "sql") throw new Error("no sensor of these tests");
  const pace = { pokeMs: spec.pokeIntervalMs, isBackingOff: spec.exponentialBackoff, maxWaitMs: spec.maxWaitMs, timeoutMs: spec.timeoutMs };
  const { condition } = spec;
  const lookout = condition.kind === "file" ? condition : condition.kind === "http" ? { kind: "http" as const, work: { call: condition.request } as never } : condition.kind === "time" ? { kind: "time" as const, at: (row.logicalDate ?? 0) + (condition.afterMs ?? 0) } : { ...condition, tasks: awaitedTasks(condition), isSoft: spec.softFail, logicalDate: (row.logicalDate ?? 0) - condition.deltaMs };
  return { kind: "watch", lookout, waitsFor: "it", pace, logPath: "log", rendered: [{ name: "file", text: "in.csv" }] };
}

function watch(): void {
  const parts = { store: world.store, files: { find: async () => [] }, queries: {} as never, http: {} as never, secrets: () => [], newId: () => "q", triggers: triggerActs(world as never), reached: () => {} };
  watchers = new Watchers({
    ...{ store: world.store, images: world.images, clock: world.clock, log: silentLog, events: world.events },
    post: (letter) => world.scheduler.post(letter),
    plan: planOf,
    look: async (plan, now, key) => {
      looks += 1;
      if (plan.lookout.kind === "http") return await answer(now, plan.lookout.work.call.url);
      return plan.lookout.kind === "file" ? await answer(now, plan.lookout.path) : await lookAt(parts, plan, now, key);
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

  it("looks at everything else while a disk or a server does not answer", async () => {
    const stuck = Array.from({ length: 12 }, (_, n) => `  s${n}: { config_type: SensorTask, file: in.csv }\n  h${n}: { config_type: SensorTask, http: 'http://dead.example' }\n`).join("");
    open({ d: `tasks:\n${stuck}  alive: { config_type: SensorTask, http: 'http://alive.example' }\n  clock: { config_type: SensorTask, time: { after: 1m } }\n  other: { config_type: SensorTask, dag_run: o }\n`, o: 'tasks: { a: { config_type: EmptyTask } }' });
    const asked = new Map<string, number>();
    answer = (_now, what) => {
      asked.set(what, (asked.get(what) ?? 0) + 1);
      return what === "http://alive.example" ? { kind: "met", saw: "it answered", value: null } : new Promise(() => {});
    };
    const logicalDate = world.clock.at;
    world.runs.start({ dagId: "d", runId: "r", logicalDate });
    await rest();
    expect([Object.fromEntries(asked), stateOf("alive")?.state, stateOf("clock")?.state, stateOf("other")?.state]).toEqual([{ "in.csv": 8, "http://dead.example": 8, "http://alive.example": 1 }, "success", "deferred", "deferred"]);
    world.clock.advance(minute);
    world.runs.start({ dagId: "o", runId: "awaited", logicalDate });
    await rest();
    expect([stateOf("clock")?.state, stateOf("other")?.state, stateOf("s0")?.state]).toEqual(["success", "success", "deferred"]);
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

  it("is skipped by a state among its failed_states where it says soft_fail, and else fails its try, as in Airflow", async () => {
    const sensorOf = (rest: string): string => `{ config_type: SensorTask, dag_run: { dag: o, failed_states: [failed] }${rest} }`;
    open({ d: `tasks:\n  soft: ${sensorOf(", soft_fail: true")}\n  hard: ${sensorOf(", retries: 1, retry_delay: 5m")}\n`, o: 'tasks: { a: { config_type: BashTask, bash: "true" } }' });
    const logicalDate = world.clock.at;
    world.runs.start({ dagId: "d", runId: "r", logicalDate });
    world.runs.start({ dagId: "o", runId: "awaited", logicalDate });
    world.end("awaited", "a", "failed");
    await rest();
    const reason = "run awaited of o is failed, which is among its failed_states";
    expect([stateOf("soft"), stateOf("hard")]).toMatchObject([{ state: "skipped", reason: `${reason} (soft_fail)` }, { state: "up_for_retry", reason }]);
    // By then somebody has run it again.
    world.runs.clear({ dagId: "o", runId: "awaited" });
    world.clock.advance(5 * minute);
    await rest();
    expect(stateOf("hard")?.state).toBe("deferred");
    world.end("awaited", "a", "success");
    await rest();
    expect([stateOf("hard")?.state, world.stateOf("r")]).toEqual(["success", "success"]);
  });

  it("waits for all of several tasks, fails or is skipped by one of them, and is woken by each", async () => {
    const sensorOf = (rest: string): string => `{ config_type: SensorTask, dag_run: { dag: o, ${rest} } }`;
    open({
      d: `tasks:\n  all: ${sensorOf("tasks: [a, b], allowed_states: [success, skipped]")}\n  skip: ${sensorOf("tasks: [a, b], skipped_states: [skipped]")}\n  bad: ${sensorOf("tasks: [c, a], failed_states: [failed]")}\n  run: ${sensorOf("skipped_states: [failed]")}\n  gone: ${sensorOf("tasks: [a, nobody]")}\n`,
      o: 'tasks:\n  a: { config_type: BashTask, bash: "true" }\n  c: { config_type: BashTask, bash: "true" }\n  e: { config_type: BashTask, bash: "true" }\n  b: { config_type: BashTask, bash: "true", deps: [e], trigger_rule: all_failed }\n',
    });
    const logicalDate = world.clock.at;
    world.runs.start({ dagId: "o", runId: "other", logicalDate });
    world.runs.start({ dagId: "d", runId: "r", logicalDate });
    await rest();
    expect(["all", "skip", "bad", "run", "gone"].map((id) => stateOf(id)?.state)).toEqual(["deferred", "deferred", "deferred", "deferred", "failed"]);
    expect(stateOf("gone")).toMatchObject({ reason: "run other of o has no task nobody" });
    world.end("other", "a", "success");
    await rest();
    expect([stateOf("all")?.state, watchers.of(2, 0, 1)?.saw]).toEqual(["deferred", "task b of run other of o is none"]);
    world.end("other", "c", "failed");
    world.end("other", "e", "success");
    await rest();
    expect([stateOf("all"), stateOf("skip"), stateOf("bad"), stateOf("run")]).toMatchObject([
      { state: "success" },
      { state: "skipped", reason: "task b of run other of o is skipped, which is among its skipped_states" },
      { state: "failed", reason: "task c of run other of o is failed, which is among its failed_states" },
      { state: "skipped", reason: "run other of o is failed, which is among its skipped_states" },
    ]);
  });

  it("starts its run when the long file of the DAG is read", async () => {
    open({ d: "tasks:\n  give: { config_type: TriggerDagTask, trigger_dag: o }\n", o: 'tasks: { a: { config_type: BashTask, bash: "true" } }' });
    world.beingRead.add("o");
    world.runs.start({ dagId: "d", runId: "r" });
    await rest();
    expect(stateOf("give")?.state).toBe("deferred");
    world.beingRead.clear();
    world.clock.advance(1_000);
    await rest();
    expect([stateOf("give")?.state, world.store.runs.list({ dagId: "o", limit: 9 }).length]).toEqual(["success", 1]);
  });

  it("starts a run for each instance of a mapped TriggerDagTask, once, and finds it again after an engine that died", async () => {
    open({
      d: "tasks:\n  give: { config_type: TriggerDagTask, trigger_dag: o, expand: [1, 2], retries: 1, wait_for_completion: true }\n",
      o: 'max_active_runs: 9\ntasks: { a: { config_type: BashTask, bash: "true" } }',
    });
    world.runs.start({ dagId: "d", runId: "r" });
    expect([stateOf("give")?.state, [...world.performer.running.keys()]]).toEqual(["queued", ["1.0.1"]]);
    world.scheduler.post({ run: 1, signal: { kind: "expanded", task: 0, tryNumber: 1, length: 2, at: world.clock.at } });
    await rest();
    const started = () => world.store.runs.list({ dagId: "o", limit: 9 }).map(({ runId, startedBy, conf }) => ({ runId, task: startedBy?.taskId, conf }));
    expect(started().map(({ task, conf }) => [task, conf["task"]]).sort()).toEqual([["give[0]", 1], ["give[1]", 2]]);
    expect(["give", "give[0]", "give[1]"].map((id) => stateOf(id)?.state)).toEqual(["running", "deferred", "deferred"]);
    watchers.close();
    for (const { runId, task } of started()) world.end(runId, "a", task === "give[0]" ? "success" : "failed");
    watch();
    await rest();
    expect([stateOf("give[0]"), stateOf("give[1]"), stateOf("give"), started().length]).toMatchObject([{ state: "success" }, { state: "failed", reason: expect.stringContaining("is failed, which is among failed_states") }, { state: "failed", reason: "1 of 2 instances failed" }, 2]);
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
