import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Dag } from "../../shared/model/dag.ts";
import type { NewRun, Store, TaskRecord } from "../ports/store.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { restoreState } from "./backup/restore.ts";
import { dumpSchema } from "./schema-dump.ts";
import { openStore } from "./store.ts";

const migrations = new URL("./migrations", import.meta.url).pathname;
const fresh: TaskRecord = { state: "none", tryNumber: 0, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null };
const dag = { id: "d", tasks: [] } as unknown as Dag;

let folder: string;
let file: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-store-"));
  file = join(folder, "state.db");
  store = openStore({ file, migrations });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function newRun(changes: Partial<NewRun> = {}): NewRun {
  const versionId = store.versions.ensure({ dagId: "d", hash: "h", file: "d.dag.yaml", source: "dag: d", dag, at: 1 });
  return { dagId: "d", runId: "r1", versionId, runType: "manual", logicalDate: 5, dataIntervalStart: 5, dataIntervalEnd: 6, conf: { user_id: "u-1" }, params: { n: 1 }, selection: null, queuedAt: 100, ...changes };
}

describe("store", () => {
  it("gives no number of a run or a version twice, though tries go and the program starts anew", () => {
    const attempt = (runId: string): number => {
      const versionId = store.versions.ensure({ dagId: "d", hash: `try:${runId}`, file: "d.dag.yaml", source: "", dag, at: 1 });
      return store.runs.create(newRun({ runId, runType: "try", versionId }));
    };
    const run = store.runs.create(newRun());
    const keys = ["t1", "t2"].map(attempt);
    const versions = keys.map((key) => store.runs.get(key).versionId);
    for (const key of [...keys, run]) store.trials.remove(key);
    expect([store.runs.find("d", "t2"), store.runs.get(run).runId]).toEqual([null, "r1"]);
    store.close();
    store = openStore({ file, migrations });
    const next = attempt("t3");
    expect(next).toBeGreaterThan(Math.max(...keys));
    expect(store.runs.get(next).versionId).toBeGreaterThan(Math.max(...versions));
  });

  it("opens with WAL and synchronous FULL", () => {
    const other = new Sqlite(file);
    expect(other.pragma("journal_mode", { simple: true })).toBe("wal");
    other.close();
    expect(() => openStore({ file, migrations, synchronous: "OFF" }).close()).not.toThrow();
  });

  it("keeps its schema as it was dumped", () => {
    const other = new Sqlite(file, { readonly: true });
    expect(dumpSchema(other)).toBe(readFileSync(new URL("./schema.sql", import.meta.url), "utf8"));
    other.close();
  });

  it("gives a run back as it was stored", () => {
    const key = store.runs.create(newRun({ selection: ["a"] }));
    expect(store.runs.find("d", "r1")).toEqual({
      ...{ key, dagId: "d", runId: "r1", state: "queued", runType: "manual", logicalDate: 5, dataIntervalStart: 5, dataIntervalEnd: 6 },
      ...{ conf: { user_id: "u-1" }, params: { n: 1 }, dagVersion: 1, versionId: 1, selection: ["a"], queuedAt: 100, startedAt: null, endedAt: null, reason: null },
      record: { state: "queued", startedAt: null, endedAt: null, reason: null, cancelling: false },
    });
    expect(store.runs.find("d", "other")).toBeNull();
  });

  it("refuses a run id that the DAG has already", () => {
    store.runs.create(newRun());
    expect(() => store.runs.create(newRun())).toThrow(expect.objectContaining({ code: "run/already-exists" }));
  });

  it("stores one version for the same text", () => {
    const ensure = (hash: string): number => store.versions.ensure({ dagId: "d", hash, file: "f", source: "s", dag, at: 1 });
    expect([ensure("x"), ensure("x"), ensure("y")]).toEqual([1, 1, 2]);
  });

  it("numbers the versions of each DAG, and not those of tries; a number is given once", () => {
    const ensure = (hash: string, more: { dagId?: string; ofTry?: boolean } = {}): number => store.versions.ensure({ dagId: "n", hash, file: "f", source: "s", dag, at: 1, ...more });
    const ids = [ensure("a"), ensure("t", { ofTry: true }), ensure("b"), ensure("x", { dagId: "other" }), ensure("c"), ensure("a")];
    expect(ids.map((id) => store.versions.get(id).number)).toEqual([1, null, 2, 1, 3, 1]);
    const run = store.runs.create(newRun({ dagId: "n", versionId: ids[2] ?? 0 }));
    expect(store.atomically(() => [store.versions.dropUnused("n"), store.versions.dropUnused("n"), store.versions.dropUnused("other")])).toEqual([1, 0, 0]);
    expect(() => store.versions.get(ids[0] ?? 0)).toThrow("is not in the store");
    expect([ids[2], ids[1], ids[4]].map((id) => store.versions.get(id ?? 0).number)).toEqual([2, null, 3]);
    const again = ensure("a");
    expect([store.versions.get(again).number, ids.includes(again)]).toEqual([4, false]);
    expect(store.runs.get(run).versionId).toBe(ids[2]);
  });

  it("lists runs newest first, by DAG, state and page", () => {
    for (let n = 1; n <= 5; n += 1) store.runs.create(newRun({ runId: `r${n}`, queuedAt: n }));
    const last = store.runs.find("d", "r5")?.key ?? 0;
    store.runs.saveRecord(last, { state: "failed", startedAt: 1, endedAt: 2, reason: "x", cancelling: false });
    const ids = (filter: Partial<Parameters<Store["runs"]["list"]>[0]>): string[] => store.runs.list({ limit: 10, ...filter }).map((run) => run.runId);
    expect(ids({})).toEqual(["r5", "r4", "r3", "r2", "r1"]);
    expect(ids({ dagId: "d", before: 4, limit: 2 })).toEqual(["r3", "r2"]);
    expect(ids({ states: ["failed"] })).toEqual(["r5"]);
    expect(ids({ dagId: "other" })).toEqual([]);
    expect(store.runs.listActive().map((run) => run.runId)).toEqual(["r1", "r2", "r3", "r4"]);
  });

  it("never lets a try be begun twice", () => {
    const run = store.runs.create(newRun());
    store.tasks.insertAll(run, [{ id: "a", record: fresh }]);
    store.attempts.begin({ run, task: 0, tryNumber: 1 }, 7);
    expect(() => store.attempts.begin({ run, task: 0, tryNumber: 1 }, 8)).toThrow(/UNIQUE/);
  });

  it("keeps a try from intent to outcome, with what a person wants to see of it", () => {
    const run = store.runs.create(newRun());
    const key = { run, task: 0, tryNumber: 1 };
    store.tasks.insertAll(run, [{ id: "a", record: fresh }]);
    store.attempts.begin(key, 7);
    expect(store.attempts.listOpen()).toEqual([{ ...key, state: "starting", pid: null, startedAt: null }]);
    store.attempts.started(key, 42, 8);
    store.attempts.saveStart(key, { rendered: [{ name: "bash", text: "true" }], process: { words: ["bash", "-c"], rendered: "bash", warm: false, cwd: "/w", env: { A: "1" }, moreEnv: 0 } });
    const check = { name: "unique", kind: "unique", severity: "error" as const, outcome: "passed" as const, message: "ok", sql: null, failingCount: 0, failingColumns: [], failingRows: [] };
    store.attempts.end(key, { state: "success", endedAt: 9, exitCode: 0, signal: null, reason: null, checks: [check], table: "w.t", rowsLoaded: 3, logBytes: 1, logDroppedBytes: 0, cpuMs: 2, peakRssBytes: 5 });
    expect(store.attempts.listOpen()).toEqual([]);
    expect(store.attempts.listOf(run, 0)).toEqual([
      {
        ...{ attemptId: `${store.id}.${run}.0.1`, taskId: "a", tryNumber: 1, state: "success", pid: 42, queuedAt: 7, startedAt: 8, endedAt: 9, exitCode: 0, signal: null, reason: null },
        ...{ rendered: [{ name: "bash", text: "true" }], checks: [check], table: "w.t", rowsLoaded: 3, logBytes: 1, logDroppedBytes: 0, cpuMs: 2, peakRssBytes: 5, process: { words: ["bash", "-c"], rendered: "bash", warm: false, cwd: "/w", env: { A: "1" }, moreEnv: 0 } },
      },
    ]);
  });

  it("says of a task instance how many rows its newest try published", () => {
    const run = store.runs.create(newRun());
    store.tasks.insertAll(run, [{ id: "a", record: fresh }, { id: "b", record: fresh }]);
    const end = { endedAt: 9, exitCode: 0, signal: null, reason: null, checks: [], logBytes: 1, logDroppedBytes: 0, cpuMs: 2, peakRssBytes: 5 };
    const tries = [
      { tryNumber: 1, state: "success" as const, table: "w.t", rowsLoaded: 3 },
      { tryNumber: 2, state: "failed" as const, table: null, rowsLoaded: null },
    ];
    const shown = tries.map(({ tryNumber, ...outcome }) => {
      const key = { run, task: 0, tryNumber };
      store.attempts.begin(key, 7);
      store.attempts.end(key, { ...end, ...outcome });
      store.tasks.save(run, 0, { ...fresh, state: outcome.state, tryNumber });
      return [store.attempts.rowsLoaded(key), store.tasks.loadOne(run, "a")?.instance.rowsLoaded, store.tasks.listOf(run).map((task) => [task.taskId, task.state, task.rowsLoaded])];
    });
    expect(shown).toEqual([
      [3, 3, [["a", "success", 3], ["b", "none", null]]],
      [null, null, [["a", "failed", null], ["b", "none", null]]],
    ]);
  });

  it("replays what is in the outbox until it is settled", () => {
    const run = store.runs.create(newRun());
    const key = { run, task: 0, tryNumber: 1 };
    store.outbox.add({ ...key, kind: "start" });
    store.outbox.add({ ...key, kind: "start" });
    store.outbox.add({ ...key, kind: "stop" });
    expect(store.outbox.list()).toEqual([{ ...key, kind: "start" }, { ...key, kind: "stop" }]);
    store.outbox.settle(key);
    expect(store.outbox.list()).toEqual([]);
  });

  it("names the DAGs whose schedule is on", () => {
    for (const [dagId, on] of [["b", true], ["a", true], ["c", true], ["c", false]] as const) store.dagSettings.setSchedule(dagId, { scheduleOn: on, onSince: 1, handledTo: null });
    expect(store.dagSettings.listOn()).toEqual(["a", "b"]);
    store.dagSettings.setHandled("a", 5);
    expect([store.dagSettings.get("a"), store.dagSettings.get("x")]).toEqual([{ scheduleOn: true, onSince: 1, handledTo: 5 }, null]);
  });

  it("leaves nothing of a transaction that throws", () => {
    expect(() =>
      store.atomically(() => {
        store.runs.create(newRun());
        throw new Error("half way");
      }),
    ).toThrow("half way");
    expect(store.runs.count()).toBe(0);
  });

  it("keeps the number of runs as they come, go and come to nothing, and leaves tries out of it", () => {
    const made = (runId: string, runType: NewRun["runType"] = "manual"): number => store.runs.create({ ...newRun(), runId, runType });
    const inOne = (work: () => void): void => store.atomically(work);
    const counts: number[] = [];
    inOne(() => {
      made("a");
      counts.push(store.runs.count());
      made("b");
      made("t1", "try");
    });
    counts.push(store.runs.count());
    made("c");
    expect(() => inOne(() => {
      made("d");
      counts.push(store.runs.count());
      made("a");
    })).toThrow('"a" exists already');
    counts.push(store.runs.count());
    inOne(() => store.retention.drop(store.runs.find("d", "b")?.key ?? 0));
    expect(() => inOne(() => {
      store.retention.drop(store.runs.find("d", "c")?.key ?? 0);
      throw new Error("half way");
    })).toThrow("half way");
    expect([...counts, store.runs.count()]).toEqual([1, 2, 4, 3, 2]);
    store.close();
    store = openStore({ file, migrations });
    expect(store.runs.count()).toBe(2);
  });

  it("keeps everything over a restart", () => {
    const run = store.runs.create(newRun());
    store.tasks.insertAll(run, [{ id: "a", record: { ...fresh, state: "running", tryNumber: 1 } }]);
    store.xcoms.put(run, 0, { taskId: "a", key: "n", value: { deep: [1, "2"] } });
    const id = store.id;
    store.close();
    store = openStore({ file, migrations });
    expect(store.id).toBe(id);
    expect(store.tasks.load(run)).toEqual([{ id: "a", record: { ...fresh, state: "running", tryNumber: 1 } }]);
    expect(store.xcoms.ofRun(run)).toEqual([{ taskId: "a", key: "n", value: { deep: [1, "2"] } }]);
  });
});

