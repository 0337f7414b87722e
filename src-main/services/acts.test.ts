import { afterEach, describe, expect, it } from "vitest";
import type { ActAsk, ActStep } from "../../shared/contract/acts.ts";
import type { Actor } from "../../shared/model/actor.ts";
import { createWorld, type World } from "./test-world.ts";

let world: World;
afterEach(() => world.close());

const ann: Actor = { kind: "desktop", name: "ann" };
const chain = `schedule: "0 * * * *"
max_active_runs: 9
tasks:
  a: { config_type: BashTask, bash: "true" }
  b: { config_type: BashTask, bash: "true", deps: [a] }
  c: { config_type: BashTask, bash: "true", deps: [b] }
`;
const hour = 3_600_000;
const noon = Date.parse("2026-03-01T12:00:00Z");

/** Runs r0, r1, …, an hour of logical date apart; `a` succeeds and `b` fails in each. */
function failedRuns(count: number, file = chain): void {
  world = createWorld({ d: file });
  for (let n = 0; n < count; n += 1) {
    world.runs.start({ dagId: "d", runId: `r${n}`, logicalDate: noon + n * hour }, { by: ann });
    world.end(`r${n}`, "a", "success");
    world.end(`r${n}`, "b", "failed");
    world.clock.advance(1_000);
  }
}

async function perform(ask: ActAsk, reason?: string): Promise<ActStep> {
  const { stamp } = await world.acts.plan(ask);
  return last(world.acts.perform({ ...ask, stamp, reason }, ann));
}

async function last(steps: AsyncIterable<ActStep>): Promise<ActStep> {
  let newest: ActStep | null = null;
  for await (const step of steps) newest = step;
  if (newest === null) throw new Error("nothing was told");
  return newest;
}

const of = (...runIds: string[]): { dagId: string; runId: string }[] => runIds.map((runId) => ({ dagId: "d", runId }));
const trail = (): string[] => world.local.audit({}).entries.map(({ act, runId, tasks, by }) => `${act} ${runId} ${tasks} ${by.name}`);
const listed = async (ask: Omit<ActAsk, "act">, act: ActAsk["act"] = "clear"): Promise<string[]> => (await world.acts.plan({ act, ...ask })).runs.map(({ runId, tasks }) => `${runId}: ${tasks.map(({ taskId }) => taskId).join(" ")}`);

describe("the list of an act", () => {
  it("names task only, downstream, upstream, failed only", async () => {
    failedRuns(1);
    const targets = [{ ...of("r0")[0], taskIds: ["b"] }] as ActAsk["targets"];
    expect(await listed({ targets })).toEqual(["r0: b"]);
    expect(await listed({ targets, downstream: true })).toEqual(["r0: b c"]);
    expect(await listed({ targets, upstream: true })).toEqual(["r0: a b"]);
    expect(await listed({ targets: of("r0"), onlyFailed: true })).toEqual(["r0: b c"]);
    expect(await listed({ targets: of("r0") }, "success")).toEqual(["r0: b c"]);
    expect(await listed({ targets: of("r0") }, "failed")).toEqual(["r0: a c"]);
  });

  it("goes to the later and to the earlier runs of the same task by logical date", async () => {
    failedRuns(4);
    const targets = [{ dagId: "d", runId: "r1", taskIds: ["b"] }];
    expect(await listed({ targets, future: true })).toEqual(["r1: b", "r2: b", "r3: b"]);
    expect(await listed({ targets, past: true })).toEqual(["r1: b", "r0: b"]);
    expect(await listed({ targets, past: true, future: true, downstream: true })).toEqual(["r1: b c", "r0: b c", "r2: b c", "r3: b c"]);
  });

  it("takes the tasks of all who name a run, itself or as a later one", async () => {
    failedRuns(3);
    const targets = [{ dagId: "d", runId: "r0", taskIds: ["a"] }, { dagId: "d", runId: "r1", taskIds: ["b"] }];
    expect(await listed({ targets, future: true })).toEqual(["r0: a", "r1: a b", "r2: a b"]);
    expect(await listed({ targets: [{ dagId: "d", runId: "r0", taskIds: ["a"] }, { dagId: "d", runId: "r0", taskIds: ["c"] }] })).toEqual(["r0: a c"]);
    expect(await listed({ targets: [{ dagId: "d", runId: "r0", taskIds: ["a"] }, ...of("r0")] })).toEqual(["r0: a b c"]);
  });

  it("leaves out what runs, says why of what it cannot touch, and knows no run twice", async () => {
    failedRuns(1);
    world.runs.start({ dagId: "d", runId: "now" });
    world.runs.start({ dagId: "d", runId: "stopping" });
    world.runs.cancel("d", "stopping");
    const plan = await world.acts.plan({ act: "clear", targets: [...of("r0", "now", "stopping", "nowhere", "r0"), { dagId: "d", runId: "r0", taskIds: ["b"] }] });
    expect(plan.runs.map(({ runId }) => runId)).toEqual(["r0"]);
    expect(plan.refused).toEqual([
      { dagId: "d", runId: "nowhere", why: 'DAG "d": no run "nowhere" is in the history.' },
      { dagId: "d", runId: "stopping", why: "is being cancelled" },
    ]);
  });
});

