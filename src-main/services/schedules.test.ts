import { afterEach, describe, expect, it } from "vitest";
import { mostWaiting } from "../core/due-instants.ts";
import { createWorld, everyDag, type World } from "./test-world.ts";

const minute = 60_000;
const hour = 60 * minute;
const task = "tasks: { a: { config_type: BashTask, bash: x } }";
const everyTen = "schedule: '*/10 * * * *'\nmax_active_runs: 99";
let world: World;
afterEach(() => world.close());

/** It is 2026-03-08 06:50Z. */
function open(head: string): World {
  world = createWorld({ d: `${head}\n${task}` });
  return world;
}

/** `07:10` of each run by schedule, oldest first. */
const started = (): string[] => world.store.runs.list({ dagId: "d", limit: 5_000 }).map(({ logicalDate }) => new Date(logicalDate ?? 0).toISOString().slice(11, 16)).toReversed();
const traces = (): string[] => world.schedules.traces({ dagId: "d" }).map(({ kind, firstAt, lastAt, count, reason }) => `${kind} ${count} ${new Date(firstAt).toISOString().slice(11, 16)}-${new Date(lastAt).toISOString().slice(11, 16)}: ${reason}`);
const runId = (time: string): string => `scheduled__2026-03-08T${time}:00.000+00:00`;
const turnOn = (from?: "now"): unknown => world.schedules.set("d", true, undefined, from);
/** The engine was away for so long. */
function away(ms: number): void {
  world.schedules.close();
  world.clock.at += ms;
  world.newSchedules().wake();
}

