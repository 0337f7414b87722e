import { describe, expect, it } from "vitest";
import type { WaitHolder } from "../contract/waiting.ts";
import { explainWait, type WaitFacts, type WaitTask } from "./explain-wait.ts";

const now = 100_000;

function task(id: string, fields: Partial<WaitTask> = {}): WaitTask {
  return { id, deps: [], rule: "all_success", isEnabled: true, isChosen: true, state: "none", startedAt: null, endedAt: null, scheduledAt: null, queuedAt: null, retryAt: null, ...fields };
}

function facts(tasks: readonly WaitTask[], fields: Partial<WaitFacts> = {}): WaitFacts {
  return {
    at: now,
    run: { dagId: "d", runId: "r", state: "running", isCancelling: false },
    line: { limit: 16, running: [], ahead: 0 },
    tasks: new Map(tasks.map((one) => [one.id, one])),
    typicalMs: new Map(),
    pool: { name: "default", limit: 4, needs: 1, taken: [] },
    limits: [],
    priority: 1,
    engine: { limit: 8, kept: 0, holders: [], trouble: null },
    ahead: null,
    isPaused: false, watch: null, awaited: null,
    ...fields,
  };
}

const holder = (taskId: string | null, expectedEnd: number | null): WaitHolder => ({ dagId: "o", runId: "x", taskId, state: "running", since: 1, expectedEnd });
const gate = (given: WaitFacts, id: string, kind: string) => explainWait(given, id).gates.find((one) => one.kind === kind);