describe("a clear after the file was changed", () => {
  const earlier = async (...runIds: string[]): Promise<number | undefined> => (await world.acts.plan({ act: "clear", targets: of(...runIds) })).earlier;

  it("counts the runs whose tasks today's file defines otherwise, and runs them as they were", async () => {
    failedRuns(2);
    expect(await earlier("r0", "r1")).toBeUndefined();
    world.dags.set("d", `# A remark, and another title.\ndoc: mended\n${chain}`);
    expect(await earlier("r0", "r1")).toBeUndefined();
    world.dags.set("d", chain.replace('b: { config_type: BashTask, bash: "true"', 'b: { config_type: BashTask, bash: "mended"'));
    world.runs.start({ dagId: "d", runId: "today" });
    world.end("today", "a", "failed");
    expect([await earlier("r0", "r1", "today"), await earlier("today")]).toEqual([2, undefined]);
    expect((await world.acts.plan({ act: "success", targets: of("r0") })).earlier).toBeUndefined();
  });

  it("says nothing where there is no file any more", async () => {
    failedRuns(1);
    world.dags.delete("d");
    expect(await earlier("r0")).toBeUndefined();
  });
});

describe("doing it", () => {
  it("does exactly what was listed, run by run, and writes each down", async () => {
    failedRuns(2);
    expect(await perform({ act: "clear", targets: of("r0", "r1"), onlyFailed: true }, "new rows came")).toEqual({ kind: "done", runs: 2, tasks: 4, failures: [], entry: 3 });
    expect([world.states("r0"), world.states("r1")]).toEqual(["a:success b:queued c:none", "a:success b:queued c:none"]);
    const { entries } = world.local.audit({ acts: ["task.clear"] });
    expect(entries.map(({ id, runId, batch, reason, tasks, arguments: given }) => ({ id, runId, batch, reason, tasks, given }))).toEqual([
      { id: 4, runId: "r1", batch: 3, reason: "new rows came", tasks: 2, given: { onlyFailed: true } },
      { id: 3, runId: "r0", batch: 3, reason: "new rows came", tasks: 2, given: { onlyFailed: true } },
    ]);
    expect(world.local.auditEntry(3).affected).toEqual([
      { taskId: "b", from: "failed", to: "scheduled" },
      { taskId: "c", from: "upstream_failed", to: "none" },
    ]);
  });

  it("lets no more runs begin at once than max_active_runs, the earliest first, and one after another of those that wait", async () => {
    failedRuns(4, chain.replace("max_active_runs: 9", "max_active_runs: 2"));
    await perform({ act: "clear", targets: of("r3", "r1", "r2", "r0"), onlyFailed: true });
    const states = (): string => ["r0", "r1", "r2", "r3"].map((runId) => world.stateOf(runId)).join(" ");
    expect(states()).toBe("running running queued queued");
    expect([world.states("r1"), world.states("r2")]).toEqual(["a:success b:queued c:none", "a:success b:none c:none"]);
    world.end("r0", "b", "failed");
    expect(states()).toBe("failed running running queued");
    // As an engine that is killed and started again finds them.
    world.scheduler.load(world.performer);
    world.scheduler.resume();
    expect(states()).toBe("failed running running queued");
    world.end("r1", "b", "failed");
    expect(states()).toBe("failed failed running running");
  });

  it("lets no more runs go on at once by a mark than max_active_runs", async () => {
    failedRuns(3, chain.replace("max_active_runs: 9", "max_active_runs: 1"));
    await perform({ act: "success", targets: of("r2", "r0", "r1").map((each) => ({ ...each, taskIds: ["b"] })) });
    const all = (): string[] => ["r0", "r1", "r2"].map((runId) => `${world.stateOf(runId)} ${world.states(runId)}`);
    expect(all()).toEqual(["running a:success b:success c:queued", "queued a:success b:success c:none", "queued a:success b:success c:none"]);
    world.scheduler.load(world.performer);
    world.scheduler.resume();
    world.end("r0", "c", "success");
    expect(all()).toEqual(["success a:success b:success c:success", "running a:success b:success c:queued", "queued a:success b:success c:none"]);
  });

  it("needs no turn for a mark that lets nothing go on", async () => {
    failedRuns(2, chain.replace("max_active_runs: 9", "max_active_runs: 1"));
    await perform({ act: "clear", targets: of("r0") });
    await perform({ act: "success", targets: of("r1") });
    expect([world.stateOf("r0"), world.stateOf("r1"), world.states("r1")]).toEqual(["running", "success", "a:success b:success c:success"]);
  });

  it("gives back a run that was marked and waits its turn as it was", async () => {
    failedRuns(2, chain.replace("max_active_runs: 9", "max_active_runs: 1"));
    await perform({ act: "clear", targets: of("r0") });
    const marked = await perform({ act: "success", targets: [{ dagId: "d", runId: "r1", taskIds: ["b"] }] });
    expect([world.stateOf("r1"), world.states("r1")]).toEqual(["queued", "a:success b:success c:none"]);
    expect(await world.acts.undo(marked.kind === "done" ? (marked.entry ?? 0) : 0, ann)).toEqual({ undone: 1, failures: [] });
    expect([world.stateOf("r1"), world.states("r1")]).toEqual(["failed", "a:success b:failed c:upstream_failed"]);
  });

  it("gives back a run that was cleared and waits its turn as it was", async () => {
    failedRuns(2, chain.replace("max_active_runs: 9", "max_active_runs: 1"));
    const cleared = await perform({ act: "clear", targets: of("r0", "r1") });
    expect([world.stateOf("r1"), world.states("r1")]).toEqual(["queued", "a:none b:none c:none"]);
    expect(await world.acts.undo(cleared.kind === "done" ? (cleared.entry ?? 0) : 0, ann)).toMatchObject({ undone: 1, failures: [{ runId: "r0" }] });
    expect([world.stateOf("r1"), world.states("r1")]).toEqual(["failed", "a:success b:failed c:upstream_failed"]);
    await perform({ act: "clear", targets: of("r1") });
    for (const task of ["a", "b", "c"]) world.end("r0", task, "success");
    expect([world.stateOf("r0"), world.stateOf("r1")]).toEqual(["success", "running"]);
  });

  it.each([
    ["depends_on_past", "deps: [a], depends_on_past: true"],
    ["wait_for_downstream", "deps: [a], wait_for_downstream: true"],
  ])("does not let a cleared run wait behind later ones that wait for it: %s", async (_name, rule) => {
    world = createWorld({ d: chain.replace("max_active_runs: 9", "max_active_runs: 1").replace("deps: [a]", rule) });
    world.runs.start({ dagId: "d", runId: "r0", logicalDate: noon }, { by: ann });
    world.end("r0", "a", "success");
    world.end("r0", "b", "failed");
    world.runs.start({ dagId: "d", runId: "r1", logicalDate: noon + hour }, { by: ann });
    world.end("r1", "a", "success");
    expect(world.states("r1")).toBe("a:success b:none c:none");
    await perform({ act: "clear", targets: of("r0"), onlyFailed: true });
    expect([world.stateOf("r0"), world.states("r0")]).toEqual(["running", "a:success b:queued c:none"]);
    world.end("r0", "b", "success");
    world.end("r0", "c", "success");
    expect(world.states("r1")).toBe("a:success b:queued c:none");
  });

  it("does nothing when the list is another by now, and shows the new one", async () => {
    failedRuns(1);
    const ask: ActAsk = { act: "clear", targets: of("r0") };
    const { stamp } = await world.acts.plan(ask);
    world.runs.mark({ dagId: "d", runId: "r0", taskId: "c", state: "success" }, ann);
    const step = await last(world.acts.perform({ ...ask, stamp }, ann));
    expect(step).toMatchObject({ kind: "changed", plan: { tasks: 3, runs: [{ tasks: [{ state: "success" }, { state: "failed" }, { state: "success" }] }] } });
    expect(world.states("r0")).toBe("a:success b:failed c:success");
  });

  it("tells one by one of the runs that refuse, and does the others", async () => {
    failedRuns(2);
    world.runs.start({ dagId: "d", runId: "active" });
    const step = await last(world.acts.cancel(of("r0", "active", "nowhere"), { by: ann }));
    expect(step).toMatchObject({ kind: "done", runs: 1, failures: [{ runId: "r0", why: expect.stringContaining("has ended already") }, { runId: "nowhere" }] });
    expect(world.local.audit({ acts: ["run.cancel"] }).entries.map(({ runId, refusal }) => [runId, refusal !== null])).toEqual([["nowhere", true], ["active", false], ["r0", true]]);
  });

  it("counts a run that is being cancelled already, and writes nothing more of it", async () => {
    failedRuns(0);
    for (const runId of ["one", "two"]) world.runs.start({ dagId: "d", runId });
    await last(world.acts.cancel(of("one"), { by: ann }));
    expect(await last(world.acts.cancel(of("one", "two"), { by: ann }))).toMatchObject({ kind: "done", runs: 2, failures: [] });
    expect(world.local.audit({ acts: ["run.cancel"] }).entries.map(({ runId }) => runId)).toEqual(["two", "one"]);
  });

  it("marks with a reason what the tasks show", async () => {
    failedRuns(1);
    await perform({ act: "success", targets: [{ dagId: "d", runId: "r0", taskIds: ["b"] }], downstream: true }, "loaded by hand");
    expect(world.states("r0")).toBe("a:success b:success c:success");
    expect(world.local.get({ dagId: "d", runId: "r0" }).tasks[1]?.reason).toBe("loaded by hand");
    expect(world.stateOf("r0")).toBe("success");
  });

  it("is one with its entry: what the store refuses leaves neither", async () => {
    failedRuns(1);
    const before = { states: world.states("r0"), trail: trail() };
    world.disk.fail = () => new Error("the disk is gone");
    await expect(perform({ act: "clear", targets: of("r0") })).rejects.toThrow("the disk is gone");
    world.disk.fail = null;
    expect({ states: world.states("r0"), trail: trail() }).toEqual(before);
  });
});

