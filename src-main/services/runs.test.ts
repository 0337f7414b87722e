import { afterEach, describe, expect, it, vi } from "vitest";
import { cellOf, readGrid } from "../../shared/run-view/run-grid.ts";
import { createWorld, type World } from "./test-world.ts";

let world: World;
afterEach(() => world.close());

const chain = `max_active_runs: 1
tasks:
  a: { config_type: BashTask, bash: "true", retries: 1, retry_delay: 1m }
  b: { config_type: BashTask, bash: "true", deps: [a] }
  e: { config_type: EmptyTask, deps: [b] }
`;
const open = (runId = "r"): World => {
  world = createWorld({ d: chain }, ["hunter2secret"]);
  world.runs.start({ dagId: "d", runId });
  return world;
};
const ref = { dagId: "d", runId: "r" };

describe("cancelling", () => {
  it("stops what runs, skips the rest, and ends as failed", () => {
    open();
    world.runs.cancel("d", "r");
    expect(world.performer.stopped).toEqual(["1.0.1"]);
    expect(world.states("r")).toBe("a:queued b:skipped e:skipped");
    world.end("r", "a", "failed");
    expect(world.states("r")).toBe("a:failed b:skipped e:skipped");
    expect(world.stateOf("r")).toBe("failed");
  });

  it("ends a run that waits for its turn, and lets the next one begin", () => {
    open();
    for (const runId of ["second", "third"]) world.runs.start({ dagId: "d", runId });
    world.runs.cancel("d", "second");
    expect(world.stateOf("second")).toBe("failed");
    world.runs.cancel("d", "r");
    world.end("r", "a", "failed");
    expect([world.stateOf("r"), world.stateOf("third")]).toEqual(["failed", "running"]);
  });

  it("ends a wait for a retry", () => {
    open();
    world.end("r", "a", "failed");
    expect(world.states("r")).toContain("a:up_for_retry");
    world.runs.cancel("d", "r");
    expect(world.stateOf("r")).toBe("failed");
    world.clock.advance(120_000);
    expect(world.performer.started).toEqual(["1.0.1"]);
  });

  it("works in a workspace that is not trusted any more; nothing else does", () => {
    open();
    world.options.trusted = false;
    const untrusted = expect.objectContaining({ code: "workspace/untrusted" });
    expect(() => world.runs.start({ dagId: "d" })).toThrow(untrusted);
    expect(() => world.runs.clear(ref)).toThrow(untrusted);
    expect(() => world.runs.mark({ ...ref, state: "success" })).toThrow(untrusted);
    expect(world.runs.clear({ ...ref, dryRun: true }).taskIds).toEqual([]);
    world.runs.cancel("d", "r");
    expect(world.performer.stopped).toEqual(["1.0.1"]);
  });

  it("asked for twice is one act: the trail has one entry of it", () => {
    open();
    expect([world.runs.cancel("d", "r"), world.runs.cancel("d", "r")]).toEqual([expect.any(Number), null]);
    expect(world.local.audit({ acts: ["run.cancel"] }).entries).toHaveLength(1);
    expect(world.performer.stopped).toEqual(["1.0.1"]);
  });

  it("refuses a run that has ended", () => {
    open();
    world.runs.cancel("d", "r");
    world.end("r", "a", "failed");
    expect(() => world.runs.cancel("d", "r")).toThrow(expect.objectContaining({ code: "run/not-active" }));
  });
});

describe("clearing", () => {
  const failed = (): void => {
    open();
    world.end("r", "a", "success");
    world.end("r", "b", "failed");
  };

  it("runs failed tasks again and what depends on them", () => {
    failed();
    expect(world.runs.clear({ ...ref, onlyFailed: true, dryRun: true }).taskIds).toEqual(["b", "e"]);
    expect(world.stateOf("r")).toBe("failed");
    world.runs.clear({ ...ref, onlyFailed: true });
    expect(world.states("r")).toBe("a:success b:queued e:none");
    world.end("r", "b", "success");
    expect(world.states("r")).toBe("a:success b:success e:success");
    expect(world.stateOf("r")).toBe("success");
  });

  it("goes up, and leaves out what is below, when asked", () => {
    failed();
    expect(world.runs.clear({ ...ref, taskIds: ["b"], downstream: false, dryRun: true }).taskIds).toEqual(["b"]);
    expect(world.runs.clear({ ...ref, taskIds: ["b"], upstream: true, dryRun: true }).taskIds).toEqual(["a", "b", "e"]);
  });

  it("leaves alone what runs now", () => {
    open();
    world.end("r", "a", "success");
    const { taskIds } = world.runs.clear(ref);
    expect(taskIds).toEqual(["a"]);
    expect(world.states("r")).toBe("a:queued b:queued e:none");
  });

  it("is refused while the run is being cancelled: what is stopping would be started anew", () => {
    open();
    world.runs.cancel("d", "r");
    expect(() => world.runs.clear(ref)).toThrow(expect.objectContaining({ code: "run/task-active" }));
    expect(world.runs.clear({ ...ref, dryRun: true }).taskIds).toEqual(["b", "e"]);
  });

  it("does not let a run that waits for its turn jump the queue", () => {
    open();
    world.runs.start({ dagId: "d", runId: "second" });
    world.runs.mark({ dagId: "d", runId: "second", taskId: "a", state: "success" });
    world.runs.clear({ dagId: "d", runId: "second" });
    expect(world.stateOf("second")).toBe("queued");
    expect(world.states("second")).toBe("a:none b:none e:none");
  });

  it("repeats a run of EmptyTasks as often as one likes", () => {
    world = createWorld({ d: "tasks:\n  a: { config_type: EmptyTask }\n" });
    world.runs.start({ dagId: "d", runId: "r" });
    for (const tries of [2, 3]) {
      world.runs.clear(ref);
      expect(world.local.get({ dagId: "d", runId: "r" }).tasks[0]).toMatchObject({ state: "success", tryNumber: tries });
    }
  });
});

