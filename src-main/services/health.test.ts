import { isDeepStrictEqual } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import type { Beating } from "../ports/heartbeat.ts";
import { Health, type WakeTurn } from "./health.ts";
import { Histogram } from "./histogram.ts";
import { Metrics } from "./metrics.ts";
import { createWorld, silentLog, type World } from "./test-world.ts";

/** A process that answers at once, until it is told not to. */
class Neighbour implements Beating {
  pid: number | null = 1;
  answers = true;
  state: "idle" | "up" | "down" = "up";
  revived = 0;
  ping(onAnswer: () => void): void {
    if (this.answers) onAnswer();
  }
  revive(): void {
    this.revived += 1;
    this.pid = 100 + this.revived;
    this.state = "up";
  }
}

let world: World;
let health: Health;
afterEach(() => {
  health.close();
  world.close();
});

function watch(tasks = '  a: { config_type: BashTask, bash: "true" }\n', head = ""): { runner: Neighbour; sqlHost: Neighbour; woken: () => number; told: () => string[] } {
  world = createWorld({ d: `${head}tasks:\n${tasks}` });
  const runner = new Neighbour();
  const sqlHost = new Neighbour();
  let woken = 0;
  const wake = (): WakeTurn => {
    woken += 1;
    return { schedules: world.schedules.wake(), deadlinesMissed: 0, waits: 2 };
  };
  const { clock, events, scheduler } = world;
  health = new Health({ clock, events, scheduler, runner, sqlHost, log: silentLog, time: world.time, mayStart: () => world.options.trusted, trouble: () => null, queues: () => [], wake, onChange: () => {} });
  health.begin();
  return { runner, sqlHost, woken: () => woken, told: () => health.report().journal.map(({ kind, words }) => `${kind}: ${words}`) };
}

