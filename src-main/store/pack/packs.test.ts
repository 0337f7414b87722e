import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Dag } from "../../../shared/model/dag.ts";
import type { CheckResult } from "../../../shared/model/run.ts";
import type { RunRow, Store, TaskRecord } from "../../ports/store.ts";
import { openStore } from "../store.ts";

const migrations = new URL("../migrations", import.meta.url).pathname;
const none: TaskRecord = { state: "none", tryNumber: 0, maxTries: 3, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null };
const check: CheckResult = { name: "unique", kind: "unique", severity: "error", outcome: "failed", message: "2 rows", sql: "select 1", failingCount: 2, failingColumns: ["a"], failingRows: [["1"], [null]] };
const taskIds = ["extract", "load", "mapped", "left"];

let folder: string;
let file: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-packs-"));
  file = join(folder, "state.db");
  store = openStore({ file, migrations });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function versionOf(ids: readonly string[], hash: string): number {
  return store.versions.ensure({ dagId: "d", hash, file: "d.dag.yaml", source: "dag: d", dag: { id: "d", tasks: ids.map((id) => ({ id })) } as unknown as Dag, at: 1 });
}

/** Ended, with everything that a run may leave. `at`: when it was queued. */
function makeRun(runId: string, at: number, { loadIs = "failed", hash = "h" }: { loadIs?: "success" | "failed"; hash?: string } = {}): number {
  return store.atomically(() => {
    const run = store.runs.create({ dagId: "d", runId, versionId: versionOf(taskIds, hash), runType: "manual", logicalDate: at, dataIntervalStart: at, dataIntervalEnd: at, conf: { user_id: runId }, params: {}, selection: null, queuedAt: at });
    store.tasks.insertAll(run, taskIds.map((id) => ({ id, record: none })));
    tryTask(run, 0, 1, at, "failed");
    tryTask(run, 0, 2, at + 500, "success");
    tryTask(run, 1, 1, at + 900, loadIs);
    store.mapItems.replace(run, 2, [{ item: { n: 1 }, label: "one" }, { item: null, label: "two" }]);
    store.tasks.save(run, 2, { ...none, state: "success", mapLength: 2, followed: ["left"] });
    for (const mapIndex of [0, 1]) {
      store.tasks.insertInstance(run, { task: 4 + mapIndex, of: 2, mapIndex, id: `mapped[${mapIndex}]` }, none);
      tryTask(run, 4 + mapIndex, 1, at + 1000 + mapIndex, "success");
      store.xcoms.put(run, 4 + mapIndex, { taskId: "", key: "n", value: mapIndex });
    }
    store.tasks.save(run, 3, { ...none, state: "skipped", endedAt: at + 2000, reason: "left out" });
    store.xcoms.put(run, 0, { taskId: "", key: "rows", value: { big: 2 ** 60, café: ["🦆", null] } });
    store.search.add(run, [{ key: "user_id", value: runId, source: "conf" }]);
    store.runs.saveRecord(run, { state: loadIs, startedAt: at + 5, endedAt: at + 2001, reason: null, cancelling: false });
    return run;
  });
}

function tryTask(run: number, task: number, tryNumber: number, at: number, state: "success" | "failed"): void {
  const key = { run, task, tryNumber };
  const [startedAt, endedAt] = [at + 7, at + 90 + task];
  store.attempts.begin(key, at);
  store.attempts.started(key, 4000 + task, startedAt);
  const attemptId = `${store.id}.${run}.${task}.${tryNumber}`;
  const env = { DAGWRIGHT_ATTEMPT_ID: attemptId, DAGWRIGHT_TASK_ID: `t${task}`, DAGWRIGHT_TRY_NUMBER: String(tryNumber) };
  store.attempts.saveStart(key, { rendered: [{ name: "sql", text: `select ${task} from t where d = ${at}` }], process: { words: ["bash"], rendered: null, warm: false, cwd: "/w", env, moreEnv: 0 } });
  const reason = state === "failed" ? "exit code 3" : null;
  store.attempts.end(key, { state, endedAt, exitCode: state === "failed" ? 3 : 0, signal: null, reason, checks: task === 1 ? [check] : [], table: "w.t", rowsLoaded: task, logBytes: 10 + task, logDroppedBytes: 0, cpuMs: 12, peakRssBytes: 2 ** 33 });
  store.tasks.save(run, task, { ...none, state, tryNumber, scheduledAt: at - 1, queuedAt: at, startedAt, endedAt, reason });
}