describe("Schedules", () => {
  it("starts nothing until a person turns a schedule on, then a run at each instant, named after it", () => {
    const { clock, schedules, store } = open(everyTen);
    schedules.wake();
    clock.advance(60 * minute);
    expect([started(), clock.waiting]).toEqual([[], 0]);
    turnOn();
    clock.advance(25 * minute);
    expect([started(), store.runs.find("d", runId("08:00"))?.runType]).toEqual([["08:00", "08:10"], "scheduled"]);
  });

  it("makes no second run of a logical date that a person, another DAG or a backfill has run whole, and says so", () => {
    const { clock, runs } = open(everyTen);
    turnOn();
    const at = (time: string): number => Date.parse(`2026-03-08T${time}:00Z`);
    runs.start({ dagId: "d", logicalDate: at("07:10") });
    runs.start({ dagId: "d", logicalDate: at("07:20") }, { runType: "backfill" });
    runs.start({ dagId: "d", logicalDate: at("07:30"), tasks: ["a"] });
    runs.start({ dagId: "d", logicalDate: at("07:40") }, { runType: "asset_triggered" });
    runs.start({ dagId: "d", logicalDate: at("07:50") + 1 });
    clock.advance(at("08:00") - clock.now());
    runs.start({ dagId: "d" });
    clock.advance(5 * minute);
    const bySchedule = world.store.runs.list({ dagId: "d", limit: 99 }).filter(({ runType }) => runType === "scheduled");
    expect(bySchedule.map(({ runId: id }) => id.slice(22, 27)).toReversed()).toEqual(["07:00", "07:30", "07:40", "07:50", "08:00"]);
    expect(traces()).toEqual(["there 2 07:10-07:20: There were runs of the same logical dates already, by hand or by a backfill."]);
  });

  it("cancels nothing for a run that is there already", () => {
    const { clock, runs } = open("schedule: '*/10 * * * *'\noverlap: cancel_old");
    turnOn();
    clock.advance(11 * minute);
    runs.start({ dagId: "d", logicalDate: Date.parse("2026-03-08T07:10:00Z") });
    clock.advance(10 * minute);
    expect(world.store.runs.list({ dagId: "d", limit: 9 }).map(({ state }) => state)).toEqual(["queued", "running"]);
    expect(traces()).toEqual([expect.stringMatching(/^there 1 07:10-07:10/)]);
  });

  it("catches up around what a backfill has run: the plan counts it, and the line goes on past it", () => {
    const { clock, runs, schedules } = open("schedule: '@hourly'\nstart_date: 2026-03-07\ncatchup: true\nmax_active_runs: 2");
    for (let hourOf = 0; hourOf < 29; hourOf += 1) runs.start({ dagId: "d", logicalDate: Date.parse("2026-03-07T00:00:00Z") + hourOf * hour, runId: `b${hourOf}` }, { runType: "backfill" });
    runs.start({ dagId: "d", logicalDate: Date.parse("2026-03-08T06:00:00Z"), runId: "b-newest" }, { runType: "backfill" });
    const { runs: planned, standing } = schedules.plan("d");
    expect([planned.count, planned.list.length, new Date(planned.first?.at ?? 0).toISOString().slice(11, 16), new Date(planned.last?.at ?? 0).toISOString().slice(11, 16), standing]).toEqual([1, 1, "05:00", "05:00", 30]);
    turnOn();
    clock.advance(1_000);
    expect(world.store.runs.list({ dagId: "d", limit: 99 }).flatMap(({ runType, runId: id }) => (runType === "scheduled" ? [id] : []))).toEqual([runId("05:00")]);
    expect(traces()).toEqual([expect.stringMatching(/^there 30 00:00-06:00/)]);
    expect(schedules.plan("d").runs.count).toBe(0);
  });

  it("stops when it is turned off, and when it is closed", () => {
    const { clock, schedules } = open(everyTen);
    turnOn();
    clock.advance(10 * minute);
    schedules.set("d", false);
    clock.advance(hour);
    turnOn();
    schedules.close();
    clock.advance(hour);
    expect(started()).toEqual(["07:00"]);
  });

  it("starts nothing in a workspace that is not trusted, and holds it against nobody", () => {
    const { clock, options } = open(everyTen);
    turnOn();
    options.trusted = false;
    clock.advance(30 * minute);
    expect([started(), traces()]).toEqual([[], []]);
  });

  it("runs @once at the moment of turning on, or at its date, and never again", () => {
    const { clock, schedules } = open("schedule: '@once'");
    turnOn();
    schedules.set("d", false);
    clock.advance(10 * minute);
    turnOn();
    expect(started()).toEqual(["06:50"]);
    world.close();
    const dated = open("schedule: '@once'\nstart_date: 2026-03-08T07:05");
    turnOn();
    dated.clock.advance(20 * minute);
    expect(started()).toEqual(["07:05"]);
  });

  it("covers the past with one run, then makes increments", () => {
    const { clock, store } = open(`${everyTen}\nstart_date: 2025-01-01\nhistorical_drop: true`);
    turnOn();
    clock.advance(10 * minute);
    const covers = store.runs.list({ dagId: "d", limit: 9 }).map(({ dataIntervalStart, dataIntervalEnd }) => [dataIntervalStart ?? 0, dataIntervalEnd ?? 0].map((at) => new Date(at).toISOString().slice(0, 16)));
    expect(covers).toEqual([["2026-03-08T06:50", "2026-03-08T07:00"], ["2025-01-01T00:00", "2026-03-08T06:50"]]);
  });

  it("keeps to the dates of the DAG's own zone", () => {
    const { clock } = open(`${everyTen}\ntimezone: America/New_York\nstart_date: 2026-03-08T03:10\nend_date: 2026-03-08T03:20\ncatchup: true`);
    turnOn();
    clock.advance(hour);
    expect(started()).toEqual(["07:10", "07:20"]);
  });
});

