import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createArchiveFolder } from "../platform/archive-folder.ts";
import { createLogBin } from "../platform/log-bin.ts";
import { createSqlHost, type SqlHostClient } from "../warehouse/client.ts";
import { AuditTrail, engineActor } from "../services/audit-trail.ts";
import { createWorld, dagOf, silentLog, type World } from "../services/test-world.ts";
import type { CrashPoint } from "../ports/crash-point.ts";
import { Archiver } from "../services/retention/archiver.ts";
import { Archives } from "../services/retention/archives.ts";
import { Retention, type RetentionParts } from "../services/retention/retention.ts";

const two = "max_active_runs: 50\nsearch_keys: { user: '{{ conf.user }}' }\ntasks: { a: { config_type: EmptyTask }, b-2: { config_type: EmptyTask, deps: [a] } }\n";
const dayMs = 86_400_000;
let world: World;
let host: SqlHostClient;
let retention: Retention;
let archives: Archives;
let onPoint: (point: CrashPoint) => void;
const by = { kind: "cli", name: "ann" } as const;

function open(dags: Record<string, string>): void {
  world = createWorld(dags);
  const { store, images, clock, events, folder } = world;
  const files = [...world.dags].map(([dagId, text]) => ({ dagId, file: `${dagId}.dag.yaml`, source: "", hash: text, dag: dagOf(`dag: ${dagId}\n${text}`), tasks: [], diagnostics: [] }));
  const workspace = { config: () => ({ config: { retention: { max_runs: 1, archive: true } }, diagnostics: [], problems: [] }), saveConfig: () => {} } as unknown as RetentionParts["workspace"];
  const archiveFolder = createArchiveFolder(folder);
  onPoint = () => {};
  const reached = (point: CrashPoint): void => onPoint(point);
  const breathe = async (): Promise<void> => {};
  const archiver = new Archiver({ store, folder: archiveFolder, files: host.archives, log: silentLog, now: clock.now, breathe, reached });
  const isTrusted = (): boolean => world.options.trusted;
  retention = new Retention({
    ...{ store, images, clock, events, workspace, bin: createLogBin(folder, silentLog), archiver, reached, audit: new AuditTrail({ store, clock, events }), log: silentLog, windows: false },
    ...{ dags: { all: () => files as unknown as ReturnType<RetentionParts["dags"]["all"]> }, isTrusted, isBusy: () => false, keepsKeys: () => false, breathe },
  });
  archives = new Archives({ store, folder: archiveFolder, files: host.archives, clock, isTrusted });
}

let results: string;
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), "dagwright-results-"));
  host = createSqlHost({ resultsFolder: join(results, "results") });
});
afterEach(async () => {
  retention.close();
  world.close();
  await host.close();
  rmSync(results, { recursive: true, force: true });
});

/** A day after each other. */
function start(runs: readonly string[], dagId = "d"): void {
  for (const runId of runs) {
    world.clock.advance(dayMs);
    world.runs.start({ dagId, runId, conf: { user: `U-${runId}`, text: "it's \"a\" 'b'\n ü" } }, { by });
  }
}

const left = (dagId = "d"): string[] => world.store.runs.list({ dagId, limit: 100 }).map(({ runId }) => runId);
const search = async (asked: Partial<Parameters<Archives["search"]>[0]> = {}): Promise<string[]> => (await archives.search({ limit: 100, offset: 0, ...asked })).hits.map(({ runId }) => runId);
const inFolder = (): string[] => readdirSync(join(world.folder, "archive")).sort();

