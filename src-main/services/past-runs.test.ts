import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { BackfillAsk, type BackfillInput } from "../../shared/contract/backfills.ts";
import type { WaitGate } from "../../shared/contract/waiting.ts";
import type { RunType, TaskState } from "../../shared/model/states.ts";
import { createWorld, type World } from "./test-world.ts";

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});
function open(text: string): World {
  const world = createWorld({ d: text });
  world.options.parallelism = 100;
  worlds.push(world);
  return world;
}

const day = (n: number): number => Date.UTC(2026, 0, n);
const start = (of: World, n: number, runType: RunType = "scheduled", runId = `r${n}`): void => void of.runs.start({ dagId: "d", runId, logicalDate: day(n) }, { runType });
const gate = (of: World, runId: string, taskId: string): WaitGate | undefined => of.local.waiting({ dagId: "d", runId }, taskId).gates.find(({ kind }) => kind === "past");

const chain = `max_active_runs: 10
tasks:
  a: { config_type: BashTask, bash: x, depends_on_past: true }
  b: { config_type: BashTask, bash: x, deps: [a] }
`;
const wide = chain.replace("depends_on_past", "wait_for_downstream");

describe("depends_on_past", () => {
  it("waits for the task of the run before, and says for whom", () => {
    const of = open(chain);
    for (const n of [1, 2, 3]) start(of, n);
    expect([1, 2, 3].map((n) => of.states(`r${n}`))).toEqual(["a:queued b:none", "a:none b:none", "a:none b:none"]);
    expect(gate(of, "r2", "a")).toMatchObject({ isOpen: false, holders: [{ dagId: "d", runId: "r1", taskId: "a", state: "queued" }], withDownstream: false, isMissing: false });
    expect(gate(of, "r1", "a")).toBeUndefined();
    expect(gate(of, "r2", "b")).toBeUndefined();
    of.end("r1", "a", "success");
    expect([1, 2, 3].map((n) => of.states(`r${n}`))).toEqual(["a:success b:queued", "a:queued b:none", "a:none b:none"]);
  });

  it("names the first cause of a chain: the task that failed, runs or waits for something else, and how many runs back", () => {
    const of = open(`max_active_runs: 10\ntasks:\n  first: { config_type: BashTask, bash: x }\n  a: { config_type: BashTask, bash: x, deps: [first], depends_on_past: true }\n`);
    for (const n of [1, 2, 3, 4]) start(of, n);
    for (const n of [2, 3, 4]) of.end(`r${n}`, "first", "success");
    const cause = (runId: string): unknown => {
      const found = gate(of, runId, "a");
      return found?.kind === "past" && found.cause !== undefined ? [found.cause.taskId, found.cause.runId, found.cause.state, found.cause.runsBack] : null;
    };
    expect(gate(of, "r4", "a")).toMatchObject({ holders: [{ runId: "r3", taskId: "a", state: "none" }] });
    expect(["r4", "r3", "r2"].map(cause)).toEqual([["first", "r1", "queued", 3], ["first", "r1", "queued", 2], ["first", "r1", "queued", 1]]);
    of.end("r1", "first", "failed");
    expect(["r4", "r2"].map(cause)).toEqual([["first", "r1", "failed", 3], ["first", "r1", "failed", 1]]);
    of.runs.mark({ dagId: "d", runId: "r1", taskId: "a", state: "failed" });
    expect(["r4", "r2"].map(cause)).toEqual([["a", "r1", "failed", 3], null]);
  });

  it("stays where it is after a failure, until the task is run again or marked", () => {
    const of = open(chain);
    for (const n of [1, 2, 3]) start(of, n);
    of.end("r1", "a", "failed");
    expect([of.stateOf("r1"), of.states("r2")]).toEqual(["failed", "a:none b:none"]);
    of.runs.clear({ dagId: "d", runId: "r1", taskIds: ["a"] });
    expect(of.states("r2")).toBe("a:none b:none");
    of.end("r1", "a", "success");
    expect(of.states("r2")).toBe("a:queued b:none");
    of.end("r2", "a", "failed");
    of.runs.mark({ dagId: "d", runId: "r2", taskId: "a", state: "success" });
    expect(of.states("r3")).toBe("a:queued b:none");
  });

  it("lets a skipped task pass, and holds what was cleared in both runs", () => {
    const of = open(chain);
    for (const n of [1, 2]) start(of, n);
    of.runs.cancel("d", "r1");
    of.end("r1", "a", "failed");
    expect(of.states("r1")).toBe("a:failed b:skipped");
    of.runs.mark({ dagId: "d", runId: "r1", taskId: "a", state: "success" });
    expect(of.states("r2")).toBe("a:queued b:none");
    for (const task of ["a", "b"]) of.end("r2", task, "success");
    of.runs.clear({ dagId: "d", runId: "r1", taskIds: ["a"], downstream: false });
    of.runs.clear({ dagId: "d", runId: "r2", taskIds: ["a"], downstream: false });
    expect([of.states("r1"), of.states("r2")]).toEqual(["a:queued b:skipped", "a:none b:success"]);
    of.end("r1", "a", "success");
    expect(of.states("r2")).toBe("a:queued b:success");
  });

  it("passes what a run before skipped by a rule", () => {
    const of = open(`max_active_runs: 2\ntasks:\n  gate: { config_type: BashTask, bash: x }\n  a: { config_type: BashTask, bash: x, deps: [gate], trigger_rule: all_failed, depends_on_past: true }\n`);
    for (const n of [1, 2]) start(of, n);
    of.end("r2", "gate", "failed");
    expect(of.states("r2")).toBe("gate:failed a:none");
    of.end("r1", "gate", "success");
    expect([of.states("r1"), of.states("r2")]).toEqual(["gate:success a:skipped", "gate:failed a:queued"]);
  });

  it("gives up or skips without waiting, as Airflow does", () => {
    const of = open(`max_active_runs: 2\ntasks:\n  first: { config_type: BashTask, bash: x }\n  a: { config_type: BashTask, bash: x, deps: [first], depends_on_past: true }\n`);
    for (const n of [1, 2]) start(of, n);
    of.end("r2", "first", "failed");
    expect(of.states("r2")).toBe("first:failed a:upstream_failed");
  });

  it("waits for a run that is made between them later", () => {
    const of = open(chain.replace("max_active_runs: 10", "max_active_runs: 10\nmax_active_tasks: 1"));
    start(of, 1);
    start(of, 5);
    start(of, 3);
    of.end("r1", "a", "success");
    expect([of.states("r3"), of.states("r5")]).toEqual(["a:queued b:none", "a:none b:none"]);
    expect(gate(of, "r5", "a")).toMatchObject({ holders: [{ runId: "r3" }] });
  });

  it("takes no place from a run that it waits for, and the others keep theirs", () => {
    const of = open("max_active_runs: 1\ntasks:\n  a: { config_type: BashTask, bash: x }\n  b: { config_type: BashTask, bash: x, deps: [a], depends_on_past: true }\n");
    for (const n of [5, 1, 2, 7]) start(of, n, "manual");
    const states = (): string[] => [1, 2, 5, 7].map((n) => `${of.stateOf(`r${n}`)} ${of.states(`r${n}`)}`);
    const queued = "queued a:none b:none";
    of.end("r5", "a", "success");
    expect(states()).toEqual(["running a:queued b:none", queued, "running a:success b:none", queued]);
    // Nor does a crash give another one its place.
    of.scheduler.load(of.performer);
    of.scheduler.resume();
    expect(states()).toEqual(["running a:queued b:none", queued, "running a:success b:none", queued]);
    for (const task of ["a", "b"]) of.end("r1", task, "success");
    expect(states()).toEqual(["success a:success b:success", "running a:queued b:none", "running a:success b:none", queued]);
    // What waits for a run that failed keeps its place: it may be for long.
    for (const task of ["a", "b"]) of.end("r2", task, task === "a" ? "success" : "failed");
    expect(states()).toEqual(["success a:success b:success", "failed a:success b:failed", "running a:success b:none", queued]);
    of.runs.mark({ dagId: "d", runId: "r2", taskId: "b", state: "success" });
    expect(states()).toEqual(["success a:success b:success", "success a:success b:success", "running a:success b:queued", queued]);
    of.end("r5", "b", "success");
    expect(of.states("r7")).toBe("a:queued b:none");
  });

  it("passes over runs by hand where the DAG catches up, runs that were not to do the task, and tries", () => {
    const of = open(`catchup: true\nschedule: '@daily'\nstart_date: 2026-01-01\n${chain}`);
    start(of, 1);
    start(of, 2, "manual");
    start(of, 3);
    expect(gate(of, "r3", "a")).toMatchObject({ holders: [{ runId: "r1" }] });
    const other = open(chain);
    start(other, 1);
    other.runs.start({ dagId: "d", runId: "part", logicalDate: day(2), tasks: ["b"] });
    start(other, 3);
    expect(gate(other, "r3", "a")).toMatchObject({ holders: [{ runId: "r1" }] });
  });

  it("lets a task begin that no run before has had, unless ignore_first_depends_on_past is off", () => {
    const of = open(chain);
    start(of, 1);
    of.dags.set("d", chain.replace("  b:", "  fresh: { config_type: BashTask, bash: x, depends_on_past: true }\n  strict: { config_type: BashTask, bash: x, depends_on_past: true, ignore_first_depends_on_past: false }\n  b:"));
    start(of, 2);
    expect(of.states("r2")).toBe("a:none fresh:queued strict:none b:none");
    expect(gate(of, "r2", "strict")).toMatchObject({ isOpen: false, isMissing: true, holders: [{ runId: "r1", taskId: "strict", state: "none" }] });
    of.runs.mark({ dagId: "d", runId: "r2", taskId: "strict", state: "success" });
    start(of, 3);
    expect(of.states("r3")).toBe("a:none fresh:none strict:queued b:none");
  });

  it("holds after the engine came back", () => {
    const of = open(chain);
    for (const n of [1, 2]) start(of, n);
    of.scheduler.rearm();
    expect(of.states("r2")).toBe("a:none b:none");
    of.end("r1", "a", "success");
    expect(of.states("r2")).toBe("a:queued b:none");
  });
});

