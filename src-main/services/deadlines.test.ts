import { afterEach, describe, expect, it } from "vitest";
import type { Deadline } from "../../shared/model/deadline.ts";
import { AuditTrail } from "./audit-trail.ts";
import type { DagFiles } from "./dag-files.ts";
import { Deadlines } from "./deadlines.ts";
import { createWorld, dagOf, silentLog, type World } from "./test-world.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString().slice(0, 16));
const two = "  a: { config_type: BashTask, bash: 'true' }\n  b: { config_type: BashTask, bash: 'true', deps: [a] }\n";
const dag = (head: string, tasks = two): string => `${head}\ntasks:\n${tasks}`;

let world: World;
let deadlines: Deadlines;
let told: number;

afterEach(() => {
  deadlines.close();
  world.close();
});

/** As an engine that starts does. */
function watch(watchesRules = true): void {
  const { store, images, scheduler, clock, events, dags, beingRead } = world;
  const files = {
    ready: (dagId: string) => (dags.has(dagId) && !beingRead.has(dagId) ? { dag: dagOf(`dag: ${dagId}\n${dags.get(dagId) ?? ""}`) } : null),
    found: () => ({ files: [], scan: beingRead.size > 0 ? { read: 0, total: beingRead.size } : null }),
  } as unknown as Pick<DagFiles, "ready" | "found">;
  deadlines = new Deadlines({ store, images, scheduler, clock, events, dags: files, audit: new AuditTrail({ store, clock, events }), log: silentLog, isTrusted: () => world.options.trusted, onMessages: () => (told += 1), watchesRules, reached: () => {} });
  deadlines.begin();
  deadlines.wake();
  if (watchesRules) deadlines.watchRules([...dags.keys()], beingRead.size === 0);
}

/** The clock of these worlds begins at 06:50 UTC, on the day on which New York's jumps. */
function open(text: string): void {
  told = 0;
  world = createWorld({ d: text });
  watch();
}

function start(runId = "r", runType: "manual" | "scheduled" | "backfill" = "manual", logicalDate?: number): void {
  world.runs.start({ dagId: "d", runId, ...(logicalDate === undefined ? {} : { logicalDate }) }, { runType });
}

const listed = (...states: Deadline["state"][]): Deadline[] => world.store.deadlines.list({ states, limit: 50 });
const short = ({ name, runId, taskId, dueAt }: Deadline): string => [name, runId ?? "-", taskId ?? "-", iso(dueAt)].join(" ");
const missed = (): string[] => listed("missed").map(short);
const messages = (): string[] => world.store.messages.due(Number.MAX_SAFE_INTEGER, 50).map(({ channel, event }) => `${event} ${channel}`);
const turnOn = (onSince: number, scheduleOn = true): void => world.store.dagSettings.setSchedule("d", { scheduleOn, onSince, handledTo: null });