describe("the archive", () => {
  it("holds all that the history had of a run", async () => {
    open({ d: two });
    start(["r1", "r2", "r3"]);
    // What Dagwright does by itself has no person's name.
    world.store.audit.add({ at: world.clock.now(), by: engineActor, act: "message.sent", dagId: "d", runId: "r1" });
    const read = (runId: string) => world.store.archives.read(world.store.runs.find("d", runId)?.key ?? -1);
    const before = ["r1", "r2"].map(read);
    expect(before[0]?.tasks.map(({ taskId, state }) => [taskId, state])).toEqual([["a", "success"], ["b-2", "success"]]);
    expect(await retention.run(by)).toMatchObject({ dropped: 2, spared: 0, isArchived: true });
    expect(left()).toEqual(["r3"]);
    const after = await Promise.all(["r1", "r2"].map(async (runId) => (await archives.get({ dagId: "d", runId })).run));
    expect(after.map(({ acts: _acts, ...rest }) => rest)).toEqual(before);
    expect(after[0]?.acts).toMatchObject([{ act: "run.start", by: "ann", taskId: null }, { act: "message.sent", by: "engine" }]);
    expect(inFolder()).toEqual(["runs-000001.parquet"]);
    expect(archives.list().archives).toMatchObject([{ id: 1, file: ".dagwright/archive/runs-000001.parquet", pending: 0, isThere: true, dags: [{ dagId: "d", runs: 2, tasks: 4 }] }]);
  });

  it("finds runs by key, part of a key, DAG, id, state and time, the newest first, over all files", async () => {
    open({ d: two, e: two });
    start(["r1", "r2"]);
    await retention.run();
    start(["r3", "r4"]);
    start(["r3", "r5"], "e");
    await retention.run();
    expect(inFolder()).toEqual(["runs-000001.parquet", "runs-000002.parquet"]);
    expect(await search()).toEqual(["r3", "r3", "r2", "r1"]);
    expect(await search({ text: "U-r2" })).toEqual(["r2"]);
    expect(await search({ text: "u-R" })).toHaveLength(4);
    expect(await search({ text: "u-R", exact: true })).toEqual([]);
    expect(await search({ text: "it's \"a\" 'b'\n ü", exact: true })).toHaveLength(4);
    expect((await archives.search({ text: "U-r1", exact: true, limit: 1, offset: 0 })).hits[0]).toMatchObject({ archive: 1, dagId: "d", state: "success", keys: [{ key: "conf.user", value: "U-r1", source: "conf" }] });
    expect([await search({ dagId: "e" }), await search({ runId: "r3", dagId: "d" }), await search({ state: "failed" })]).toEqual([["r3"], ["r3"], []]);
    const { queuedAt } = (await archives.get({ dagId: "d", runId: "r2" })).run;
    expect([await search({ from: queuedAt }), await search({ to: queuedAt })]).toEqual([["r3", "r3", "r2"], ["r1"]]);
    expect([await search({ limit: 2, offset: 1 }), (await archives.search({ limit: 1, offset: 0 })).total]).toEqual([["r3", "r2"], 4]);
    await expect(archives.get({ dagId: "d", runId: "r4" })).rejects.toMatchObject({ code: "run/not-found" });
  });

  it("leaves out of the file what came to be needed after it was written", async () => {
    open({ d: two });
    start(["r1", "r2", "r3", "r4"]);
    onPoint = (point) => {
      if (point !== "file listed") return;
      expect(archives.list().archives).toMatchObject([{ pending: 3, isThere: true }]);
      world.runs.mark({ dagId: "d", runId: "r2", state: "failed" }, by);
    };
    expect(await retention.run()).toMatchObject({ dropped: 2, spared: 1 });
    expect([left(), await search(), inFolder()]).toEqual([["r4", "r2"], ["r3", "r1"], ["runs-000001.parquet"]]);
    expect(archives.list().archives).toMatchObject([{ pending: 0, dags: [{ runs: 2, tasks: 4 }] }]);
  });

  it("spares a run that is not any more as it was written, although nothing needs it", async () => {
    open({ d: two });
    start(["r1", "r2", "r3"]);
    onPoint = (point) => {
      if (point !== "file listed") return;
      const key = world.store.runs.find("d", "r1")?.key ?? -1;
      world.store.runs.saveRecord(key, { state: "success", startedAt: 1, endedAt: 2, reason: null, cancelling: false });
    };
    expect(await retention.run()).toMatchObject({ dropped: 1, spared: 1 });
    expect([left(), await search()]).toEqual([["r3", "r1"], ["r2"]]);
  });

  it("finds each run once while it is on its way, and leaves nothing behind when it is cancelled", async () => {
    open({ d: two });
    start(["r1", "r2", "r3"]);
    let seen: Promise<string[]> | null = null;
    onPoint = (point) => {
      if (point !== "file listed") return;
      seen = search();
      retention.cancel();
    };
    expect(await retention.run()).toMatchObject({ dropped: 0, isCancelled: true });
    expect([await seen, left(), inFolder(), archives.list().archives]).toEqual([[], ["r3", "r2", "r1"], [], []]);
  });

  it("drops nothing where the file cannot be written, and says why", async () => {
    open({ d: two });
    start(["r1", "r2"]);
    writeFileSync(join(world.folder, "archive"), "no folder");
    await expect(retention.run(by)).rejects.toThrow(/archive/);
    expect(left()).toEqual(["r2", "r1"]);
    expect(world.store.audit.last(["retention.end"])).toMatchObject({ arguments: { dropped: 0 }, reason: expect.stringContaining("archive") as string });
  });

  it("searches what it can where a file is damaged or gone, and names that file", async () => {
    open({ d: two });
    for (const runs of [["r1", "r2"], ["r3"], ["r4"]]) {
      start(runs);
      await retention.run();
    }
    expect(inFolder()).toHaveLength(3);
    writeFileSync(join(world.folder, "archive", "runs-000001.parquet"), "PAR1 and nothing else");
    rmSync(join(world.folder, "archive", "runs-000003.parquet"));
    const { hits, troubles } = await archives.search({ limit: 10, offset: 0 });
    expect([hits.map(({ runId }) => runId), troubles.map(({ file }) => file)]).toEqual([["r2"], [".dagwright/archive/runs-000003.parquet", ".dagwright/archive/runs-000001.parquet"]]);
    expect(troubles[0]?.reason).toBe("is not there any more");
    await expect(archives.get({ dagId: "d", runId: "r1" })).rejects.toThrow(/could not be read/);
  });

  it("never takes the name of a file that lies there, whatever the history knows of it", async () => {
    open({ d: two });
    start(["r1", "r2"]);
    await retention.run();
    world.store.atomically(() => world.store.archives.remove(1));
    start(["r3"]);
    await retention.run();
    expect(inFolder()).toEqual(["runs-000001.parquet", "runs-000002.parquet"]);
    expect(await search()).toEqual(["r2"]);
  });

  it("opens no file where nobody trusts the workspace", async () => {
    open({ d: two });
    start(["r1", "r2"]);
    await retention.run();
    world.options.trusted = false;
    await expect(search()).rejects.toMatchObject({ code: "workspace/untrusted" });
  });
});