describe("the trail", () => {
  it("is found by DAG, run, act, who, words and time, page by page", async () => {
    failedRuns(3);
    await perform({ act: "success", targets: of("r1") }, "Checked by Ann");
    const ids = (filter: Parameters<typeof world.local.audit>[0]): number[] => world.local.audit(filter).entries.map(({ id }) => id);
    expect(ids({ dagId: "d", limit: 2 })).toEqual([4, 3]);
    expect(world.local.audit({ limit: 2 }).more).toBe(true);
    expect(ids({ before: 3 })).toEqual([2, 1]);
    expect(ids({ runId: "r1" })).toEqual([4, 2]);
    expect(ids({ text: "checked BY" })).toEqual([4]);
    expect(ids({ by: "cli" })).toEqual([]);
    expect(ids({ acts: ["run.start"], since: world.local.audit({}).entries.at(-2)?.at })).toEqual([3, 2]);
    expect(() => world.local.auditEntry(99)).toThrow(expect.objectContaining({ code: "audit/not-found" }));
  });
});

describe("undo", () => {
  it("takes a mark back in all runs of one request, with the states and instants of before", async () => {
    failedRuns(2);
    const before = ["r0", "r1"].map((runId) => world.local.get({ dagId: "d", runId }));
    const step = await perform({ act: "success", targets: of("r0", "r1") }, "late data");
    expect(world.stateOf("r0")).toBe("success");
    expect(await world.acts.undo(step.kind === "done" ? (step.entry ?? 0) : 0, ann)).toEqual({ undone: 2, failures: [] });
    expect(["r0", "r1"].map((runId) => world.local.get({ dagId: "d", runId }))).toEqual(before);
    expect(world.local.audit({ runId: "r0" }).entries.map(({ act, undoes, undoneBy, mayUndo }) => ({ act, undoes, undoneBy, mayUndo }))).toEqual([
      { act: "undo", undoes: 3, undoneBy: null, mayUndo: false },
      { act: "task.markSuccess", undoes: null, undoneBy: 6, mayUndo: false },
      { act: "run.start", undoes: null, undoneBy: null, mayUndo: false },
    ]);
  });

  it("takes a clear back while its tasks wait, and says why when they have begun", async () => {
    failedRuns(1);
    world.options.parallelism = 0;
    const before = world.local.get({ dagId: "d", runId: "r0" });
    const waiting = await perform({ act: "clear", targets: of("r0") });
    expect(world.states("r0")).toBe("a:scheduled b:none c:none");
    expect(await world.acts.undo(entryOf(waiting), ann)).toEqual({ undone: 1, failures: [] });
    expect(world.local.get({ dagId: "d", runId: "r0" })).toEqual(before);
    world.options.parallelism = 4;
    const begun = await perform({ act: "clear", targets: of("r0") });
    expect(await world.acts.undo(entryOf(begun), ann)).toEqual({ undone: 0, failures: [{ dagId: "d", runId: "r0", why: 'Run "r0" of DAG "d": cannot be undone, because task "a" has begun again since (try 2, queued).' }] });
    expect(world.states("r0")).toBe("a:queued b:none c:none");
  });

  it("goes backwards: what came later is undone first, and nothing twice", async () => {
    failedRuns(1);
    const first = entryOf(await perform({ act: "failed", targets: of("r0") }));
    const second = entryOf(await perform({ act: "success", targets: of("r0") }));
    expect((await world.acts.undo(first, ann)).failures[0]?.why).toMatch(/tasks were marked as success since .*; undo that first/);
    expect((await world.acts.undo(second, ann)).undone).toBe(1);
    expect((await world.acts.undo(first, ann)).undone).toBe(1);
    expect(world.states("r0")).toBe("a:success b:failed c:upstream_failed");
    await expect(world.acts.undo(first, ann)).rejects.toMatchObject({ code: "act/too-late" });
  });

  it("is not for what cannot be taken back", async () => {
    failedRuns(1);
    await expect(world.acts.undo(1, ann)).rejects.toThrow("it is not of a kind that can be undone");
    const trust = world.store.atomically(() => world.store.audit.add({ at: 0, by: ann, act: "workspace.trust" }));
    await expect(world.acts.undo(trust, ann)).rejects.toThrow(`Entry ${trust} (workspace.trust): cannot be undone`);
    await expect(world.acts.undo(77, ann)).rejects.toMatchObject({ code: "audit/not-found" });
  });

  it("puts a note back, unless it was written anew", async () => {
    failedRuns(1);
    const ref = { dagId: "d", runId: "r0" };
    world.acts.setNote({ ...ref, text: "first" }, ann);
    const second = world.acts.setNote({ ...ref, text: "second" }, ann);
    expect(world.local.notes("d")).toEqual([{ ...ref, taskId: null, text: "second", at: world.clock.now(), by: "ann" }]);
    await world.acts.undo(second.id, ann);
    expect(world.local.notes().map(({ text }) => text)).toEqual(["first"]);
    const third = world.acts.setNote({ ...ref, taskId: "b", text: "of b" }, ann);
    world.acts.setNote({ ...ref, taskId: "b", text: "  " }, ann);
    expect(world.local.notes().map(({ taskId }) => taskId)).toEqual([null]);
    expect((await world.acts.undo(third.id, ann)).failures[0]?.why).toContain("the note was changed since");
    expect(() => world.acts.setNote({ ...ref, taskId: "zz", text: "x" }, ann)).toThrow(expect.objectContaining({ code: "task/not-found" }));
  });
});