describe("wait_for_downstream", () => {
  it("waits for the tasks right after it in the run before too", () => {
    const of = open(wide);
    for (const n of [1, 2]) start(of, n);
    of.end("r1", "a", "success");
    expect(of.states("r2")).toBe("a:none b:none");
    expect(gate(of, "r2", "a")).toMatchObject({ isOpen: false, withDownstream: true, holders: [{ runId: "r1", taskId: "b", state: "queued" }] });
    of.end("r1", "b", "success");
    expect(of.states("r2")).toBe("a:queued b:none");
  });
});

describe("a backfill of a DAG that depends on its past", () => {
  const daily = `schedule: '@daily'\n${chain}`;
  const asked = (more: Partial<BackfillInput> = {}): BackfillAsk => BackfillAsk.parse({ dagId: "d", from: "2026-01-02", to: "2026-01-04", ...more });
  const late = (): World => {
    const of = open(daily);
    of.clock.at = Date.parse("2026-02-01T12:00:00Z");
    return of;
  };

  it("does one date after the other, the first without its past", async () => {
    const of = late();
    start(of, 1);
    of.end("r1", "a", "failed");
    await of.backfills.start(asked());
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    const idOf = (n: number): string => `backfill__2026-01-0${n}T00:00:00.000+00:00`;
    expect([2, 3, 4].map((n) => of.states(idOf(n)))).toEqual(["a:queued b:none", "a:none b:none", "a:none b:none"]);
    of.end(idOf(2), "a", "success");
    expect(of.states(idOf(3))).toBe("a:queued b:none");
  });

  it("is refused backwards, unless the chosen tasks have no past", async () => {
    const of = late();
    await expect(of.backfills.start(asked({ backwards: true }))).rejects.toThrow(/task "a" has depends_on_past.*cannot go backwards/);
    expect((await of.backfills.start(asked({ backwards: true, tasks: ["b"] }))).kind).toBe("started");
  });

  it("is refused where a failed run that is left alone would hold the rest for ever", async () => {
    const of = late();
    start(of, 3);
    of.end("r3", "a", "failed");
    await expect(of.backfills.start(asked())).rejects.toThrow(/run "r3" has failed and would be left alone/);
    expect((await of.backfills.start(asked({ reprocess: "failed" }))).kind).toBe("started");
  });
});