describe("search keys", () => {
  const hits = (text: string, exact = false): string[] => store.search.find(text, { exact, limit: 10 }).hits.map((hit) => `${hit.runId} ${hit.key}`);

  beforeEach(() => {
    const values = ["u-1", "u-10", "big-u-1", "Ünï%_'; drop"];
    values.forEach((value, index) => {
      const run = store.runs.create(newRun({ runId: `r${index}` }));
      store.search.add(run, [{ key: "user_id", value, source: "search_key" }]);
    });
  });

  it("finds exact first, then prefix, then part", () => {
    expect(hits("u-1")).toEqual(["r0 user_id", "r1 user_id", "r2 user_id"]);
    expect(hits("u-1", true)).toEqual(["r0 user_id"]);
  });

  it("takes wildcards and quotes literally, and folds case and Unicode form", () => {
    expect(hits("%_'; DROP")).toEqual(["r3 user_id"]);
    expect(hits("u\u0308ni\u0308")).toEqual(["r3 user_id"]);
    expect(hits("%")).toEqual(["r3 user_id"]);
    expect(hits("_")).toEqual(["r3 user_id"]);
    expect(hits("  ")).toEqual([]);
  });
});

describe("migrations", () => {
  it("refuses a file from a newer version and leaves it as it is", () => {
    store.close();
    const raw = new Sqlite(file);
    raw.pragma("user_version = 999");
    raw.close();
    expect(() => openStore({ file, migrations })).toThrow(expect.objectContaining({ code: "store/newer" }));
    new Sqlite(file).pragma(`user_version = ${readMigrations(migrations).length}`);
    store = openStore({ file, migrations });
  });

  it("backs up before it changes anything, and only then", () => {
    const raw = new Sqlite(join(folder, "old.db"));
    const known = readMigrations(migrations);
    expect(migrate(raw, known, join(folder, "backups"))).toBeNull();
    raw.exec("insert into meta values ('kept', 'yes')");
    const next = [...known, { version: known.length + 1, name: "next", sql: "create table added (id integer primary key) strict;" }];
    const backup = migrate(raw, next, join(folder, "backups")) ?? "";
    const copy = new Sqlite(backup, { readonly: true });
    expect(copy.prepare("select value from meta where key = 'kept'").pluck().get()).toBe("yes");
    expect(copy.pragma("user_version", { simple: true })).toBe(known.length);
    expect(raw.pragma("user_version", { simple: true })).toBe(known.length + 1);
    copy.close();
    raw.close();
  });

  it("leaves the old schema when a migration fails half way", () => {
    const raw = new Sqlite(join(folder, "old.db"));
    const known = readMigrations(migrations);
    migrate(raw, known, null);
    const bad = [...known, { version: known.length + 1, name: "bad", sql: "create table half (id integer) strict; insert into nowhere values (1);" }];
    expect(() => migrate(raw, bad, join(folder, "backups"))).toThrow(/nowhere/);
    expect(raw.pragma("user_version", { simple: true })).toBe(known.length);
    expect(raw.prepare("select count(*) from sqlite_schema where name = 'half'").pluck().get()).toBe(0);
    raw.close();
  });

  it("names a damaged file, keeps it byte for byte, and can begin anew beside it", () => {
    store.close();
    for (const tail of ["-wal", "-shm"]) rmSync(file + tail, { force: true });
    const text = "this is not a database, but it is long enough to be looked at by SQLite as one ".repeat(50);
    writeFileSync(file, text);
    expect(() => openStore({ file, migrations })).toThrow(expect.objectContaining({ code: "store/damaged" }));
    expect(readFileSync(file, "utf8")).toBe(text);
    const { aside } = restoreState({ file, source: { kind: "empty" }, at: 0, knownSchema: 1 });
    store = openStore({ file, migrations });
    expect([store.runs.count(), readFileSync(aside ?? "", "utf8")]).toEqual([0, text]);
  });
});
