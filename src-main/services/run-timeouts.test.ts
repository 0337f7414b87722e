import { afterEach, describe, expect, it } from "vitest";
import { summaryOf } from "./images.ts";
import { RunTimeouts } from "./run-timeouts.ts";
import { createWorld, silentLog, type World } from "./test-world.ts";
import { TimeWatch } from "./time-watch.ts";

const minute = 60_000;
const dag = (head: string, tasks: string): string => `${head}\ntasks:\n${tasks}\n`;
const two = "  a: { config_type: BashTask, bash: 'true' }\n  b: { config_type: BashTask, bash: 'true', deps: [a] }";

let world: World;
let timeouts: RunTimeouts;
afterEach(() => {
  timeouts.close();
  world.close();
});

function watch(time = world.time): void {
  timeouts = new RunTimeouts({ ...world, time });
  timeouts.takeUp();
  timeouts.begin();
}

function open(text: string): void {
  world = createWorld({ d: text });
  watch();
}

const runOf = (runId = "r") => world.store.runs.find("d", runId);

describe("RunTimeouts", () => {
  it("ends a run when its time is up: what runs is stopped and skipped, what waits is skipped, and the run says why", () => {
    open(dag("dagrun_timeout: 2h\non_failure: ops", two));
    world.runs.start({ dagId: "d", runId: "r" });
    world.end("r", "a", "started");
    world.clock.advance(120 * minute - 1);
    expect(world.performer.stopped).toEqual([]);
    world.clock.advance(1);
    expect(world.performer.stopped).toEqual(["1.0.1"]);
    expect(world.states("r")).toBe("a:running b:skipped");
    world.end("r", "a", "failed");
    expect(world.states("r")).toBe("a:skipped b:skipped");
    expect(runOf()).toMatchObject({ state: "failed", reason: "timed out: took longer than its dagrun_timeout of 2 h", endedAt: world.clock.at });
    expect(world.store.messages.ofRun(1).map(({ event, taskId }) => [event, taskId])).toEqual([["failure", null]]);
  });

  it("counts from the start of the run, not from when it was queued", () => {
    open(dag("dagrun_timeout: 10m\nmax_active_runs: 1", two));
    world.runs.start({ dagId: "d", runId: "one" });
    world.runs.start({ dagId: "d", runId: "r" });
    world.clock.advance(9 * minute);
    for (const task of ["a", "b"]) world.end("one", task, "success");
    world.clock.advance(9 * minute);
    expect(runOf("one")?.state).toBe("success");
    expect(runOf()?.record.cancelling).toBe(false);
    world.clock.advance(minute);
    expect(runOf()?.record.cancelling).toBe(true);
  });

  it("knows in the next engine what was left running, and ends at once what is overdue", () => {
    open(dag("dagrun_timeout: 10m", two));
    world.runs.start({ dagId: "d", runId: "r" });
    timeouts.close();
    world.clock.advance(60 * minute);
    expect(runOf()?.record.cancelling).toBe(false);
    watch();
    expect(runOf()?.record.cancelling).toBe(true);
  });

  it("gives a run that is cleared its whole time again, and leaves one alone that has ended or has no limit", () => {
    open(dag("dagrun_timeout: 10m", two));
    world.runs.start({ dagId: "d", runId: "r" });
    world.end("r", "a", "failed");
    expect(runOf()?.state).toBe("failed");
    world.clock.advance(8 * minute);
    world.runs.clear({ dagId: "d", runId: "r" });
    world.clock.advance(9 * minute);
    expect(runOf()).toMatchObject({ state: "running", record: { cancelling: false } });
    world.dags.set("d", dag("", two));
    world.runs.start({ dagId: "d", runId: "free" });
    world.clock.advance(600 * minute);
    expect(runOf()?.record.cancelling).toBe(true);
    expect(runOf("free")?.record.cancelling).toBe(false);
  });

  it("ends a sensor's wait and a pause before a retry, and lets a try that ends well meanwhile be a success", () => {
    open(dag("dagrun_timeout: 10m", "  a: { config_type: BashTask, bash: 'true' }\n  w: { config_type: SensorTask, file: x }\n  r: { config_type: BashTask, bash: 'true', retries: 1, retry_delay: 1h }"));
    world.runs.start({ dagId: "d", runId: "r" });
    world.end("r", "r", "failed");
    world.clock.advance(10 * minute);
    world.end("r", "a", "success");
    expect(world.states("r")).toBe("a:success w:skipped r:skipped");
    expect(runOf()?.state).toBe("failed");
  });

  it("counts no time that the machine slept, and no hour by which the clock was set, also in the next engine", () => {
    open(dag("dagrun_timeout: 10m", two));
    world.runs.start({ dagId: "d", runId: "r" });
    world.clock.advance(4 * minute);
    world.clock.sleep(8 * 60 * minute);
    timeouts.wake();
    world.clock.jump(60 * minute);
    timeouts.wake();
    timeouts.close();
    watch(new TimeWatch({ ...world, log: silentLog }));
    world.clock.advance(6 * minute - 1);
    expect(runOf()?.record.cancelling).toBe(false);
    world.clock.advance(1);
    expect(runOf()?.record.cancelling).toBe(true);
  });

  it.each([2, 60])("is not put off by a clock that was set back by %i minutes", (minutes) => {
    open(dag("dagrun_timeout: 10m", two));
    world.runs.start({ dagId: "d", runId: "r" });
    world.clock.advance(4 * minute);
    world.clock.jump(-minutes * minute);
    timeouts.wake();
    world.clock.advance(6 * minute);
    expect(runOf()?.record.cancelling).toBe(true);
  });

  it("is not put off where the hour in which the run began comes again", () => {
    open(dag("dagrun_timeout: 90m", two));
    world.runs.start({ dagId: "d", runId: "r" });
    world.clock.advance(30 * minute);
    world.clock.jump(-60 * minute);
    timeouts.wake();
    world.clock.advance(60 * minute - 1);
    expect(runOf()?.record.cancelling).toBe(false);
    world.clock.advance(1);
    expect(runOf()?.record.cancelling).toBe(true);
  });

  it.each(["this engine", "the next engine"])("gives a run its time and no more where it began on a clock that was set back into hours that the machine had slept, and nobody had looked yet: in %s", (engine) => {
    open(dag("dagrun_timeout: 10m", two));
    for (const hours of [10, 1]) {
      world.clock.sleep(hours * 60 * minute);
      world.time.look();
      world.clock.advance(minute);
    }
    world.clock.jump(-3 * 60 * minute);
    if (engine === "the next engine") timeouts.close();
    world.runs.start({ dagId: "d", runId: "r" });
    world.clock.advance(5 * minute);
    if (engine === "the next engine") watch(new TimeWatch({ ...world, log: silentLog }));
    world.clock.advance(5 * minute - 1);
    expect(runOf()?.record.cancelling).toBe(false);
    world.clock.advance(1);
    expect(runOf()?.record.cancelling).toBe(true);
  });

  it("gives a run its whole time once more, not the hours too, where the clock was set back while no engine saw it", () => {
    open(dag("dagrun_timeout: 10m", two));
    world.runs.start({ dagId: "d", runId: "r" });
    timeouts.close();
    world.clock.jump(-60 * minute);
    watch(new TimeWatch({ ...world, log: silentLog }));
    world.clock.advance(10 * minute);
    expect(runOf()?.record.cancelling).toBe(true);
  });

  it("gives it no more than that, however many engines begin and whatever the run is told of before the clock shows its start again", () => {
    open(dag("dagrun_timeout: 10m", two));
    world.runs.start({ dagId: "d", runId: "r" });
    world.clock.advance(5 * minute);
    timeouts.close();
    world.clock.jump(-60 * minute);
    const time = new TimeWatch({ ...world, log: silentLog });
    watch(time);
    world.clock.advance(4 * minute);
    world.events.publish([{ kind: "run", run: summaryOf(world.images.get(1)) }]);
    world.clock.advance(2 * minute);
    timeouts.close();
    watch(new TimeWatch({ ...world, log: silentLog }));
    world.clock.advance(4 * minute - 1);
    expect(runOf()?.record.cancelling).toBe(false);
    world.clock.advance(1);
    expect(runOf()?.record.cancelling).toBe(true);
    expect(world.store.absences.list()).toHaveLength(1);
  });

  it("keeps runs as far apart as they began, and takes nothing from one that begins after that", () => {
    open(dag("dagrun_timeout: 30m\nmax_active_runs: 9", two));
    world.runs.start({ dagId: "d", runId: "first" });
    world.clock.advance(20 * minute);
    world.runs.start({ dagId: "d", runId: "second" });
    timeouts.close();
    world.clock.jump(-5 * 60 * minute);
    watch(new TimeWatch({ ...world, log: silentLog }));
    world.runs.start({ dagId: "d", runId: "r" });
    const late = (): string[] => ["first", "second", "r"].filter((runId) => runOf(runId)?.record.cancelling);
    world.clock.advance(10 * minute);
    expect(late()).toEqual(["first"]);
    world.clock.advance(20 * minute - 1);
    expect(late()).toEqual(["first"]);
    world.clock.advance(1);
    expect(late()).toEqual(["first", "second", "r"]);
  });
});