describe("Schedules that were missed", () => {
  const missed = (catchup: string): unknown[] => {
    open(`${everyTen}\ncatchup: ${catchup}`);
    turnOn();
    away(45 * minute);
    const found = [started(), traces()];
    world.close();
    open(everyTen);
    return found;
  };

  it("drops what it was not there for and says so, starts the latest, or makes up for all", () => {
    expect([missed("false"), missed("latest"), missed("true")]).toEqual([
      [[], ["missed 4 07:00-07:30: The engine was not running. They are not made up for (catchup: false)."]],
      [["07:30"], ["missed 3 07:00-07:20: The engine was not running. Only the newest is made up for (catchup: latest)."]],
      [["07:00", "07:10", "07:20", "07:30"], []],
    ]);
  });

  it("wakes from sleep: each instant once, what was missed by the rule, and said", () => {
    const { clock } = open(everyTen);
    turnOn();
    clock.advance(10 * minute);
    clock.sleep(3 * hour + 5 * minute);
    clock.advance(minute);
    expect([started(), traces()]).toEqual([["07:00"], ["missed 18 07:10-10:00: The computer slept for 3 h 5 min. They are not made up for (catchup: false)."]]);
    clock.advance(10 * minute);
    expect(started()).toEqual(["07:00", "10:10"]);
  });

  it("does the same for a clock that was set ahead, and says that it was that", () => {
    const { clock } = open(everyTen);
    turnOn();
    clock.advance(10 * minute);
    clock.jump(3 * hour + 5 * minute);
    clock.advance(minute);
    expect([started(), traces()]).toEqual([["07:00"], ["missed 18 07:10-10:00: The clock was set ahead by 3 h 5 min. They are not made up for (catchup: false)."]]);
  });

  it("goes on when the disk is full while the clock is set back, or a schedule is written anew", () => {
    const { clock, disk, dags } = open(everyTen);
    turnOn();
    clock.advance(20 * minute);
    disk.fail = () => Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    clock.jump(-5 * minute);
    clock.advance(minute);
    dags.set("d", `${everyTen.replace("*/10", "*/20")}\n${task}`);
    clock.advance(minute);
    disk.fail = null;
    clock.advance(30 * minute);
    expect(started()).toEqual(["07:00", "07:10", "07:20"]);
  });

  it("makes one run for a schedule that catches up with the latest, however often it sleeps and wakes", () => {
    const { clock } = open(`${everyTen}\ncatchup: latest`);
    turnOn();
    clock.advance(10 * minute);
    for (let nap = 0; nap < 3; nap += 1) {
      clock.sleep(hour);
      clock.advance(minute);
    }
    expect(started()).toEqual(["07:00", "08:00", "09:00", "10:00"]);
  });

  it("starts nothing while all are paused, in the next engine too, and deals with what was missed by the rule", () => {
    const { clock, schedules } = open(`${everyTen}\ncatchup: latest`);
    turnOn();
    clock.advance(10 * minute);
    schedules.setPaused(true);
    clock.advance(20 * minute);
    schedules.close();
    const next = world.newSchedules();
    next.wake();
    clock.advance(15 * minute);
    expect([started(), next.standing()]).toEqual([["07:00"], { scheduled: 1, next: null, paused: true }]);
    next.setPaused(false);
    next.setPaused(false);
    expect([started(), traces()]).toEqual([["07:00", "07:30"], ["missed 2 07:10-07:20: All schedules of the workspace were paused. Only the newest is made up for (catchup: latest)."]]);
    clock.advance(10 * minute);
    next.close();
    expect([started(), world.store.audit.list({ limit: 9 }).map(({ act }) => act)]).toEqual([["07:00", "07:30", "07:40"], ["schedules.resume", "schedules.pause", "schedule.on"]]);
  });

  it("runs nothing twice when the clock is set back, and says what does not come again", () => {
    const { clock } = open(`${everyTen}\ncatchup: true`);
    turnOn();
    clock.advance(30 * minute);
    clock.jump(-25 * minute);
    clock.advance(20 * minute);
    expect([started(), traces()]).toEqual([["07:00", "07:10", "07:20"], ["clock 3 07:00-07:20: The clock was set back by 25 min. These instants were dealt with before, and do not run again."]]);
    clock.advance(20 * minute);
    expect(started()).toEqual(["07:00", "07:10", "07:20", "07:30"]);
  });

  it("is not fooled by small corrections of the clock", () => {
    const { clock } = open(everyTen);
    turnOn();
    for (let step = 0; step < 20; step += 1) {
      clock.jump(step % 2 === 0 ? -1_500 : 1_500);
      clock.advance(minute);
    }
    expect([started(), traces()]).toEqual([["07:00", "07:10"], []]);
  });

  it("catches up a year a few runs at a time, oldest first, without a gap", () => {
    const { clock, schedules } = open("schedule: '@hourly'\nstart_date: 2025-03-08\ncatchup: true\nmax_active_runs: 2");
    expect(schedules.plan("d").runs.count).toBe(365 * 24 + 7);
    turnOn();
    expect(started()).toHaveLength(2 + mostWaiting);
    for (let round = 0; round < 3; round += 1) {
      world.end(`scheduled__2025-03-08T0${round}:00:00.000+00:00`, "a", "success");
      clock.advance(10);
    }
    expect(started()).toEqual(Array.from({ length: 5 + mostWaiting }, (_, index) => `${String(index % 24).padStart(2, "0")}:00`));
    expect(schedules.plan("d").runs.count).toBe(365 * 24 + 7 - 5 - mostWaiting);
  });

  it("goes on from now where a person says so, and undo brings back what that passed over", () => {
    const { schedules } = open("schedule: '@hourly'\nstart_date: 2026-03-08\ncatchup: true");
    turnOn("now");
    expect([started(), schedules.plan("d").runs.count]).toEqual([[], 0]);
    schedules.restore("d", { scheduleOn: false, onSince: 0, handledTo: null }, () => undefined);
    expect(schedules.plan("d").runs.count).toBe(7);
  });

  it("says that the schedule was off, or that there was no file to go by, and not that the engine was away", () => {
    const { clock, dags, schedules } = open("schedule: '@hourly'\nstart_date: 2026-03-08\ncatchup: latest\nmax_active_runs: 9");
    turnOn();
    const text = dags.get("d") ?? "";
    dags.delete("d");
    schedules.wake();
    clock.at += 2.5 * hour;
    dags.set("d", text);
    schedules.wake();
    clock.at += 2 * hour;
    schedules.wake();
    const latest = "Only the newest is made up for (catchup: latest).";
    expect(traces()).toEqual([`missed 1 10:00-10:00: The engine was busy with something else. ${latest}`, `missed 2 07:00-08:00: The file of the DAG gave no schedule then. ${latest}`, `missed 6 00:00-05:00: The schedule was off. ${latest}`]);
    expect(started()).toEqual(["06:00", "09:00", "11:00"]);
  });

  it("makes none up that a new cron text would have had", () => {
    const { clock, schedules, dags } = open(everyTen);
    turnOn();
    clock.advance(10 * minute);
    dags.set("d", `schedule: '*/2 * * * *'\nmax_active_runs: 99\n${task}`);
    clock.at += 5 * minute;
    schedules.wake();
    clock.advance(minute);
    expect([started(), traces()]).toEqual([["07:00", "07:06"], []]);
  });
});