describe("Deadlines of runs", () => {
  it("are missed once, at their instant, and told of by whom the deadline names, else the task, else the DAG", () => {
    const tasks = "  a: { config_type: BashTask, bash: 'true', deadlines: { slow: { interval: 30m, reference: queued_at } } }\n";
    open(dag("on_deadline: ops\ndeadlines:\n  quick: { reference: queued_at, interval: 15m, on_deadline: [team, boss] }", tasks));
    start();
    expect(listed("waiting").map(short)).toEqual(["quick r - 2026-03-08T07:05", "slow r a 2026-03-08T07:20"]);
    world.clock.advance(15 * minute - 1);
    expect(missed()).toEqual([]);
    world.clock.advance(1);
    expect(missed()).toEqual(["quick r - 2026-03-08T07:05"]);
    expect(messages()).toEqual(["deadline team", "deadline boss"]);
    world.clock.advance(day);
    expect(missed()).toEqual(["slow r a 2026-03-08T07:20", "quick r - 2026-03-08T07:05"]);
    expect(messages()).toEqual(["deadline team", "deadline boss", "deadline ops"]);
    expect(world.store.runs.find("d", "r")).toMatchObject({ state: "running", missedDeadlines: 2 });
    expect(world.store.audit.list({ limit: 9, acts: ["deadline.missed"] }).map(({ runId, taskId }) => [runId, taskId])).toEqual([["r", "a"], ["r", null]]);
    expect(told).toBe(2);
  });

  it("are met by a success in time, whenever anybody looks, and missed by one that came late or failed", () => {
    open(dag("max_active_runs: 9\ndeadlines: { quick: { reference: queued_at, interval: 15m } }", "  a: { config_type: BashTask, bash: 'true' }\n"));
    for (const runId of ["good", "late", "bad"]) start(runId);
    deadlines.close();
    world.clock.advance(15 * minute);
    world.end("good", "a", "success");
    world.end("bad", "a", "failed");
    world.clock.advance(minute);
    world.end("late", "a", "success");
    world.clock.advance(3 * hour);
    watch();
    expect(missed()).toEqual(["quick bad - 2026-03-08T07:05", "quick late - 2026-03-08T07:05"]);
    expect(listed("missed").map(({ metAt, endedAt }) => [iso(metAt), iso(endedAt)])).toEqual([[null, "2026-03-08T07:05"], ["2026-03-08T07:06", null]]);
    expect(listed("missed")[0]?.reason).toBe('Deadline "quick": Run "bad" had not succeeded by 2026-03-08 07:05 UTC. Noticed 3 h 1 min late: the engine was not running, or the computer slept.');
    expect(listed("waiting")).toEqual([]);
  });

  it("count from the start where they say so, and anew when the run is cleared", () => {
    open(dag("max_active_runs: 1\ndeadlines: { quick: { reference: start_date, interval: 15m } }", "  a: { config_type: BashTask, bash: 'true' }\n"));
    start("one");
    start("two");
    expect(listed("waiting").map(short)).toEqual(["quick one - 2026-03-08T07:05"]);
    world.clock.advance(10 * minute);
    world.end("one", "a", "success");
    expect(listed("waiting").map(short)).toEqual(["quick one - 2026-03-08T07:05", "quick two - 2026-03-08T07:15"]);
    world.end("two", "a", "success");
    world.clock.advance(2 * minute);
    world.runs.clear({ dagId: "d", runId: "two" });
    expect(listed("waiting").map(short)).toEqual(["quick one - 2026-03-08T07:05", "quick two - 2026-03-08T07:17"]);
    world.clock.advance(day);
    expect(missed()).toEqual(["quick two - 2026-03-08T07:17"]);
  });

  it("are known with the run and with its start, though whoever hears of them is lost before", () => {
    open(dag("max_active_runs: 1\ndeadlines: { made: { reference: queued_at, interval: 15m }, begun: { reference: start_date, interval: 20m } }", "  a: { config_type: BashTask, bash: 'true' }\n"));
    deadlines.close();
    start();
    // Waits its turn for ever.
    start("second");
    world.clock.advance(hour);
    watch();
    expect(missed().toSorted()).toEqual(["begun r - 2026-03-08T07:10", "made r - 2026-03-08T07:05", "made second - 2026-03-08T07:05"]);
  });

  it("by a time of day mean the first after the logical date, on the clock of the DAG's zone", () => {
    open(dag("timezone: America/New_York\ndeadlines: { morning: { by: '02:30' } }"));
    start("r", "manual", Date.parse("2026-03-08T06:55:00Z"));
    // 02:30 is not on that day's clock: it is 03:30 there, 07:30 in UTC.
    expect(listed("waiting").map(short)).toEqual(["morning r - 2026-03-08T07:30"]);
  });

  it("by one instant are of runs of an earlier date alone", () => {
    open(dag("timezone: America/New_York\nmax_active_runs: 9\ndeadlines: { audit: { at: 2026-03-08T03:30 } }", "  a: { config_type: BashTask, bash: 'true', deadlines: { own: { at: 2026-03-08T07:20Z } } }\n"));
    start();
    start("later", "manual", Date.parse("2026-03-08T07:30:00Z"));
    expect(listed("waiting").map(short)).toEqual(["own r a 2026-03-08T07:20", "audit r - 2026-03-08T07:30"]);
    world.clock.advance(35 * minute);
    world.end("r", "a", "success");
    world.clock.advance(day);
    expect(missed()).toEqual(["own r a 2026-03-08T07:20"]);
  });

  const usual = "deadlines: { usual: { reference: average_runtime, interval: 5m, max_runs: 3, min_runs: 2 } }";
  /** A run whose task takes so many minutes. */
  const took = (runId: string, minutes: number, how: "success" | "failed" = "success"): void => {
    start(runId);
    world.clock.advance(minutes * minute);
    world.end(runId, "a", how);
  };
  const waitingOf = (runId: string): string[] => listed("waiting").filter((one) => one.runId === runId).map(({ dueAt }) => iso(dueAt)?.slice(11) ?? "");

  it("by how long earlier runs took are of the newest successes, and there are none where too few count", () => {
    open(dag(`max_active_runs: 9\n${usual}`, "  a: { config_type: BashTask, bash: 'true' }\n"));
    took("one", 60);
    took("two", 10);
    expect(listed("waiting", "missed")).toEqual([]);
    start("r");
    expect(waitingOf("r")).toEqual(["08:40"]);
    took("three", 5);
    took("bad", 1, "failed");
    world.runs.start({ dagId: "d", runId: "part", tasks: ["a"] });
    world.end("part", "a", "success");
    start("s");
    expect(waitingOf("s")).toEqual(["08:36"]);
    took("four", 10);
    start("t");
    expect(waitingOf("t")).toEqual(["08:29"]);
  });

  it("by how long earlier runs took stand as they were when the run was made, whatever ended, was cleared or died since", () => {
    open(dag(`max_active_runs: 9\n${usual}`, "  a: { config_type: BashTask, bash: 'true' }\n"));
    took("one", 60);
    took("two", 10);
    took("three", 1);
    start("r");
    took("four", 1);
    deadlines.close();
    watch();
    world.runs.clear({ dagId: "d", runId: "three" });
    // 60 and 10 minutes, then 1 minute too.
    expect([waitingOf("three"), waitingOf("r")]).toEqual([["08:40"], ["08:29"]]);
    world.clock.advance(hour);
    expect(missed()).toEqual(["usual r - 2026-03-08T08:29", "usual three - 2026-03-08T08:40"]);
    expect(listed("missed")[1]?.reason).toBe('Deadline "usual": Run "three" had not succeeded by 2026-03-08 08:40 UTC, 5 min after the 35 min that it took on average.');
  });

  it("by how long earlier ones took are, of a task, counted from the start of its runs", () => {
    open(dag("", `  a: { config_type: BashTask, bash: 'true' }\n  b: { config_type: BashTask, bash: 'true', deps: [a], ${usual} }\n`));
    for (const [runId, minutes] of [["one", 10], ["two", 20]] as const) {
      took(runId, 5);
      world.clock.advance(minutes * minute);
      world.end(runId, "b", "success");
    }
    start("r");
    expect(listed("waiting").map(short)).toEqual(["usual r b 2026-03-08T07:55"]);
  });

  it("that were past already count for a late run by schedule, and for none that a person asked for", () => {
    open(dag("schedule: '@daily'\nmax_active_runs: 9\ndeadlines: { quick: { interval: 1h } }"));
    turnOn(world.clock.at - 9 * day);
    const old = world.clock.at - day;
    start("hand", "manual", old);
    start("fill", "backfill", old);
    start("plan", "scheduled", old);
    expect(missed()).toEqual(["quick plan - 2026-03-07T07:50"]);
  });

  it("do not count for a run by schedule while that was off, unless they ask for it", () => {
    open(dag("schedule: '@daily'\ndeadlines:\n  quick: { interval: 1h }\n  always: { interval: 2h, when_paused: true }"));
    start("plan", "scheduled", world.clock.at - day);
    expect(missed()).toEqual(["always plan - 2026-03-07T08:50"]);
    expect(listed("passed").map(short)).toEqual(["quick plan - 2026-03-07T07:50"]);
    expect(messages()).toEqual([]);
  });

  it("fail the run where they say so, in one go with the miss: what runs is stopped", () => {
    open(dag("on_failure: ops\ndeadlines: { quick: { reference: queued_at, interval: 15m, fail_run: true, on_deadline: team } }"));
    start();
    world.clock.advance(15 * minute);
    expect(world.performer.stopped).toEqual(["1.0.1"]);
    world.end("r", "a", "failed");
    expect(world.store.runs.find("d", "r")).toMatchObject({ state: "failed", reason: 'missed its deadline "quick"', missedDeadlines: 1 });
    expect(world.states("r")).toBe("a:skipped b:skipped");
    expect(messages()).toEqual(["deadline team", "failure ops"]);
  });

  it("are found after a crash at any point, and missed once", () => {
    open(dag("deadlines: { quick: { reference: queued_at, interval: 15m, fail_run: true, on_deadline: team } }"));
    deadlines.close();
    start();
    // Killed before anybody heard of the run: it was written down with it.
    expect(listed("waiting").map(short)).toEqual(["quick r - 2026-03-08T07:05"]);
    watch();
    expect(listed("waiting").map(short)).toEqual(["quick r - 2026-03-08T07:05"]);
    // The disk is full when it is due: nothing of it happens.
    world.disk.fail = () => Object.assign(new Error("full"), { code: "SQLITE_FULL" });
    world.clock.advance(15 * minute);
    expect([missed(), messages(), world.performer.stopped]).toEqual([[], [], []]);
    world.disk.fail = null;
    world.clock.advance(minute);
    for (let n = 0; n < 3; n += 1) {
      deadlines.close();
      watch();
      deadlines.wake();
    }
    expect([missed(), messages()]).toEqual([["quick r - 2026-03-08T07:05"], ["deadline team"]]);
    expect(world.store.runs.find("d", "r")).toMatchObject({ missedDeadlines: 1, record: { cancelling: true } });
  });

  it("wait while the workspace is not trusted", () => {
    open(dag("deadlines: { quick: { reference: queued_at, interval: 15m } }"));
    start();
    world.options.trusted = false;
    world.clock.advance(hour);
    expect(missed()).toEqual([]);
    world.options.trusted = true;
    deadlines.wake();
    expect(missed()).toHaveLength(1);
  });
});

