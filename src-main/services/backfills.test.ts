import { afterEach, describe, expect, it } from "vitest";
import type { BackfillInput } from "../../shared/contract/backfills.ts";
import { BackfillAsk } from "../../shared/contract/backfills.ts";
import type { Actor } from "../../shared/model/actor.ts";
import { createWorld, type World } from "./test-world.ts";

const ann: Actor = { kind: "cli", name: "ann" };
const day = (n: number): number => Date.UTC(2026, 0, n);
const daily = `schedule: '@daily'
params: { n: { default: 1, type: integer } }
max_active_runs: 2
tasks:
  a: { config_type: BashTask, bash: x }
  b: { config_type: BashTask, bash: x, deps: [a] }
`;

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});
function world(text = daily): World {
  const made = createWorld({ d: text });
  made.clock.at = Date.parse("2026-03-01T12:00:00Z");
  made.options.parallelism = 100;
  worlds.push(made);
  return made;
}
const asked = (more: Partial<BackfillInput> = {}): BackfillAsk => BackfillAsk.parse({ dagId: "d", from: "2026-01-01", to: "2026-01-05", ...more });
const page = { offset: 0, limit: 100 };

/** Lets the worker take all its turns. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};
const start = async (of: World, more: Partial<BackfillInput> = {}): Promise<number> => {
  const begun = await of.backfills.start(asked(more), ann);
  if (begun.kind !== "started") throw new Error("the plan changed");
  await settle();
  return begun.backfill.id;
};
const end = (of: World, runId: string, how: "success" | "failed"): void => {
  of.end(runId, "a", how);
  if (how === "success") of.end(runId, "b", "success");
};
/** A run by schedule of that day, at its end. */
const past = (of: World, n: number, how: "success" | "failed"): string => {
  const runId = `scheduled__${n}`;
  of.runs.start({ dagId: "d", runId, logicalDate: day(n) }, { runType: "scheduled" });
  end(of, runId, how);
  return runId;
};
const runsOf = (of: World): string[] => of.store.runs.list({ dagId: "d", limit: 100 }).map(({ runId, state }) => `${runId} ${state}`).toReversed();
const idOf = (n: number): string => `backfill__2026-01-0${n}T00:00:00.000+00:00`;
/** Ends all that runs, until nothing of the backfill is left. */
const finish = async (of: World, id: number): Promise<void> => {
  for (let round = 0; round < 100 && of.backfills.get(id).state === "running"; round += 1) {
    for (const run of of.store.runs.listActive()) if (run.state === "running") for (const task of ["a", "b"]) of.end(run.runId, task, "success");
    await settle();
  }
};