describe("Schedules that overlap", () => {
  it("keeps runs waiting in turn", () => {
    const { clock } = open("schedule: '*/10 * * * *'");
    turnOn();
    clock.advance(30 * minute);
    expect([started(), world.stateOf(runId("07:00")), world.stateOf(runId("07:10"))]).toEqual([["07:00", "07:10", "07:20"], "running", "queued"]);
  });

  it("skips an instant while the run before goes on, and remembers it", () => {
    const { clock } = open("schedule: '*/10 * * * *'\noverlap: skip");
    turnOn();
    clock.advance(30 * minute);
    world.end(runId("07:00"), "a", "success");
    clock.advance(10 * minute);
    expect([started(), traces()]).toEqual([["07:00", "07:30"], ["overlap 2 07:10-07:20: As many runs as max_active_runs allows (1) had not ended (overlap: skip)."]]);
  });

  it("cancels the oldest run by schedule for a new one, and says so in both places", () => {
    const { clock, runs, store } = open("schedule: '*/10 * * * *'\noverlap: cancel_old\nmax_active_runs: 2");
    turnOn();
    clock.advance(10 * minute);
    runs.start({ dagId: "d", runId: "by hand" });
    clock.advance(10 * minute);
    expect(store.runs.find("d", runId("07:00"))?.record.cancelling).toBe(true);
    expect(store.runs.find("d", "by hand")?.record.cancelling).toBe(false);
    const reason = "The run of 2026-03-08T07:10:00.000Z was due (overlap: cancel_old).";
    expect(traces()).toEqual([`cancelled 1 07:10-07:10: ${reason} Cancelled for it: ${runId("07:00")}.`]);
    expect(store.audit.list({ dagId: "d", acts: ["run.cancel"], limit: 9 }).map((entry) => [entry.runId, entry.reason])).toEqual([[runId("07:00"), reason]]);
  });

  it.each(["schedule: '@once'", "schedule: '@hourly'\nstart_date: 2026-03-01\nhistorical_drop: true"])("says of a single run that it could not be made, and makes it when the file is mended: %s", (head) => {
    const { dags, schedules } = open(`${head}\nparams: { day: { default: x, type: string, pattern: '^[0-9]+$' } }`);
    turnOn();
    expect([started(), traces()]).toEqual([[], [expect.stringContaining('Its run could not be made: DAG "d": ')]]);
    dags.set("d", `${head}\n${task}`);
    schedules.wake();
    expect(started()).toHaveLength(1);
  });

  it("cancels nothing for a run that cannot be made", () => {
    const head = "schedule: '*/10 * * * *'\noverlap: cancel_old";
    const { clock, dags } = open(head);
    turnOn();
    clock.advance(10 * minute);
    dags.set("d", `${head}\nparams: { day: { default: x, type: string, pattern: '^[0-9]+$' } }\n${task}`);
    clock.advance(10 * minute);
    expect([started(), world.store.runs.find("d", runId("07:00"))?.record.cancelling]).toEqual([["07:00"], false]);
    expect(traces()).toEqual([expect.stringContaining('missed 1 07:10-07:10: Its run could not be made: DAG "d": ')]);
  });

  it.each(["queue", "skip", "cancel_old"])("marks what it had made when it died in between, and does nothing else about it (overlap: %s)", (overlap) => {
    const { clock, schedules, store } = open(`schedule: '*/10 * * * *'\noverlap: ${overlap}`);
    turnOn();
    const before = store.dagSettings.get("d")?.handledTo ?? 0;
    clock.advance(10 * minute);
    schedules.close();
    store.atomically(() => store.dagSettings.setHandled("d", before));
    world.newSchedules().wake();
    expect([started(), world.stateOf(runId("07:00")), store.runs.find("d", runId("07:00"))?.record.cancelling, traces()]).toEqual([["07:00"], "running", false, []]);
    expect(store.dagSettings.get("d")?.handledTo).toBe(Date.parse("2026-03-08T07:00:00Z"));
  });

  it("lets what has to give way tear down in peace, however often a newer run is due meanwhile", () => {
    world = createWorld({ d: "schedule: '*/10 * * * *'\noverlap: cancel_old\ntasks:\n  up: { config_type: BashTask, bash: x, setup: true }\n  a: { config_type: BashTask, bash: x, deps: [up] }\n  down: { config_type: BashTask, bash: x, deps: [up, a], teardown: true }" });
    turnOn();
    const { clock, store } = world;
    clock.advance(10 * minute);
    world.end(runId("07:00"), "up", "success");
    clock.advance(10 * minute);
    world.end(runId("07:00"), "a", "failed");
    expect(world.states(runId("07:00"))).toBe("up:success a:failed down:queued");
    clock.advance(20 * minute);
    expect(world.states(runId("07:00"))).toBe("up:success a:failed down:queued");
    expect([world.stateOf(runId("07:10")), world.stateOf(runId("07:20")), world.stateOf(runId("07:30"))]).toEqual(["failed", "failed", "queued"]);
    world.end(runId("07:00"), "down", "success");
    expect(world.stateOf(runId("07:30"))).toBe("running");
    expect(store.audit.list({ dagId: "d", acts: ["run.cancel"], limit: 9 }).map((entry) => entry.runId)).toEqual([runId("07:20"), runId("07:10"), runId("07:00")]);
  });

  it("owes what it could not store, and makes it when it can", () => {
    const { clock, disk } = open(`${everyTen}\ncatchup: true`);
    turnOn();
    disk.fail = () => Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    clock.advance(10 * minute);
    expect(started()).toEqual([]);
    disk.fail = null;
    clock.advance(minute);
    expect(started()).toEqual(["07:00"]);
  });
});