describe("Deadlines that no run is meant by", () => {
  const rule = (more = ""): string => dag(`on_deadline: ops\ndeadlines: { fresh: { no_success_by: '09:00'${more} } }`, "  a: { config_type: BashTask, bash: 'true' }\n");

  it("are missed when no run began at all, each time once, and met by a success since the time before", () => {
    open(rule());
    expect(listed("waiting").map(short)).toEqual(["fresh - - 2026-03-08T09:00"]);
    world.clock.advance(2 * hour + 20 * minute);
    expect(missed()).toEqual(["fresh - - 2026-03-08T09:00"]);
    expect(listed("missed")[0]?.reason).toBe('Deadline "fresh": DAG "d" had no success since 2026-03-07 09:00 UTC by 2026-03-08 09:00 UTC.');
    expect(messages()).toEqual(["deadline ops"]);
    start();
    world.end("r", "a", "success");
    world.clock.advance(day);
    expect(missed()).toHaveLength(1);
    world.clock.advance(day);
    expect(missed()).toEqual(["fresh - - 2026-03-10T09:00", "fresh - - 2026-03-08T09:00"]);
    expect(listed("waiting").map(short)).toEqual(["fresh - - 2026-03-11T09:00"]);
  });

  it("count a success only as far back as they say, on their days, and no backfill and no run of chosen tasks", () => {
    open(rule(", within: 1h, days: [mon]"));
    expect(listed("waiting").map(short)).toEqual(["fresh - - 2026-03-09T09:00"]);
    world.clock.at = Date.parse("2026-03-09T07:30:00Z");
    start();
    world.end("r", "a", "success");
    world.clock.at = Date.parse("2026-03-09T08:30:00Z");
    start("fill", "backfill");
    world.end("fill", "a", "success");
    world.runs.start({ dagId: "d", runId: "part", tasks: ["a"] });
    world.end("part", "a", "success");
    world.clock.advance(hour);
    deadlines.wake();
    expect(missed()).toEqual(["fresh - - 2026-03-09T09:00"]);
    world.clock.at = Date.parse("2026-03-16T08:30:00Z");
    start("good");
    world.end("good", "a", "success");
    world.clock.advance(day);
    deadlines.wake();
    expect(missed()).toHaveLength(1);
  });

  it("of a task ask for that task in any run", () => {
    open(dag("", "  a: { config_type: BashTask, bash: 'true', deadlines: { fresh: { no_success_by: '09:00' } } }\n  b: { config_type: BashTask, bash: 'true', deps: [a] }\n"));
    start();
    world.end("r", "a", "success");
    world.end("r", "b", "failed");
    world.clock.advance(3 * hour);
    expect(missed()).toEqual([]);
    world.clock.advance(day);
    expect(missed()).toEqual(["fresh - a 2026-03-09T09:00"]);
  });

  it("that passed while the engine was away are all written down, and people hear of the newest", () => {
    open(rule());
    deadlines.close();
    world.clock.advance(3 * day + 4 * hour);
    watch();
    expect(missed()).toEqual(["2026-03-11", "2026-03-10", "2026-03-09", "2026-03-08"].map((date) => `fresh - - ${date}T09:00`));
    expect(messages()).toEqual(["deadline ops"]);
    expect(listed("missed")[0]?.reason).toContain("Noticed 1 h 50 min late: the engine was not running, or the computer slept. It was missed 3 more times before that.");
    deadlines.close();
    watch();
    expect(missed()).toHaveLength(4);
  });

  it("do not count while the schedule is off at that time, unless they ask for it", () => {
    open(`schedule: '@daily'\n${rule()}`);
    world.clock.advance(3 * hour);
    expect([missed(), messages(), listed("passed").map(short)]).toEqual([[], [], ["fresh - - 2026-03-08T09:00"]]);
    turnOn(world.clock.at);
    world.clock.advance(day);
    expect(missed()).toEqual(["fresh - - 2026-03-09T09:00"]);
    // Turned off after the time, and before anybody looked.
    deadlines.close();
    world.clock.at = Date.parse("2026-03-10T12:00:00Z");
    turnOn(Date.parse("2026-03-10T11:00:00Z"), false);
    watch();
    expect(missed()).toEqual(["fresh - - 2026-03-10T09:00", "fresh - - 2026-03-09T09:00"]);
    world.dags.set("d", `schedule: '@daily'\n${rule(", when_paused: true")}`);
    world.events.publish([{ kind: "dags", dagIds: ["d"] }]);
    world.clock.advance(day);
    expect(missed()).toHaveLength(3);
  });

  it("follow the file: another time, and none where it is gone; a file with a mistake goes on as it was", () => {
    open(rule());
    world.dags.set("d", rule(", days: [tue]"));
    world.events.publish([{ kind: "dags", dagIds: ["d"] }]);
    expect(listed("waiting").map(short)).toEqual(["fresh - - 2026-03-10T09:00"]);
    world.dags.delete("d");
    deadlines.close();
    watch();
    expect(listed("waiting")).toEqual([]);
  });

  it("stay while the long file of their DAG is being read: what is owed since before, and what comes meanwhile, is missed", () => {
    open(rule());
    deadlines.close();
    world.options.trusted = false;
    world.clock.advance(3 * hour);
    world.beingRead.add("d");
    watch();
    expect(listed("waiting").map(short)).toEqual(["fresh - - 2026-03-08T09:00"]);
    world.options.trusted = true;
    deadlines.wake();
    expect(missed()).toEqual(["fresh - - 2026-03-08T09:00"]);
    world.clock.advance(day);
    world.dags.set("d", rule(", days: [tue]"));
    world.beingRead.clear();
    world.events.publish([{ kind: "dags", dagIds: ["d"] }]);
    expect([missed(), listed("waiting").map(short)]).toEqual([["fresh - - 2026-03-09T09:00", "fresh - - 2026-03-08T09:00"], ["fresh - - 2026-03-10T09:00"]]);
  });

  it("of a DAG that is gone go when every file is read that might hold it", () => {
    open(rule());
    world.dags.delete("d");
    world.beingRead.add("other");
    world.events.publish([{ kind: "dags", dagIds: ["d"] }]);
    expect(listed("waiting")).toHaveLength(1);
    world.beingRead.clear();
    world.events.publish([{ kind: "dags", dagIds: ["other"] }]);
    expect(listed("waiting")).toEqual([]);
  });

  it("are left alone by an engine that one command hosts, which still watches its runs", () => {
    open(rule(", when_paused: true"));
    deadlines.close();
    watch(false);
    world.clock.advance(3 * hour);
    expect(missed()).toEqual([]);
    deadlines.close();
    watch();
    expect(missed()).toHaveLength(1);
  });

  it("come once when the clock is set back over them", () => {
    open(rule());
    world.clock.advance(3 * hour);
    world.clock.jump(-2 * hour);
    deadlines.wake();
    world.clock.advance(3 * hour);
    expect(missed()).toHaveLength(1);
    expect(messages()).toHaveLength(1);
  });
});