describe("Health", () => {
  it("has nothing to tell while all is well, whether work goes on or not", () => {
    const { told } = watch();
    world.runs.start({ dagId: "d", runId: "r" });
    world.clock.advance(600_000);
    world.end("r", "a", "success");
    world.clock.advance(600_000);
    expect([told(), health.report()]).toMatchObject([[], { ok: true, troubles: [], running: 0, queued: 0, parts: [{ name: "scheduler", state: "good" }, { name: "runner", state: "good", pid: 1 }, { name: "sql host", state: "good" }] }]);
    expect(health.report().parts[1]?.heardAt).toBe(world.clock.now());
  });

  it("reads work anew that stands still because a wake-up was lost, and says so", () => {
    const { told } = watch();
    world.options.parallelism = 0;
    world.runs.start({ dagId: "d", runId: "r" });
    world.options.parallelism = 4;
    world.clock.advance(25_000);
    expect([world.states("r"), health.report().ok]).toEqual(["a:scheduled", true]);
    world.clock.advance(15_000);
    expect(world.states("r")).toBe("a:queued");
    expect(told()).toEqual(["trouble: 1 task waits and none runs. All that waits is read anew from the store, with its timers.", "healed: Tasks were started: 1.", "healed: Work goes on again."]);
    expect(health.report().ok).toBe(true);
  });

  it("says once that work stands still where only a person can help, and when it goes on", () => {
    const { told } = watch('  a: { config_type: BashTask, bash: "true", pool: small, pool_slots: 2 }\n');
    world.options.pools["small"] = 1;
    world.runs.start({ dagId: "d", runId: "r" });
    world.clock.advance(300_000);
    expect(health.trouble).toContain("1 task waits and none runs");
    expect(health.report()).toMatchObject({ ok: false, troubles: [health.trouble] });
    expect(told()).toHaveLength(1);
    world.options.pools["small"] = 2;
    world.scheduler.drain();
    world.clock.advance(10_000);
    expect([health.report().ok, health.trouble, told().at(-1)]).toEqual([true, null, "healed: Work goes on again."]);
  });

  it("takes nothing for a stall while nothing may start", () => {
    const { told } = watch();
    world.options.parallelism = 0;
    world.runs.start({ dagId: "d", runId: "r" });
    world.options.trusted = false;
    world.clock.advance(300_000);
    expect(told()).toEqual([]);
  });

  it("tells of a process that lives and is silent, leaves it alone, and takes a slow answer for none", () => {
    const { runner, told } = watch();
    runner.answers = false;
    world.clock.advance(10_000);
    expect(health.report().ok).toBe(true);
    world.clock.advance(20_000);
    expect(health.report()).toMatchObject({ ok: false, parts: [{}, { name: "runner", state: "bad" }, {}] });
    expect(health.trouble).toContain("The runner (process 1) does not answer.");
    runner.answers = true;
    world.clock.advance(10_000);
    const words = "The runner (process 1) does not answer. Its tasks are left alone; end the process if it stays so.";
    expect([health.report().ok, told()]).toEqual([true, [`trouble: ${words}`, `healed: No more: ${words}`]]);
  });

  it("starts a SQL host that died, later each time it dies again", () => {
    const { sqlHost, told } = watch();
    const die = (): void => {
      Object.assign(sqlHost, { state: "down", pid: null });
      health.sqlHostChanged();
    };
    die();
    world.clock.advance(1_000);
    expect([sqlHost.revived, told().at(-1)]).toEqual([1, "healed: The SQL host was started again (process 101)."]);
    die();
    world.clock.advance(1_000);
    expect(sqlHost.revived).toBe(1);
    world.clock.advance(1_000);
    expect(sqlHost.revived).toBe(2);
  });

  it("says that the runner is another one, and keeps a bounded number of notes", () => {
    const { runner, told } = watch();
    runner.pid = 2;
    world.clock.advance(5_000);
    expect(told()).toEqual(["healed: The runner (process 1) ended. Another one was started (process 2)."]);
    for (let at = 0; at < 500; at += 1) health.note("news", `note ${at}`);
    expect([told().length, told()[0], health.notes]).toEqual([200, "news: note 300", 501]);
  });

  it("looks once for what is due when the machine has slept, and says from when to when and what it did", () => {
    const { woken, told } = watch('  a: { config_type: BashTask, bash: "true" }\n', "schedule: '*/10 * * * *'\n");
    world.schedules.set("d", true);
    world.clock.advance(10_000);
    const asleepAt = world.clock.at;
    world.clock.sleep(3_600_000);
    world.clock.advance(20_000);
    expect([woken(), told()]).toEqual([1, ["healed: The machine slept for 1 h. 1 schedule was due: 1 run was made, 5 missed instants passed over. 2 tasks that wait are looked at anew."]]);
    // It woke when it looked for the first time: that is all that is known.
    expect(health.report().journal[0]?.span).toEqual({ from: asleepAt + 5_000, to: asleepAt + 5_000 + 3_600_000 });
  });

  it("says that the engine may have been stopped where its look came late and nothing tells of a sleep", () => {
    const { told } = watch();
    world.time.begin();
    world.clock.at += 3_600_000;
    world.clock.advance(5_000);
    world.time.close();
    expect(told()).toEqual(["healed: The machine slept, or the engine was stopped, for 59 min 55 s. 2 tasks that wait are looked at anew."]);
  });

  it("takes nothing for a stall because the machine slept or the clock was set", () => {
    const { told } = watch();
    world.options.parallelism = 0;
    world.runs.start({ dagId: "d", runId: "r" });
    world.clock.advance(20_000);
    world.clock.sleep(8 * 3_600_000);
    world.clock.advance(5_000);
    world.clock.jump(2 * 3_600_000);
    world.clock.advance(5_000);
    expect(told().map((words) => words.slice(0, 36))).toEqual(["healed: The machine slept for 8 h. 2", "healed: The clock was set ahead by 2"]);
    world.clock.jump(-4 * 3_600_000);
    world.clock.advance(40_000);
    expect(told().some((words) => words.includes("read anew from the store"))).toBe(true);
  });
});

