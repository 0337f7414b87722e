/** Rows that wait for the end of their transaction: how many statements they take, and that nobody can see that they waited. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Dag } from "../../shared/model/dag.ts";
import type { AttemptEnd, Store, TaskRecord } from "../ports/store.ts";
import { openStore } from "./store.ts";

const fresh: TaskRecord = { state: "none", tryNumber: 0, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null };
const end: AttemptEnd = { state: "success", endedAt: 9, exitCode: 0, signal: null, reason: null, checks: [], table: "w.t", rowsLoaded: 3, logBytes: 1, logDroppedBytes: 0, cpuMs: 2, peakRssBytes: 5 };
const bash = { words: ["bash"], rendered: null, warm: false, cwd: "/w", env: { A: "1" }, moreEnv: 0 };

let folder: string;
let store: Store;
let run: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-gathering-"));
  store = openStore({ file: join(folder, "state.db"), migrations: new URL("migrations", import.meta.url).pathname, synchronous: "OFF" });
  run = makeRun("r");
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function makeRun(runId: string): number {
  return store.atomically(() => {
    const versionId = store.versions.ensure({ dagId: "d", hash: "h", file: "d.dag.yaml", source: "dag: d", dag: { id: "d", tasks: [] } as unknown as Dag, at: 1 });
    const key = store.runs.create({ dagId: "d", runId, versionId, runType: "manual", logicalDate: 5, dataIntervalStart: 5, dataIntervalEnd: 6, conf: {}, params: {}, selection: null, queuedAt: 100 });
    store.tasks.insertAll(key, Array.from({ length: 8 }, (_, index) => ({ id: `t${index}`, record: fresh })));
    return key;
  });
}

const key = (task: number, tryNumber = 1) => ({ run, task, tryNumber });

/** The statements that `work` makes the store carry out. */
function carriedOut(work: () => void): string[] {
  const probe = new Sqlite(":memory:");
  const kind = Object.getPrototypeOf(probe.prepare("select 1")) as Record<"run" | "get" | "all", (this: { source: string }, ...values: unknown[]) => unknown>;
  probe.close();
  const texts: string[] = [];
  const before = { run: kind.run, get: kind.get, all: kind.all };
  for (const verb of ["run", "get", "all"] as const) {
    kind[verb] = function counted(...values) {
      texts.push(this.source.trim().split(/\s+/).slice(0, 3).join(" "));
      return before[verb].apply(this, values);
    };
  }
  try {
    work();
  } finally {
    Object.assign(kind, before);
  }
  return texts;
}