/** What the store says, looked up in the slowest way. */
function heldByModel(of: World, runId: string, taskId: string, withDownstream: boolean): boolean {
  const all = of.store.runs.list({ dagId: "d", limit: 100 }).map(({ key }) => of.store.runs.get(key));
  const me = all.find((run) => run.runId === runId);
  const earlier = all.filter((run) => (run.logicalDate ?? 0) < (me?.logicalDate ?? 0)).sort((one, other) => (one.logicalDate ?? 0) - (other.logicalDate ?? 0) || one.key - other.key);
  const before = earlier.at(-1);
  if (before === undefined) return false;
  const states = new Map(of.store.tasks.load(before.key).map(({ id, record }): [string, TaskState] => [id, record.state]));
  const isBad = (id: string): boolean => !["success", "skipped"].includes(states.get(id) ?? "none");
  return isBad(taskId) || (withDownstream && isBad("b"));
}

describe("depends_on_past at random", () => {
  const step = fc.record({ what: fc.constantFrom("start", "success", "failed", "clear", "mark", "cancel", "restart", "full disk"), n: fc.integer({ min: 1, max: 5 }), task: fc.constantFrom("a", "b", "c") });
  it("holds exactly what a model that looks everything up would hold, whatever happens", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 60, maxLength: 120 }), fc.boolean(), (steps, withDownstream) => {
        const of = open(`max_active_runs: 10\ntasks:\n  a: { config_type: BashTask, bash: x, ${withDownstream ? "wait_for_downstream" : "depends_on_past"}: true }\n  b: { config_type: BashTask, bash: x, deps: [a] }\n  c: { config_type: EmptyTask, deps: [b], depends_on_past: true, trigger_rule: all_done }\n`);
        for (const one of steps) {
          play(of, one);
          for (const run of of.store.runs.listActive()) {
            const { image } = of.images.get(run.key);
            for (const [index, id] of [[0, "a"], [2, "c"]] as const) {
              const isHeld = heldByModel(of, run.runId, id, withDownstream && id === "a");
              expect([run.runId, id, image.held.has(index)]).toEqual([run.runId, id, isHeld]);
              // A task that may start is never left behind.
              if (id === "a" && run.state === "running" && !run.record.cancelling && !isHeld) expect(image.tasks[index]?.state).not.toBe("none");
            }
          }
        }
        worlds.pop();
        of.close();
      }),
      { numRuns: 6, seed: 7 },
    );
  });
});

function play(of: World, { what, n, task }: { what: string; n: number; task: string }): void {
  const runId = `r${n}`;
  const row = of.store.runs.find("d", runId);
  if (row === null) return what === "start" ? start(of, n) : undefined;
  const { state = "none" } = of.store.tasks.loadOne(row.key, task)?.instance ?? {};
  const isOver = row.state === "success" || row.state === "failed";
  if ((what === "success" || what === "failed") && state === "queued") of.end(runId, task, what);
  else if (what === "clear" && !row.record.cancelling) of.runs.clear({ dagId: "d", runId, taskIds: [task] });
  else if (what === "mark" && state !== "queued" && state !== "running") of.runs.mark({ dagId: "d", runId, taskId: task, state: "success" });
  else if (what === "cancel" && !isOver) of.runs.cancel("d", runId);
  else if (what === "restart") of.scheduler.rearm();
  else if (what === "full disk" && state === "queued") {
    let left = 1;
    of.disk.fail = () => (left-- > 0 ? Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" }) : null);
    of.end(runId, task, "success");
    of.disk.fail = null;
    of.clock.advance(2_000);
  }
}