describe("why a task waits", () => {
  it("waits for the last of its dependencies, by how long they took before", () => {
    const given = facts([task("a", { state: "running", startedAt: now - 2_000 }), task("b", { deps: ["a"] }), task("c", { deps: ["a", "b"] })], { typicalMs: new Map([["a", 10_000], ["b", 5_000]]) });
    const report = explainWait(given, "c");
    expect(gate(given, "c", "dependencies")).toMatchObject({ isOpen: false, verdict: "wait", done: 0, total: 2, holderCount: 2, expectedAt: now + 13_000, holders: [{ taskId: "a", expectedEnd: now + 8_000 }, { taskId: "b", expectedEnd: now + 13_000 }] });
    expect([report.isWaiting, report.expectedAt]).toEqual([true, now + 13_000]);
  });

  it("does not guess where nothing like it ever ended", () => {
    const given = facts([task("a"), task("b", { deps: ["a"] })]);
    expect([gate(given, "b", "dependencies")?.expectedAt, explainWait(given, "b").expectedAt]).toEqual([null, null]);
  });

  it("says that a task runs longer than usual by an end in the past", () => {
    const given = facts([task("a", { state: "running", startedAt: now - 9_000 }), task("b", { deps: ["a"] })], { typicalMs: new Map([["a", 1_000]]) });
    expect(gate(given, "b", "dependencies")?.holders[0]?.expectedEnd).toBe(now - 8_000);
    expect(explainWait(given, "b").expectedAt).toBe(now);
  });

  it("counts what the run was not asked for as satisfied", () => {
    const given = facts([task("a", { isChosen: false }), task("b", { isEnabled: false }), task("c", { deps: ["a", "b"] })]);
    expect(gate(given, "c", "dependencies")).toMatchObject({ isOpen: true, done: 2, holders: [] });
    expect(gate(given, "a", "chosen")).toMatchObject({ isOpen: false, why: "not chosen" });
    expect(gate(given, "b", "chosen")).toMatchObject({ isOpen: false, why: "disabled" });
  });

  it("names who decided for a task that will not run", () => {
    const given = facts([task("a", { state: "failed", endedAt: 1 }), task("b", { state: "success", endedAt: 1 }), task("c", { deps: ["a", "b"], state: "upstream_failed" })]);
    const report = explainWait(given, "c");
    expect([report.isWaiting, report.expectedAt]).toEqual([false, null]);
    expect(report.gates.at(-1)).toMatchObject({ kind: "dependencies", verdict: "upstream_failed", holders: [{ taskId: "a", state: "failed" }] });
  });

  it("knows when a slot of the pool should be free for one behind others", () => {
    const holders = [holder("p", now + 3_000), holder("q", now + 1_000), holder("r", null)];
    const taken = holders.map((one) => ({ holder: one, slots: 1 }));
    const pool = { name: "default", limit: 3, needs: 1, taken };
    const given = facts([task("a", { state: "scheduled" })], { pool, ahead: 1 });
    expect(gate(given, "a", "pool")).toMatchObject({ isOpen: false, used: 3, limit: 3, holderCount: 3, expectedAt: now + 3_000 });
    expect(gate(facts([task("a", { state: "scheduled" })], { pool, ahead: 2 }), "a", "pool")?.expectedAt).toBeNull();
    expect(gate(given, "a", "order")).toMatchObject({ isOpen: true, ahead: 1 });
  });

  it("waits until as many slots are free as it needs, and for ever for more than there are", () => {
    const taken = [{ holder: holder("p", now + 1_000), slots: 1 }, { holder: holder("q", now + 3_000), slots: 2 }];
    const needing = (needs: number) => gate(facts([task("a", { state: "scheduled" })], { pool: { name: "wide", limit: 4, needs, taken } }), "a", "pool");
    expect(needing(1)).toMatchObject({ isOpen: true, used: 3, needs: 1, expectedAt: now });
    expect(needing(2)).toMatchObject({ isOpen: false, used: 3, limit: 4, holderCount: 2, expectedAt: now + 1_000 });
    expect(needing(3)).toMatchObject({ isOpen: false, expectedAt: now + 3_000 });
    expect(needing(5)).toMatchObject({ isOpen: false, expectedAt: null });
  });

  it("waits for the bounds of its DAG file", () => {
    const limits = [{ name: "max_active_tasks" as const, limit: 1, holders: [holder("p", now + 700)] }, { name: "max_active_tis_per_dag" as const, limit: 2, holders: [holder("p", now + 700)] }];
    const report = explainWait(facts([task("a", { state: "scheduled" })], { limits }), "a");
    expect(report.gates.filter(({ kind }) => kind === "limit")).toMatchObject([{ name: "max_active_tasks", isOpen: false, used: 1, limit: 1, expectedAt: now + 700 }, { name: "max_active_tis_per_dag", isOpen: true, used: 1, limit: 2 }]);
    expect(report.expectedAt).toBe(now + 700);
  });

  it("waits with its run for the runs before it", () => {
    const given = facts([task("a")], { run: { dagId: "d", runId: "r", state: "queued", isCancelling: false }, line: { limit: 1, running: [holder(null, now + 500)], ahead: 0 } });
    expect(gate(given, "a", "run")).toMatchObject({ isOpen: false, limit: 1, ahead: 0, expectedAt: now + 500 });
  });

  it("tells of a retry, a cancelled run, an engine in trouble and a process that is being started", () => {
    const retry = facts([task("a", { state: "up_for_retry", retryAt: now + 60_000 })]);
    expect(gate(retry, "a", "retry")).toMatchObject({ isOpen: false, expectedAt: now + 60_000 });
    expect(explainWait(retry, "a").expectedAt).toBe(now + 60_000);
    expect(gate(facts([task("a")], { run: { dagId: "d", runId: "r", state: "running", isCancelling: true } }), "a", "cancel")?.isOpen).toBe(false);
    expect(gate(facts([task("a")], { engine: { limit: 1, kept: 0, holders: [], trouble: "The disk is full." } }), "a", "engine")).toMatchObject({ isOpen: false, words: "The disk is full." });
    expect(explainWait(facts([task("a", { state: "queued" })]), "a").gates.at(-1)).toMatchObject({ kind: "start", isOpen: false });
  });

  it("comes to an end on tasks in a circle, and on deep chains", () => {
    const circle = facts([task("a", { deps: ["b"] }), task("b", { deps: ["a"] })], { typicalMs: new Map([["a", 1], ["b", 1]]) });
    expect(gate(circle, "a", "dependencies")?.isOpen).toBe(false);
    const chain = Array.from({ length: 20_000 }, (_, at) => task(`t${at}`, at === 0 ? {} : { deps: [`t${at - 1}`] }));
    const long = facts(chain, { typicalMs: new Map(chain.map(({ id }) => [id, 1])) });
    expect(gate(long, "t19999", "dependencies")?.expectedAt).toBe(now + 19_999);
  });
});