describe("marking", () => {
  it("during a wait for a retry decides the task, and the retry does not come", () => {
    open();
    world.end("r", "a", "failed");
    world.runs.mark({ ...ref, taskId: "a", state: "success" });
    expect(world.states("r")).toBe("a:success b:queued e:none");
    world.clock.advance(120_000);
    expect(world.performer.started).toEqual(["1.0.1", "1.1.1"]);
  });

  it("is refused for a task that runs", () => {
    open();
    expect(() => world.runs.mark({ ...ref, taskId: "a", state: "success" })).toThrow(expect.objectContaining({ code: "run/task-active" }));
  });

  it("does not open anything again in a run that is being cancelled", () => {
    world = createWorld({ d: 'tasks:\n  a: { config_type: BashTask, bash: "true" }\n  b: { config_type: BashTask, bash: "true", deps: [a] }\n  c: { config_type: BashTask, bash: "true" }\n' });
    world.runs.start({ dagId: "d", runId: "r" });
    world.end("r", "a", "failed");
    world.runs.cancel("d", "r");
    world.runs.mark({ ...ref, taskId: "a", state: "success" });
    world.end("r", "c", "failed");
    expect(world.stateOf("r")).toBe("failed");
  });

  it("a cancelled run as good leaves no word of the cancel", () => {
    open();
    world.runs.cancel("d", "r");
    world.end("r", "a", "failed");
    expect(world.local.get({ dagId: "d", runId: "r" }).run.reason).toBe("cancelled");
    world.runs.mark({ ...ref, state: "success" });
    expect(world.local.get({ dagId: "d", runId: "r" }).run).toMatchObject({ state: "success", reason: null });
  });
});