describe("Metrics", () => {
  it("counts ends, durations and what lies between dependent tasks", () => {
    watch('  a: { config_type: BashTask, bash: "true" }\n  b: { config_type: BashTask, bash: "true", deps: [a] }\n');
    const metrics = new Metrics({ clock: world.clock, events: world.events, counts: () => world.scheduler.counts, isHealthy: () => health.report().ok, queues: () => [] });
    world.runs.start({ dagId: "d", runId: "r" });
    for (const task of ["a", "b"]) {
      world.clock.advance(20);
      world.end("r", task, "started");
      world.clock.advance(2_000);
      world.end("r", task, task === "a" ? "success" : "failed");
    }
    const text = metrics.text();
    for (const line of [
      ...["dagwright_healthy 1", 'dagwright_tasks{state="running"} 0', 'dagwright_tries_ended_total{state="success"} 1', 'dagwright_tries_ended_total{state="failed"} 1', 'dagwright_dag_runs_ended_total{state="failed"} 1'],
      ...['dagwright_try_duration_seconds_bucket{le="1"} 0', 'dagwright_try_duration_seconds_bucket{le="2.5"} 2', "dagwright_try_duration_seconds_count 2"],
      ...['dagwright_handoff_seconds_bucket{span="start",le="0.01"} 0', 'dagwright_handoff_seconds_bucket{span="start",le="0.05"} 2', 'dagwright_handoff_seconds_count{span="queue"} 2', 'dagwright_handoff_seconds_bucket{span="decision",le="0.001"} 2'],
    ]) expect(text.split("\n")).toContain(line);
    expect(text).toMatch(/^(?:(?:# (?:HELP|TYPE) .+|[a-z_]+(?:\{[^}]*\})? [\d.]+)\n)+$/);
    metrics.close();
  });

  it("tells of queues so that a strict reader takes it, whatever a DAG is called", () => {
    watch();
    const queue = (dagId: string, waits: readonly number[]) => {
      const latency = new Histogram();
      for (const ms of waits) latency.add(ms);
      return { dagId, waiting: 3, oldestWaitMs: 1_500, taken: 7, setAside: 1, latency, trouble: waits.length === 0 ? "gone" : null };
    };
    const hostile = 'a"b\\c\nd{e="f"} 1';
    const metrics = new Metrics({ clock: world.clock, events: world.events, counts: () => world.scheduler.counts, isHealthy: () => true, queues: () => [queue(hostile, [4, 700, 9e9]), queue("plain", [])] });
    const { families, samples } = readExposition(metrics.text());
    expect(Object.fromEntries(Object.entries(families).filter(([name]) => name.includes("queue")))).toEqual({
      ...{ dagwright_queue_events_total: "counter", dagwright_queue_waiting: "gauge", dagwright_queue_oldest_waiting_seconds: "gauge", dagwright_queue_blocked: "gauge" },
      dagwright_queue_first_task_seconds: "histogram",
    });
    const of = (name: string, labels: Record<string, string>): number[] => samples.filter((one) => one.name === `dagwright_queue_${name}` && isDeepStrictEqual(one.labels, labels)).map(({ value }) => value);
    expect([of("events_total", { dag: hostile, outcome: "taken" }), of("events_total", { dag: "plain", outcome: "set_aside" }), of("waiting", { dag: hostile }), of("oldest_waiting_seconds", { dag: hostile })]).toEqual([[7], [1], [3], [1.5]]);
    expect([of("blocked", { dag: hostile }), of("blocked", { dag: "plain" }), of("first_task_seconds_count", { dag: hostile }), of("first_task_seconds_count", { dag: "plain" })]).toEqual([[0], [1], [3], [0]]);
    const buckets = samples.filter(({ name, labels }) => name === "dagwright_queue_first_task_seconds_bucket" && labels["dag"] === hostile);
    expect([buckets.at(0), buckets.at(-1)]).toEqual([expect.objectContaining({ value: 0 }), { name: "dagwright_queue_first_task_seconds_bucket", labels: { dag: hostile, le: "+Inf" }, value: 3 }]);
    expect(buckets.every(({ value }, at) => at === 0 || value >= (buckets[at - 1]?.value ?? 0))).toBe(true);
    metrics.close();
  });
});

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** As Prometheus reads it: each family told once, HELP before TYPE before its figures, labels quoted. Throws for anything else. */
function readExposition(text: string): { families: Record<string, string>; samples: Sample[] } {
  const [families, samples]: [Record<string, string>, Sample[]] = [{}, []];
  let [helped, now] = ["", ""];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const [, about, family = "", rest = ""] = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(line) ?? [];
    if (about === "HELP") helped = family;
    else if (about === "TYPE" && helped === family && !(family in families)) families[(now = family)] = rest;
    else {
      const [, name = "", within = "", value = ""] = /^([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)$/.exec(line) ?? [];
      const base = families[now] === "histogram" ? name.replace(/_(?:bucket|sum|count)$/, "") : name;
      if (base !== now || base === "" || Number.isNaN(Number(value))) throw new Error(`no line of family ${now}: ${line}`);
      const labels = [...within.matchAll(/([a-z]+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = "", said = ""]) => [label, said.replaceAll(/\\(.)/g, (_, mark: string) => (mark === "n" ? "\n" : mark))]);
      samples.push({ name, labels: Object.fromEntries(labels) as Record<string, string>, value: Number(value) });
    }
  }
  return { families, samples };
}