/** All that the store says of the run and of its DAG. */
function everything(run: number): unknown {
  const row = store.runs.get(run);
  const later: RunRow = { ...row, key: 1e6, queuedAt: 1e9 };
  return {
    ...{ row, found: store.runs.find("d", row.runId), listed: store.runs.list({ dagId: "d", limit: 10 }), grid: store.tasks.gridOf(run, row.queuedAt) },
    ...{ load: store.tasks.load(run), shown: store.tasks.listOf(run), instances: store.tasks.instancesOf(run, 2), one: store.tasks.loadOne(run, "mapped[1]"), no: store.tasks.loadOne(run, "nowhere") },
    typical: [...store.tasks.typicalMs("d", taskIds)],
    tries: [0, 1, 2, 3, 4, 5].map((task) => store.attempts.listOf(run, task)),
    rowsLoaded: [store.attempts.rowsLoaded({ run, task: 1, tryNumber: 1 }), store.attempts.published({ run, task: 1, tryNumber: 1 })],
    xcoms: [store.xcoms.ofRun(run), store.xcoms.ofRun(run, 2), store.xcoms.ofTask(run, 0)],
    items: [store.mapItems.get(run, 2, 0), store.mapItems.get(run, 2, 1), store.mapItems.get(run, 2, 2)],
    times: [store.times.triesOf(run), store.times.taskDurations(run), store.times.runsOf({ dagId: "d", from: 0, to: 1e10 }, 10)],
    facts: [store.comparing.facts(run), store.comparing.rendered(run, taskIds), store.comparing.lastGood(later)],
    good: taskIds.map((id, index) => store.comparing.lastGoodOf(later, { id, index })?.runId),
    goodElsewhere: store.comparing.lastGoodOf(later, { id: "load", index: 3 })?.runId,
    usage: taskIds.map((id) => store.taskUsage.before("d", id, 1e9)),
    past: [store.past.stateAt(run, 1), store.past.stateAt(run, 9), ...["load", "nowhere"].map((id) => store.past.wasThere("d", id, 1e9)), store.past.wasThere("d", "load", 0)],
    find: store.search.find("r", { exact: false, limit: 9 }).hits,
    notes: store.notes.list({ limit: 9 }),
    messages: store.messages.ofRun(run),
    deadlines: store.deadlines.list({ run, states: ["missed", "passed"], limit: 9 }),
    averages: [null, "extract"].map((taskId) => store.deadlines.averageOf({ dagId: "d", taskId, maxRuns: 9, minRuns: 1 })),
    hasSuccess: [[0, 1e9], [1000 + 500 + 90 - 1, 1590], [1590, 1e9]].map(([after = 0, until = 0]) => store.deadlines.hasSuccess({ dagId: "d", taskId: "extract", after, until })),
    logBytes: store.retention.logBytes(run),
    queue: [store.queues.list("d", { limit: 9 }), store.queues.latency("d", 9)],
    capsule: [...store.runRows.read(run)],
    archived: store.archives.read(run),
  };
}

const pack = (run: number): boolean => store.atomically(() => store.packing.pack(run));

