import { afterEach, describe, expect, it } from "vitest";
import type { WaitGate } from "../../shared/contract/waiting.ts";
import { createWorld, type World } from "./test-world.ts";

let world: World;
afterEach(() => world.close());

const slow = `max_active_runs: 1
tasks:
  a: { config_type: BashTask, bash: "true", pool: small }
  b: { config_type: BashTask, bash: "true", pool: small, retries: 1, retry_delay: 1m }
  c: { config_type: BashTask, bash: "true", deps: [a, b] }
`;
const gates = (runId: string, taskId: string): Record<string, WaitGate> => Object.fromEntries(world.local.waiting({ dagId: "d", runId }, taskId).gates.map((gate) => [gate.kind, gate]));

function open(): void {
  world = createWorld({ d: slow });
  world.options.pools["small"] = 1;
  world.runs.start({ dagId: "d", runId: "r" });
}

describe("what a task of this machine waits for", () => {
  it("names who holds the pool, and the place in its line", () => {
    open();
    expect(world.states("r")).toBe("a:queued b:scheduled c:none");
    expect(gates("r", "b")).toMatchObject({ pool: { isOpen: false, used: 1, limit: 1, holders: [{ runId: "r", taskId: "a", state: "queued" }] }, order: { ahead: 0 }, parallelism: { isOpen: true, used: 1, limit: 4 } });
    expect(gates("r", "a")["start"]).toMatchObject({ isOpen: false });
    expect(gates("r", "c")).toMatchObject({ dependencies: { isOpen: false, verdict: "wait", done: 0, total: 2, holderCount: 2 }, order: { ahead: null } });
  });

  it("tells of the bounds of its DAG, of a pool with too little room, and of its priority", () => {
    world = createWorld({ d: `max_active_runs: 2\nmax_active_tasks: 2\ntasks:\n  a: { config_type: BashTask, bash: "true", priority_weight: 5 }\n  b: { config_type: BashTask, bash: "true", max_active_tis_per_dag: 1 }\n  c: { config_type: BashTask, bash: "true", pool: small, pool_slots: 3 }\n` });
    world.options.pools["small"] = 2;
    for (const runId of ["r", "s"]) world.runs.start({ dagId: "d", runId });
    expect([world.states("r"), world.states("s")]).toEqual(["a:queued b:queued c:scheduled", "a:queued b:scheduled c:scheduled"]);
    const limits = world.local.waiting({ dagId: "d", runId: "s" }, "b").gates.filter(({ kind }) => kind === "limit");
    expect(limits).toMatchObject([{ name: "max_active_tasks", isOpen: true, used: 1, limit: 2, holders: [{ runId: "s", taskId: "a" }] }, { name: "max_active_tis_per_dag", isOpen: false, used: 1, limit: 1, holders: [{ runId: "r", taskId: "b" }] }]);
    expect(gates("r", "c")).toMatchObject({ limit: { name: "max_active_tasks", isOpen: false, holderCount: 2 }, pool: { isOpen: false, used: 0, limit: 2, needs: 3, expectedAt: null }, order: { priority: 1 } });
    expect(gates("r", "a")["start"]).toMatchObject({ isOpen: false });
  });

  it("counts the slots that are kept for a latency-sensitive DAG for its tasks only", () => {
    const three = 'tasks:\n  a: { config_type: BashTask, bash: "true" }\n  b: { config_type: BashTask, bash: "true" }\n  c: { config_type: BashTask, bash: "true" }\n';
    world = createWorld({ d: three, quick: `latency_sensitive: true\n${three}` });
    Object.assign(world.options, { parallelism: 2, fastSlots: 1 });
    world.runs.start({ dagId: "d", runId: "r" });
    world.runs.start({ dagId: "quick", runId: "q" });
    expect([world.states("r"), world.states("q")]).toEqual(["a:queued b:queued c:scheduled", "a:queued b:scheduled c:scheduled"]);
    expect(gates("r", "c")["parallelism"]).toMatchObject({ isOpen: false, used: 2, limit: 2, kept: 0, holders: [{ runId: "r" }, { runId: "r" }] });
    const quick = world.local.waiting({ dagId: "quick", runId: "q" }, "b").gates.find(({ kind }) => kind === "parallelism");
    expect(quick).toMatchObject({ isOpen: false, used: 3, limit: 3, kept: 1 });
  });

  it("tells when a pause before the next try is over", () => {
    open();
    world.end("r", "a", "success");
    world.end("r", "b", "failed");
    const { retry } = gates("r", "b");
    expect([retry?.isOpen, retry?.expectedAt]).toEqual([false, world.clock.now() + 60_000]);
  });

  it("makes the next run wait for this one, by how long runs took before", () => {
    open();
    world.clock.advance(5_000);
    for (const id of ["a", "b", "c"]) {
      world.end("r", id, "started");
      world.clock.advance(10_000);
      world.end("r", id, "success");
    }
    expect(world.stateOf("r")).toBe("success");
    world.runs.start({ dagId: "d", runId: "second" });
    world.runs.start({ dagId: "d", runId: "third" });
    world.runs.start({ dagId: "d", runId: "fourth" });
    const now = world.clock.now();
    expect(gates("third", "a")["run"]).toMatchObject({ isOpen: false, limit: 1, ahead: 0, holders: [{ runId: "second", taskId: null, expectedEnd: now + 35_000 }], expectedAt: now + 35_000 });
    expect(gates("fourth", "a")["run"]).toMatchObject({ ahead: 1, expectedAt: null });
    // One that waits for both: a takes ten seconds, and so does b.
    expect(gates("second", "c")["dependencies"]).toMatchObject({ expectedAt: now + 10_000 });
  });

  it("says why nothing starts at all, and what a run was not asked for", () => {
    open();
    world.options.trusted = false;
    expect(gates("r", "b")["engine"]).toMatchObject({ isOpen: false, words: "not trusted" });
    world.options.trusted = true;
    world.runs.start({ dagId: "d", runId: "part", tasks: ["a"] });
    expect(gates("part", "c")["chosen"]).toMatchObject({ isOpen: false, why: "not chosen" });
    expect(() => world.local.waiting({ dagId: "d", runId: "r" }, "zz")).toThrow(expect.objectContaining({ code: "task/not-found" }));
  });
});