describe("a DAG whose long file is being read", () => {
  it.each(["false", "latest", "true"])("runs for the instant that comes meanwhile when it is read, with catchup: %s", (catchup) => {
    const { clock, beingRead } = open(`${everyTen}\ncatchup: ${catchup}`);
    turnOn();
    beingRead.add("d");
    clock.advance(10 * minute + 8_000);
    expect(started()).toEqual([]);
    beingRead.clear();
    clock.advance(1_000);
    expect([started(), traces()]).toEqual([["07:00"], []]);
  });

  it("runs for what came meanwhile as if it were on time, however long the reading took", () => {
    const { clock, beingRead } = open("schedule: '0 * * * *'");
    turnOn();
    beingRead.add("d");
    clock.advance(15 * minute);
    beingRead.clear();
    clock.advance(1_000);
    expect([started(), traces()]).toEqual([["07:00"], []]);
    clock.at += 65 * minute;
    world.schedules.wake();
    expect([started(), traces().length]).toEqual([["07:00"], 1]);
  });

  it("does so too when it is read for the first time", () => {
    const { clock, beingRead, schedules } = open("schedule: '0 * * * *'");
    turnOn();
    schedules.close();
    beingRead.add(everyDag);
    const anew = world.newSchedules();
    anew.wake();
    clock.advance(15 * minute);
    beingRead.clear();
    anew.wake();
    expect([started(), traces()]).toEqual([["07:00"], []]);
  });

  it("has its single run then", () => {
    const { clock, beingRead } = open("schedule: '@once'\nstart_date: 2026-03-08T07:05");
    turnOn();
    beingRead.add("d");
    clock.advance(15 * minute + 5_000);
    beingRead.clear();
    clock.advance(1_000);
    expect([started(), traces()]).toEqual([["07:05"], []]);
  });
});