describe("what is written of tasks and tries in one transaction", () => {
  it("takes one statement a table, however many there are and however often each was saved", () => {
    store.atomically(() => [0, 1, 2].forEach((task) => store.attempts.begin(key(task), 7)));
    store.outbox.settle(key(0));
    const texts = carriedOut(() =>
      store.atomically(() => {
        for (const task of [0, 1, 2]) {
          store.attempts.started(key(task), 40 + task, 8);
          store.attempts.saveStart(key(task), { rendered: [], process: bash });
          store.attempts.end(key(task), end);
          store.tasks.save(run, task, { ...fresh, state: "running", startedAt: 8 });
          store.tasks.save(run, task, { ...fresh, state: "success", startedAt: 8, endedAt: 9 });
          store.outbox.settle(key(task));
        }
        for (const task of [3, 4, 5]) {
          store.tasks.save(run, task, { ...fresh, state: "scheduled" });
          store.tasks.save(run, task, { ...fresh, state: "queued", tryNumber: 1 });
          store.attempts.begin(key(task), 9);
        }
      }),
    );
    expect(texts).toEqual(["BEGIN IMMEDIATE", "insert into attempt_process", "insert into attempt", "insert into attempt_detail", "update task_instance set", "COMMIT"]);
    expect(store.tasks.load(run).map(({ record }) => record.state)).toEqual(["success", "success", "success", "queued", "queued", "queued", "none", "none"]);
    expect(store.attempts.listOf(run, 1)).toMatchObject([{ state: "success", pid: 41, queuedAt: 7, startedAt: 8, endedAt: 9, rowsLoaded: 3, process: bash }]);
    expect(store.attempts.listOpen()).toEqual([3, 4, 5].map((task) => ({ ...key(task), state: "starting", pid: null, startedAt: null })));
  });

  it("is seen by whoever asks within it", () => {
    store.atomically(() => {
      store.tasks.save(run, 0, { ...fresh, state: "queued" });
      expect(store.past.stateAt(run, 0)).toBe("queued");
      store.tasks.save(run, 0, { ...fresh, state: "success" });
      store.attempts.begin(key(0), 7);
      expect(store.attempts.listOpen()).toHaveLength(1);
      store.attempts.end(key(0), end);
      expect([store.attempts.published(key(0)), store.attempts.rowsLoaded(key(0))]).toEqual([{ table: "w.t", rows: 3 }, 3]);
      expect(store.tasks.listOf(run)[0]).toMatchObject({ state: "success" });
    });
  });

  it("comes to what it comes to row by row", { timeout: 60_000 }, () => {
    const steps: ((task: number) => void)[] = [
      (task) => store.attempts.begin(key(task), 7),
      (task) => store.attempts.started(key(task), 42, 8),
      (task) => store.attempts.started(key(task), 43, 8.5 * 2),
      (task) => store.attempts.end(key(task), { ...end, state: "failed", reason: "odd \u0000 \ud800 \\ud800 😀\n", endedAt: 31 }),
      (task) => store.attempts.started(key(task), 44, 30),
      (task) => store.attempts.end(key(task), { ...end, state: "interrupted", reason: "an echo", endedAt: 32 }),
      (task) => store.attempts.end(key(task, 2), end),
    ];
    const seen = (task: number): unknown => store.attempts.listOf(run, task).map(({ attemptId: _id, taskId: _task, ...rest }) => rest);
    // Each way to share the steps out between transactions.
    for (let cuts = 0; cuts < 2 ** (steps.length - 1); cuts += 1) {
      run = makeRun(`r${cuts}`);
      const parts = steps.reduce<(typeof steps)[]>((all, step, index) => (index === 0 || (cuts >> (index - 1)) & 1 ? [...all, [step]] : [...all.slice(0, -1), [...(all.at(-1) ?? []), step]]), []);
      for (const part of parts) store.atomically(() => part.forEach((step) => step(1)));
      for (const step of steps) step(2);
      expect(seen(1)).toEqual(seen(2));
      expect(seen(1)).toMatchObject([{ tryNumber: 1, state: "failed", pid: 42, startedAt: 8, endedAt: 31, reason: "odd \u0000 \ufffd \\ud800 😀\n" }]);
    }
  });

  it("has an end without a start begin when it was queued", () => {
    store.atomically(() => {
      store.attempts.begin(key(0), 7);
      store.attempts.end(key(0), end);
      store.attempts.begin(key(1), 8);
    });
    store.atomically(() => store.attempts.end(key(1), end));
    expect([0, 1].map((task) => store.attempts.listOf(run, task)[0]?.startedAt)).toEqual([7, 8]);
  });

  it("leaves nothing where a try is begun twice, whatever was caught on the way", () => {
    store.atomically(() => store.attempts.begin(key(0), 7));
    const again = (): void =>
      store.atomically(() => {
        store.tasks.save(run, 1, { ...fresh, state: "failed" });
        store.attempts.begin(key(0), 8);
        try {
          store.runs.count();
        } catch {
          // Whoever asks may think that it is about the question.
        }
        store.attempts.begin(key(2), 8);
      });
    expect(again).toThrow(expect.objectContaining({ code: "SQLITE_CONSTRAINT_UNIQUE", message: expect.stringContaining(`try 1 of task 0 of run ${run} has begun already`) }));
    expect(store.tasks.load(run).map(({ record }) => record.state)).toEqual(Array.from({ length: 8 }, () => "none"));
    expect(store.attempts.listOpen()).toEqual([{ ...key(0), state: "starting", pid: null, startedAt: null }]);
    expect(() => store.atomically(() => [3, 3].forEach((task) => store.attempts.begin(key(task), 7)))).toThrow(/UNIQUE/);
    store.atomically(() => store.attempts.begin(key(2), 8));
    expect(store.attempts.listOpen()).toHaveLength(2);
  });

  it("is forgotten with a transaction that throws", () => {
    expect(() =>
      store.atomically(() => {
        store.tasks.save(run, 0, { ...fresh, state: "success" });
        store.attempts.begin(key(0), 7);
        store.outbox.add({ ...key(0), kind: "stop" });
        throw new Error("half way");
      }),
    ).toThrow("half way");
    expect([store.tasks.load(run)[0]?.record.state, store.attempts.listOpen(), store.outbox.list()]).toEqual(["none", [], []]);
    store.atomically(() => store.outbox.settle(key(0)));
  });

  it("is forgotten with what was known of it: an entry that is settled after all, and a queue that is not on", () => {
    const half = (work: () => void) => (): void =>
      store.atomically(() => {
        work();
        throw new Error("half way");
      });
    store.outbox.add({ ...key(0), kind: "stop" });
    expect(half(() => store.outbox.settle(key(0)))).toThrow("half way");
    expect(store.outbox.list()).toHaveLength(1);
    store.outbox.settle(key(0));
    expect(store.outbox.list()).toEqual([]);
    store.queues.setOn("d", true);
    expect(half(() => [store.queues.setOn("e", true), store.queues.setOn("d", false), store.queues.listOn()])).toThrow("half way");
    expect(store.queues.listOn()).toEqual(["d"]);
  });

  it("makes the instances of a mapped task and saves them in one go", () => {
    const texts = carriedOut(() =>
      store.atomically(() => {
        for (const mapIndex of [0, 1, 2]) store.tasks.insertInstance(run, { task: 8 + mapIndex, of: 1, mapIndex, id: `t1[${mapIndex}]` }, fresh);
        for (const task of [8, 9]) store.tasks.save(run, task, { ...fresh, state: "queued" });
      }),
    );
    expect(texts).toEqual(["BEGIN IMMEDIATE", "insert into task_instance", "COMMIT"]);
    expect(store.tasks.load(run).slice(8).map(({ id, record, instance }) => [id, record.state, instance])).toEqual([
      ["t1[0]", "queued", { of: 1, mapIndex: 0 }],
      ["t1[1]", "queued", { of: 1, mapIndex: 1 }],
      ["t1[2]", "none", { of: 1, mapIndex: 2 }],
    ]);
  });

  it("finds each row by its key, however long the history", () => {
    const database = new Sqlite(join(folder, "state.db"));
    const texts: string[] = [];
    const { prepare } = Sqlite.prototype;
    Sqlite.prototype.prepare = function noted(this: Sqlite.Database, text: string) {
      texts.push(text);
      return prepare.call(this, text);
    } as typeof prepare;
    try {
      openStore({ file: join(folder, "other.db"), migrations: new URL("migrations", import.meta.url).pathname }).close();
    } finally {
      Sqlite.prototype.prepare = prepare;
    }
    database.function("begun_twice", (_run, _task, _tryNumber) => null);
    const batches = texts.filter((text) => text.includes("jsonb_each"));
    const plans = batches.flatMap((text) => database.prepare<[string], { detail: string }>(`explain query plan ${text}`).all("[]"));
    database.close();
    expect(batches).toHaveLength(4);
    expect(plans.map(({ detail }) => detail).filter((line) => /SCAN (attempt|task_instance|known)/.test(line))).toEqual([]);
    expect(plans.map(({ detail }) => detail)).toContain("SEARCH task_instance USING PRIMARY KEY (run=? AND task=?)");
  });
});