describe("starting", () => {
  it("on a disk that refused one DAG runs the tasks of the next one, though its version gets the number that the first would have had", () => {
    world = createWorld({ one: "tasks:\n  a: { config_type: EmptyTask }\n", other: "tasks:\n  b: { config_type: EmptyTask }\n  c: { config_type: EmptyTask }\n" });
    world.disk.fail = () => new Error("the disk is full");
    expect(() => world.runs.start({ dagId: "one", runId: "r" })).toThrow("the disk is full");
    world.disk.fail = null;
    world.runs.start({ dagId: "other", runId: "r" });
    expect([world.states("r"), world.stateOf("r")]).toEqual(["b:success c:success", "success"]);
  });

  it("on a disk that breaks off while the new run is read leaves nothing of it in memory either", () => {
    world = createWorld({ one: "tasks:\n  a: { config_type: EmptyTask }\n", other: "tasks:\n  b: { config_type: EmptyTask }\n  c: { config_type: EmptyTask }\n" });
    vi.spyOn(world.store.tasks, "load").mockImplementationOnce(() => {
      throw new Error("the disk is bad");
    });
    expect(() => world.runs.start({ dagId: "one", runId: "r" })).toThrow("the disk is bad");
    world.runs.start({ dagId: "other", runId: "r" });
    expect([world.states("r"), world.stateOf("r")]).toEqual(["b:success c:success", "success"]);
  });

  it("says of each param once what is wrong with it", () => {
    world = createWorld({ orders: "params: { size: { default: S, enum: [S, M] }, n: 1 }\ntasks:\n  a: { config_type: EmptyTask }\n" });
    const start = (): unknown => world.runs.start({ dagId: "orders", params: { size: "XL", n: "x" } });
    expect(start).toThrow('DAG "orders": Param "size": found the text "XL"; expected one of "S", "M". Param "n": found the text "x"; expected a whole number.');
  });

  it("takes params from the conf, as in Airflow; what has no default has to be given, and a repeated run has what its new conf says", () => {
    world = createWorld({ d: "params: { day: { type: string, format: date }, n: 1 }\ntasks:\n  a: { config_type: EmptyTask }\n" });
    const refusalOf = (asked: object): unknown => {
      try {
        return world.runs.start({ dagId: "d", ...asked });
      } catch (thrown) {
        return thrown;
      }
    };
    expect(refusalOf({})).toMatchObject({ code: "params/invalid", message: 'DAG "d": Param "day": no value was given and it has no default.', details: { problems: [{ param: "day", isMissing: true }] } });
    expect(refusalOf({ conf: { day: "20260131" } })).toMatchObject({ message: expect.stringContaining('found "20260131"; expected a date') });
    expect(world.runs.start({ dagId: "d", runId: "r", conf: { day: "2026-01-31", n: 5, user: "u" }, params: { n: 7 } }).params).toEqual({ day: "2026-01-31", n: 7 });
    const again = (more: object): unknown => world.runs.start({ dagId: "d", again: { runId: "r", version: "now" }, ...more }).params;
    expect([again({}), again({ conf: { day: "2026-02-01" } }), again({ conf: { n: 8 } })]).toEqual([{ day: "2026-01-31", n: 7 }, { day: "2026-02-01", n: 7 }, { day: "2026-01-31", n: 8 }]);
  });

  it.each([["", "is empty"], [" ", "is empty"], ["a\nb", "control character"], ["latest", "newest run"], ["x".repeat(251), "251 characters"]])("refuses the run id %j", (runId, words) => {
    open();
    expect(() => world.runs.start({ dagId: "d", runId })).toThrow(expect.objectContaining({ code: "input/invalid", message: expect.stringContaining(words) }));
  });

  it("says which task was meant", () => {
    world = createWorld({ d: "tasks:\n  load: { config_type: EmptyTask }\n" });
    expect(() => world.runs.start({ dagId: "d", tasks: ["laod"] })).toThrow(/has no task "laod"; known are load\. Did you mean `load`\?/);
  });

  it("never makes a secret something that a run can be found by", () => {
    open();
    world.runs.start({ dagId: "d", runId: "s", conf: { user: "u-1", token: "hunter2secret", header: "Bearer hunter2secret" } });
    expect(world.store.search.find("u-1", { exact: true, limit: 5 }).hits).toHaveLength(1);
    expect(world.store.search.find("hunter2", { exact: false, limit: 5 }).hits).toEqual([]);
  });
});

describe("listing", () => {
  it("loses no run between pages, also of runs that were asked for in the same millisecond", () => {
    open("r0");
    for (let n = 1; n < 12; n += 1) {
      if (n % 3 === 0) world.clock.advance(1);
      world.runs.start({ dagId: "d", runId: `r${n}` });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let more = true; more; ) {
      const page = world.local.list({ cursor, limit: 4 });
      seen.push(...page.runs.map((run) => run.runId));
      cursor = page.cursor ?? undefined;
      more = page.more;
    }
    expect(seen).toEqual(Array.from({ length: 12 }, (_, n) => `r${11 - n}`));
    expect(() => world.local.list({ cursor: "12" })).toThrow(/none that a page of runs ended with/);
  });

  it("names the nearest where there is no such run: of its DAG, or the DAG", () => {
    open("monday");
    expect(() => world.local.find("d", "munday")).toThrow('DAG "d": no run "munday" is in the history. Did you mean `monday`?');
    expect(() => world.local.find("d", "x")).toThrow(/is in the history\.$/);
    world.dags.set("orders", world.dags.get("d") ?? "");
    world.runs.start({ dagId: "orders", runId: "r" });
    expect(() => world.local.find("ordres", "r")).toThrow('DAG "ordres": no run "r" is in the history. Did you mean `orders`?');
  });

  it("gives the state of every task of many runs at once, each in the order of its own version", () => {
    open("first");
    world.end("first", "a", "started");
    const grid = readGrid(world.local.grid({ dagId: "d", limit: 5 }));
    const [run] = grid.runs;
    if (!run) throw new Error("no run");
    const shown = world.local.get({ dagId: "d", runId: "first" }).tasks.map(({ taskId, state, tryNumber, startedAt }) => ({ taskId, state, tryNumber, startedAt }));
    expect(run.version.tasks.map(({ id }) => ({ taskId: id, state: cellOf(run, id)?.state, tryNumber: cellOf(run, id)?.tryNumber, startedAt: cellOf(run, id)?.startedAt }))).toEqual(shown);
    expect([grid.cursor, shown[0]?.state]).toEqual([null, "running"]);
  });
});