describe("the plan of a schedule", () => {
  const plan = (head: string) => {
    const { runs, passed, next, isHistoricalDrop, fallsBehind } = open(head).schedules.plan("d");
    const found = { runs: runs.count, passed: passed.count, next: next.length, isHistoricalDrop, fallsBehind };
    world.close();
    return found;
  };
  const none = { runs: 0, passed: 0, next: 5, isHistoricalDrop: false, fallsBehind: false };

  it("tells what would run, and what would not", () => {
    expect(plan("schedule: '@hourly'\nstart_date: 2026-03-08")).toEqual({ ...none, passed: 7 });
    expect(plan("schedule: '@hourly'\nstart_date: 2026-03-08\ncatchup: latest")).toEqual({ ...none, runs: 1, passed: 6 });
    expect(plan("schedule: '@hourly'\nstart_date: 2026-03-08\ncatchup: true")).toEqual({ ...none, runs: 7 });
    expect(plan("schedule: '@hourly'\nstart_date: 2026-03-08\nhistorical_drop: true")).toEqual({ ...none, runs: 1, isHistoricalDrop: true });
    expect(plan("schedule: '@hourly'\ncatchup: true")).toEqual(none);
    expect(plan("schedule: '@once'")).toEqual({ ...none, runs: 1, next: 0 });
    expect(plan("schedule: every 10s\nstart_date: 2025-03-08\ncatchup: true").runs).toBe(365 * 8_640 + 6 * 360 + 50 * 6 + 1);
    open(everyTen);
  });

  it("knows how long it takes, and that a schedule is too tight", () => {
    const { clock, runs, schedules } = open("schedule: every 10s\nstart_date: 2026-03-08T06:49:00\ncatchup: true");
    runs.start({ dagId: "d", runId: "by hand" });
    clock.advance(40_000);
    world.end("by hand", "a", "success");
    const { usualMs, expectedMs, fallsBehind, runs: owed } = schedules.plan("d");
    expect({ usualMs, expectedMs, fallsBehind, owed: owed.count }).toEqual({ usualMs: 40_000, expectedMs: 440_000, fallsBehind: true, owed: 11 });
  });
});