describe("the plan of a backfill", () => {
  it("names what is new, done over and kept, with what and why", async () => {
    const of = world();
    past(of, 1, "success");
    past(of, 2, "failed");
    const plan = await of.backfills.plan({ ...asked({ reprocess: "failed" }), ...page });
    expect(plan).toMatchObject({ intervals: 5, acts: { new: 3, clear: 1, anew: 0, keep: 1 }, whys: [{ act: "keep", why: "succeeded", count: 1 }], taskRuns: 8, tasks: ["a", "b"], isWhole: true, maxActiveRuns: 2 });
    expect(plan.rows.map(({ logicalDate, act, runId, states, runs }) => [logicalDate, act, runId, states, runs])).toEqual([
      [day(1), "keep", "scheduled__1", "ee", "00"],
      [day(2), "clear", "scheduled__2", "fj", "11"],
      [day(3), "new", null, "--", "11"],
      [day(4), "new", null, "--", "11"],
      [day(5), "new", null, "--", "11"],
    ]);
  });

  it("looks at each task where failed and missing ones are asked for", async () => {
    const of = world();
    of.runs.start({ dagId: "d", runId: "r1", logicalDate: day(1), tasks: ["a"] });
    of.end("r1", "a", "success");
    of.runs.start({ dagId: "d", runId: "r2", logicalDate: day(2) });
    of.end("r2", "a", "success");
    of.end("r2", "b", "failed");
    const plan = await of.backfills.plan({ ...asked({ reprocess: "failed-and-missing", to: "2026-01-03" }), ...page });
    expect(plan.rows.map(({ act, why, states, runs }) => [act, why, states, runs])).toEqual([["anew", "other tasks", "ek", "01"], ["clear", null, "ef", "01"], ["new", null, "--", "11"]]);
  });

  it("is paged, runs backwards, stops at the present and tells how long it takes", async () => {
    const of = world();
    past(of, 1, "success");
    const run = of.store.runs.find("d", "scheduled__1");
    of.store.runs.saveRecord(run?.key ?? 0, { state: "success", startedAt: 0, endedAt: 60_000, reason: null, cancelling: false });
    const plan = await of.backfills.plan({ ...asked({ to: "2027-01-01", backwards: true }), offset: 1, limit: 2 });
    expect(plan).toMatchObject({ intervals: 60, cutAt: of.clock.at, runMs: 60_000, totalMs: 30 * 60_000 });
    expect(plan.rows.map(({ logicalDate }) => new Date(logicalDate).toISOString().slice(0, 10))).toEqual(["2026-02-28", "2026-02-27"]);
  });

  it("says why there is no interval in a range", async () => {
    const of = world(`start_date: 2026-01-01\nend_date: 2026-01-20\n${daily}`);
    const why = async (from: string, to: string): Promise<string | null> => (await of.backfills.plan({ ...asked({ from, to }), ...page })).noneWhy;
    expect(await why("2025-12-30", "2026-01-01")).toBeNull();
    expect(await why("2025-11-01", "2025-11-05")).toBe('The range ends before the start_date of DAG "d", 2026-01-01T00:00:00.000Z: there are no intervals before it.');
    expect(await why("2026-01-21", "2026-01-25")).toBe('The range begins after the end_date of DAG "d", 2026-01-20T00:00:00.000Z: there are no intervals after it.');
    expect(await why("2026-01-03T01:00:00Z", "2026-01-03T02:00:00Z")).toBe('The schedule of DAG "d" does not fire in this range.');
    await expect(why("2027-01-01", "2027-01-02")).rejects.toThrow(/^from: 2027-01-01 is in the future; it is .* now\. What is to come is the schedule's: write a day that has begun\.$/);
  });

  it("takes along what the chosen tasks need, and what needs them", async () => {
    const of = world();
    const tasksOf = async (more: Partial<BackfillInput>): Promise<unknown> => (await of.backfills.plan({ ...asked(more), ...page })).tasks;
    expect(await tasksOf({ tasks: ["b"] })).toEqual(["b"]);
    expect(await tasksOf({ tasks: ["b"], upstream: true })).toEqual(["a", "b"]);
    expect(await tasksOf({ tasks: ["a"], downstream: true })).toEqual(["a", "b"]);
  });

  it.each<[string, Partial<BackfillInput>, string, string]>([
    ["an unknown task", { tasks: ["aa1"] }, daily, 'has no task "aa1"'],
    ["no schedule", {}, daily.replace("schedule: '@daily'", "schedule: null"), "has no schedule"],
    ["too many intervals", { from: "2020-01-01" }, daily.replace("'@daily'", "every 10s"), "more than 50,000 times"],
    ["wrong params", { params: { n: "x" } }, daily, "n"],
    ["a range that is none", { from: "2026-02-30" }, daily, 'from: "2026-02-30"'],
  ])("refuses %s", async (_, more, text, words) => {
    await expect(world(text).backfills.plan({ ...asked(more), ...page })).rejects.toThrow(words);
  });
});

describe("a backfill", () => {
  it("makes its runs in order, as many at once as it may and a few ahead, beside the DAG's own", async () => {
    const of = world();
    of.runs.start({ dagId: "d", runId: "own1" });
    of.runs.start({ dagId: "d", runId: "own2" });
    const id = await start(of, { to: "2026-01-31" });
    expect(runsOf(of).filter((line) => line.endsWith("running"))).toEqual(["own1 running", "own2 running", `${idOf(1)} running`, `${idOf(2)} running`]);
    expect(of.backfills.get(id).counts).toEqual({ total: 31, kept: 0, waiting: 21, left: 0, queued: 8, running: 2, success: 0, failed: 0, cancelled: 0, gone: 0 });
    end(of, idOf(1), "success");
    await settle();
    expect([of.stateOf(idOf(3)), of.backfills.get(id).counts]).toEqual(["running", { total: 31, kept: 0, waiting: 20, left: 0, queued: 8, running: 2, success: 1, failed: 0, cancelled: 0, gone: 0 }]);
    await finish(of, id);
    expect(of.backfills.get(id)).toMatchObject({ state: "finished", counts: { success: 31, waiting: 0 } });
    expect(new Set(runsOf(of)).size).toBe(33);
  });

  it("does exactly the plan: clears in the run what is of today's DAG, in its turn, and leaves the rest alone", async () => {
    const of = world();
    past(of, 1, "success");
    past(of, 2, "failed");
    const id = await start(of, { reprocess: "failed", to: "2026-01-03", maxActiveRuns: 1 });
    expect(runsOf(of)).toEqual(["scheduled__1 success", "scheduled__2 running", `${idOf(3)} queued`]);
    expect(of.states("scheduled__2")).toBe("a:scheduled b:none".replace("scheduled", "queued"));
    await finish(of, id);
    expect(runsOf(of)).toEqual(["scheduled__1 success", "scheduled__2 success", `${idOf(3)} success`]);
    expect(of.backfills.get(id).counts).toMatchObject({ total: 2, kept: 1, success: 2 });
    expect(of.store.audit.list({ dagId: "d", limit: 10 }).map(({ act, runId, by }) => [act, runId, by.name])).toEqual([["task.clear", "scheduled__2", "ann"], ["backfill.start", null, "ann"]]);
  });

  it("does over in a new run what was run by another definition, with the values of then", async () => {
    const of = world();
    of.runs.start({ dagId: "d", runId: "r", logicalDate: day(1), params: { n: 7 } });
    end(of, "r", "success");
    of.dags.set("d", daily.replace("max_active_runs: 2", "max_active_runs: 3"));
    await start(of, { reprocess: "completed", to: "2026-01-01" });
    expect(of.store.runs.find("d", idOf(1))).toMatchObject({ runType: "backfill", params: { n: 7 }, again: { runId: "r", version: "now" }, selection: null, backfill: 1 });
    expect(of.stateOf("r")).toBe("success");
  });

  it("pauses, resumes and is cancelled; each is taken back", async () => {
    const of = world();
    const id = await start(of);
    of.backfills.pause({ id, by: ann });
    end(of, idOf(1), "success");
    await settle();
    expect([of.stateOf(idOf(2)), of.stateOf(idOf(3))]).toEqual(["running", "queued"]);
    of.backfills.resume({ id, by: ann });
    expect(of.stateOf(idOf(3))).toBe("running");
    of.backfills.cancel({ id, stop: false, by: ann });
    await settle();
    expect(runsOf(of)).toEqual([`${idOf(1)} success`, `${idOf(2)} running`, `${idOf(3)} running`, `${idOf(4)} failed`, `${idOf(5)} failed`]);
    const [last] = of.store.audit.list({ dagId: "d", acts: ["backfill.cancel"], limit: 1 });
    expect((await of.acts.undo(last?.id ?? 0, ann)).failures).toEqual([]);
    await settle();
    expect(of.backfills.get(id)).toMatchObject({ state: "running", counts: { waiting: 0, queued: 2, running: 2 } });
    await finish(of, id);
    expect(of.backfills.get(id)).toMatchObject({ state: "finished", counts: { total: 5, success: 5, failed: 0 } });
    expect(() => of.backfills.pause({ id })).toThrow("is finished; only one that goes on can be paused");
    await expect(of.acts.undo(last?.id ?? 0, ann)).rejects.toThrow("it was undone already");
  });

  it("says of runs that retention has dropped since that the history has them no more", async () => {
    const of = world();
    const id = await start(of);
    await finish(of, id);
    of.store.retention.drop(of.store.runs.find("d", idOf(2))?.key ?? 0);
    expect(of.backfills.get(id)).toMatchObject({ state: "finished", counts: { total: 5, success: 4, gone: 1 } });
  });

  it("stops what runs where that is asked for", async () => {
    const of = world();
    const id = await start(of);
    of.backfills.cancel({ id, stop: true, by: ann });
    expect(of.performer.stopped).toHaveLength(2);
    expect(of.backfills.get(id)).toMatchObject({ state: "cancelled", counts: { waiting: 0, running: 2, failed: 0, cancelled: 3 } });
  });

  it("refuses a stamp that is not the plan's, dates that another one does, and nothing to do", async () => {
    const of = world();
    const { stamp } = await of.backfills.plan({ ...asked(), ...page });
    past(of, 3, "success");
    expect(await of.backfills.start({ ...asked(), stamp }, ann)).toMatchObject({ kind: "changed", plan: { acts: { new: 4, keep: 1 } } });
    await start(of);
    await expect(of.backfills.start(asked({ from: "2026-01-05", to: "2026-01-09" }), ann)).rejects.toThrow("backfill 1 (2026-01-01 to 2026-01-05, running) covers some of these dates");
    await expect(of.backfills.start(asked({ from: "2026-01-05T01:00", to: "2026-01-05T02:00" }), ann)).rejects.toThrow("does not fire there");
    of.options.trusted = false;
    await expect(of.backfills.start(asked({ from: "2026-02-01", to: "2026-02-02" }), ann)).rejects.toThrow("not trusted");
  });

  it("leaves a date for which somebody made a run meanwhile", async () => {
    const of = world();
    const id = await start(of, { to: "2026-01-31" });
    past(of, 31, "success");
    await finish(of, id);
    expect(of.backfills.get(id)).toMatchObject({ state: "finished", counts: { success: 30, left: 1 } });
    expect(of.backfills.intervals(id, 30, 1)).toEqual([{ logicalDate: day(31), act: "new", state: "left", runId: null, runState: null, why: "run scheduled__31: has a run" }]);
  });

  it("holds while its DAG cannot run, says why, and goes on by itself", async () => {
    const of = world();
    const id = await start(of, { to: "2026-01-31", tasks: ["b"] });
    of.dags.set("d", daily.replaceAll("  b:", "  c:"));
    of.end(idOf(1), "b", "success");
    await settle();
    expect(of.backfills.get(id)).toMatchObject({ state: "running", trouble: expect.stringContaining('has no task "b"') });
    of.dags.set("d", daily);
    of.backfills.worker.wake();
    await settle();
    expect(of.backfills.get(id)).toMatchObject({ trouble: null, counts: { queued: 8, running: 2 } });
  });

  it("waits while the long file of its DAG is being read", async () => {
    const of = world();
    const id = await start(of, { to: "2026-01-31" });
    of.beingRead.add("d");
    end(of, idOf(1), "success");
    await settle();
    expect(of.backfills.get(id)).toMatchObject({ state: "running", trouble: "it is being read" });
    of.beingRead.clear();
    of.clock.advance(1_000);
    await settle();
    expect(of.backfills.get(id)).toMatchObject({ trouble: null, counts: { left: 0, success: 1 } });
  });

  it("waits for the disk, and makes each run once all the same", async () => {
    const of = world();
    const id = await start(of, { to: "2026-01-31" });
    let refusals = 5;
    of.disk.fail = () => (refusals-- > 0 ? new Error("database or disk is full") : null);
    end(of, idOf(1), "success");
    await settle();
    for (let second = 0; second < 10; second += 1) {
      of.clock.advance(1_000);
      await settle();
    }
    await finish(of, id);
    expect(of.backfills.get(id)).toMatchObject({ state: "finished", counts: { total: 31, success: 31 } });
    expect(new Set(of.store.runs.list({ dagId: "d", limit: 100 }).map(({ logicalDate }) => logicalDate)).size).toBe(31);
  });

  it("says of a queued run that the backfill is full, or paused", async () => {
    const of = world();
    const id = await start(of);
    const row = of.store.runs.find("d", idOf(3));
    const gate = (): unknown => row && of.local.waiting(row, "a").gates[0];
    expect(gate()).toMatchObject({ kind: "run", isOpen: false, limit: 2, backfill: { id, isPaused: false }, holderCount: 2 });
    of.backfills.pause({ id, by: ann });
    expect(gate()).toMatchObject({ kind: "run", isOpen: false, backfill: { id, isPaused: true }, holderCount: 0, expectedAt: null });
  });
});

describe("a run that a backfill cleared", () => {
  it("is as it was once the clear is taken back before its turn", async () => {
    const of = world();
    past(of, 1, "failed");
    past(of, 2, "failed");
    await start(of, { reprocess: "failed", to: "2026-01-02", maxActiveRuns: 1 });
    expect(of.stateOf("scheduled__2")).toBe("queued");
    const [clear] = of.store.audit.list({ dagId: "d", runId: "scheduled__2", acts: ["task.clear"], limit: 1 });
    expect(await of.acts.undo(clear?.id ?? 0, ann)).toEqual({ undone: 1, failures: [] });
    expect([of.stateOf("scheduled__2"), of.states("scheduled__2")]).toEqual(["failed", "a:failed b:upstream_failed"]);
    end(of, "scheduled__1", "success");
    await settle();
    expect(of.backfills.list({ limit: 1 })).toMatchObject([{ state: "finished", counts: { success: 1, failed: 1 } }]);
  });
});