function raw<Value>(work: (database: Sqlite.Database) => Value): Value {
  const database = new Sqlite(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const rowsLeft = (run: number): number[] =>
  raw((database) => ["task_instance", "attempt", "attempt_detail", "attempt_process", "xcom", "map_item", "packed_run"].map((table) => Number(database.prepare(`select count(*) from ${table} where run = ?`).pluck().get(run))));

describe("a packed run", () => {
  it("is to every question as it was", () => {
    const runs = [1000, 5000, 9000].map((at, n) => makeRun(`r${n}`, at, { loadIs: n === 0 ? "success" : "failed" }));
    const run = runs[0] ?? 0;
    store.notes.set({ run, task: 1, text: "look", at: 5, by: "ann" });
    store.messages.add({ run, task: 1, tryNumber: 1, event: "failed", channel: "c", subject: null, message: null, at: 1 } as unknown as Parameters<Store["messages"]["add"]>[0]);
    store.deadlines.add({ dagId: "d", run, taskId: "extract", rule: { name: "late", when: { kind: "duration", ms: 1 } }, dueAt: 1001 } as unknown as Parameters<Store["deadlines"]["add"]>[0]);
    store.deadlines.settle(1, { state: "missed", at: 1002, reason: "late" });
    store.queues.add("d", "k", { name: "one", at: 900, heardAt: 990, runId: "r0", reason: null, digest: null });
    const before = runs.map(everything);
    for (const packed of [[run], runs]) {
      packed.forEach(pack);
      expect(runs.map(everything)).toEqual(before);
    }
    expect(rowsLeft(run)).toEqual([0, 0, 0, 0, 0, 0, 1]);
    store.close();
    store = openStore({ file, migrations });
    expect(runs.map(everything)).toEqual(before);
  });

  it("is found with the words of its version or without, in a few hundred bytes", () => {
    const runs = Array.from({ length: 12 }, (_, n) => makeRun(`r${n}`, 1000 * n));
    const before = runs.map(everything);
    expect(runs.map(pack)).toEqual(runs.map(() => true));
    expect(runs.map(everything)).toEqual(before);
    const bodies = raw((database) => database.prepare<[], { has_words: number; bytes: number }>("select has_words, length(body) as bytes from packed_run order by run").all());
    expect(bodies.map(({ has_words: hasWords }) => hasWords)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(Math.max(...bodies.slice(4).map(({ bytes }) => bytes))).toBeLessThan(300);
  });

  it("is rows again, as they were, before anything of it changes", () => {
    const changes: ((run: number) => void)[] = [
      (run) => store.tasks.save(run, 1, { ...none, state: "queued" }),
      (run) => store.tasks.insertInstance(run, { task: 6, of: 2, mapIndex: 2, id: "mapped[2]" }, none),
      (run) => store.attempts.begin({ run, task: 1, tryNumber: 2 }, 5),
      (run) => store.attempts.started({ run, task: 1, tryNumber: 1 }, 1, 2),
      (run) => store.attempts.end({ run, task: 1, tryNumber: 1 }, { state: "interrupted", endedAt: 9, exitCode: null, signal: null, reason: null, checks: [], table: null, rowsLoaded: null, logBytes: null, logDroppedBytes: null, cpuMs: null, peakRssBytes: null }),
      (run) => store.attempts.saveStart({ run, task: 1, tryNumber: 1 }, { rendered: [], process: null }),
      (run) => store.xcoms.put(run, 1, { taskId: "", key: "k", value: 1 }),
      (run) => store.xcoms.clear(run, 0),
      (run) => store.mapItems.replace(run, 2, []),
      (run) => store.runs.saveRecord(run, { state: "running", startedAt: 1, endedAt: null, reason: null, cancelling: false }),
    ];
    changes.forEach((change, n) => {
      const at = 1000 * (n + 1);
      const [run, like] = [makeRun(`packed${n}`, at, { hash: "one" }), makeRun(`like${n}`, at, { hash: "one" })];
      pack(run);
      const tries = (key: number): unknown => [0, 1, 4].flatMap((task) => store.attempts.listOf(key, task)).map(({ attemptId: _id, process, ...more }) => ({ ...more, words: process?.words }));
      const shape = (key: number): unknown => [store.tasks.load(key), tries(key), store.xcoms.ofRun(key), store.runs.get(key).record];
      expect(shape(run)).toEqual(shape(like));
      store.atomically(() => [run, like].forEach(change));
      expect(shape(run), `change ${n}`).toEqual(shape(like));
      expect(rowsLeft(run), `change ${n}`).toEqual(rowsLeft(like));
    });
  });

  it("stays packed where what changed it came to nothing, and is changed the next time", () => {
    const run = makeRun("r", 1000);
    pack(run);
    const before = everything(run);
    const failing = (): never => {
      store.tasks.save(run, 1, { ...none, state: "queued" });
      throw new Error("no room");
    };
    expect(() => store.atomically(failing)).toThrow("no room");
    expect(everything(run)).toEqual(before);
    store.atomically(() => store.tasks.save(run, 1, { ...none, state: "queued" }));
    expect(store.tasks.load(run)[1]?.record.state).toBe("queued");
    expect(rowsLeft(run).at(-1)).toBe(0);
    expect(store.tasks.typicalMs("d", ["load"])).toEqual(new Map());
    expect(pack(run)).toBe(true);
    expect(store.tasks.load(run)[1]?.record.state).toBe("queued");
    store.atomically(() => store.tasks.save(run, 1, { ...none, state: "success", startedAt: 5, endedAt: 9 }));
    expect(pack(run)).toBe(true);
    expect(store.tasks.typicalMs("d", ["load"])).toEqual(new Map([["load", 4]]));
  });

  it("is not one that has something under way, and no try of a person", () => {
    const run = makeRun("r", 1000);
    const open = (key: { run: number; task: number; tryNumber: number }): void => store.outbox.add({ ...key, kind: "start" });
    open({ run, task: 1, tryNumber: 1 });
    expect(pack(run)).toBe(false);
    store.outbox.settle({ run, task: 1, tryNumber: 1 });
    store.attempts.begin({ run, task: 3, tryNumber: 1 }, 5);
    expect(pack(run)).toBe(false);
    store.attempts.end({ run, task: 3, tryNumber: 1 }, { state: "interrupted", endedAt: 9, exitCode: null, signal: null, reason: null, checks: [], table: null, rowsLoaded: null, logBytes: null, logDroppedBytes: null, cpuMs: null, peakRssBytes: null });
    expect([pack(run), pack(run)]).toEqual([true, false]);
    const tried = store.runs.create({ dagId: "d", runId: "t", versionId: versionOf(taskIds, "h"), runType: "try", logicalDate: 1, dataIntervalStart: 1, dataIntervalEnd: 1, conf: {}, params: {}, selection: null, queuedAt: 1 });
    store.runs.saveRecord(tried, { state: "success", startedAt: 1, endedAt: 2, reason: null, cancelling: false });
    const queued = store.runs.create({ dagId: "d", runId: "q", versionId: versionOf(taskIds, "h"), runType: "manual", logicalDate: 1, dataIntervalStart: 1, dataIntervalEnd: 1, conf: {}, params: {}, selection: null, queuedAt: 1 });
    expect([pack(tried), pack(queued), pack(999)]).toEqual([false, false, false]);
  });

  it("is due once it ended long enough ago, the first that ended first", () => {
    const runs = [3000, 1000, 2000].map((at, n) => makeRun(`r${n}`, at));
    const due = (before: number): number[] => store.packing.due(before, null, 10).map(({ key }) => key);
    expect(due(4001)).toEqual([runs[1]]);
    expect(due(1e9)).toEqual([runs[1], runs[2], runs[0]]);
    const [first] = store.packing.due(1e9, null, 1);
    expect(store.packing.due(1e9, first ?? null, 10).map(({ key }) => key)).toEqual([runs[2], runs[0]]);
    pack(runs[2] ?? 0);
    expect([due(1e9), store.packing.counts(1e9)]).toEqual([[runs[1], runs[0]], { due: 2, packed: 1 }]);
  });

  it("is dropped whole", () => {
    const run = makeRun("r", 1000);
    pack(run);
    expect(store.retention.logBytes(run)).toBe(10 + 10 + 11 + 14 + 15);
    store.atomically(() => store.retention.drop(run));
    expect([rowsLeft(run), store.retention.get(run)]).toEqual([[0, 0, 0, 0, 0, 0, 0], null]);
  });

  it("says what is wrong where it cannot be read", () => {
    const run = makeRun("r", 1000);
    pack(run);
    raw((database) => database.prepare("update packed_run set body = x'00112233'").run());
    expect(() => store.tasks.load(run)).toThrow(expect.objectContaining({ code: "store/damaged", message: expect.stringContaining(`run ${run} cannot be unpacked`) as string }));
  });
});