describe("running again", () => {
  it("takes conf, params, date and choice of tasks from the other run, unless they are given", () => {
    world = createWorld({ d: `params: { n: 1 }\n${chain}` });
    world.runs.start({ dagId: "d", runId: "r", conf: { user: 7 }, params: { n: 2 }, tasks: ["a"], logicalDate: noon });
    const again = world.runs.start({ dagId: "d", again: { runId: "r", version: "now" } }, { by: ann });
    expect(again).toMatchObject({ conf: { user: 7 }, params: { n: 2 }, logicalDate: noon, again: { runId: "r", version: "now" } });
    expect(world.states(again.runId)).toBe("a:queued b:skipped c:skipped");
    expect(world.runs.start({ dagId: "d", again: { runId: "r", version: "now" }, params: { n: 3 }, conf: {} })).toMatchObject({ conf: {}, params: { n: 3 } });
    expect(world.local.audit({ acts: ["run.again"] }).entries[1]).toMatchObject({ runId: again.runId, arguments: { again: { runId: "r" } } });
  });

  it("uses the definition of then when asked, though the file is another now", () => {
    world = createWorld({ d: chain });
    world.runs.start({ dagId: "d", runId: "r" });
    const { dagVersion } = world.local.get({ dagId: "d", runId: "r" }).run;
    world.dags.set("d", "max_active_runs: 9\ntasks:\n  other: { config_type: EmptyTask }\n");
    const now = world.runs.start({ dagId: "d", again: { runId: "r", version: "now" } });
    const then = world.runs.start({ dagId: "d", again: { runId: "r", version: "then" } });
    expect([now.dagVersion === dagVersion, then.dagVersion === dagVersion]).toEqual([false, true]);
    expect([world.states(now.runId), world.states(then.runId)]).toEqual(["other:success", "a:queued b:none c:none"]);
  });

  it("from a task on lets the values of the other run stand in for the tasks before", () => {
    world = createWorld({ d: chain });
    world.runs.start({ dagId: "d", runId: "r" });
    const { key } = world.store.runs.find("d", "r") ?? { key: -1 };
    world.store.xcoms.put(key, 0, { taskId: "a", key: "rows", value: 12 });
    world.store.xcoms.put(key, 1, { taskId: "b", key: "rows", value: 13 });
    const again = world.runs.start({ dagId: "d", again: { runId: "r", version: "then", from: "b" } });
    expect(world.states(again.runId)).toBe("a:skipped b:queued c:none");
    expect(world.store.xcoms.ofRun(world.store.runs.find("d", again.runId)?.key ?? -1)).toEqual([{ taskId: "a", key: "rows", value: 12 }]);
    expect(() => world.runs.start({ dagId: "d", again: { runId: "r", version: "then", from: "bb" } })).toThrow(/has no task "bb" to run from/);
  });
});

function entryOf(step: ActStep): number {
  if (step.kind !== "done" || step.entry === null) throw new Error(JSON.stringify(step));
  return step.entry;
}
