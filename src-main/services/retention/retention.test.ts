import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createArchiveFolder } from "../../platform/archive-folder.ts";
import { createLogBin } from "../../platform/log-bin.ts";
import type { ArchiveFiles } from "../../ports/run-archive.ts";
import { AuditTrail } from "../audit-trail.ts";
import { createWorld, dagOf, silentLog, type World } from "../test-world.ts";
import { Archiver } from "./archiver.ts";
import { Retention, type RetentionParts } from "./retention.ts";

const one = "max_active_runs: 50\ntasks: { a: { config_type: EmptyTask } }\n";
const held = "max_active_runs: 50\ntasks: { a: { config_type: BashTask, bash: 'true' } }\n";
const dayMs = 86_400_000;
let world: World;
let retention: Retention;
afterEach(() => {
  retention.close();
  world.close();
});

/** Nothing is archived here: who wants that has its own test. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const noFiles = {} as ArchiveFiles;

/** The workspace keeps `config`; DAGs say what their text says. */
function open(dags: Record<string, string>, config: object, more: Partial<RetentionParts> = {}): void {
  world = createWorld(dags);
  const { store, images, clock, events, folder } = world;
  const files = [...world.dags].map(([dagId, text]) => ({ dagId, file: `${dagId}.dag.yaml`, source: "", hash: text, dag: dagOf(`dag: ${dagId}\n${text}`), tasks: [], diagnostics: [] }));
  const workspace = { config: () => ({ config: { retention: config }, diagnostics: [], problems: [] }), saveConfig: () => {} } as unknown as RetentionParts["workspace"];
  const breathe = async (): Promise<void> => {};
  const reached = (): void => {};
  const archiver = new Archiver({ store, folder: createArchiveFolder(folder), files: noFiles, log: silentLog, now: clock.now, breathe, reached });
  retention = new Retention({
    ...{ store, images, clock, events, workspace, bin: createLogBin(folder, silentLog), audit: new AuditTrail({ store, clock, events }), log: silentLog, windows: false },
    ...{ dags: { all: () => files as unknown as ReturnType<RetentionParts["dags"]["all"]> }, isTrusted: () => world.options.trusted, isBusy: () => false, breathe, archiver, reached },
    ...more,
  });
}

const start = (runId: string, dagId = "d"): void => void world.runs.start({ dagId, runId });
const left = (dagId = "d"): string[] => world.store.runs.list({ dagId, limit: 100 }).map(({ runId }) => runId);
const logsOf = (runId: string): string => join(world.folder, "logs", "d", runId);

/** Six runs, a day after each other, with logs; the last ends now. */
function sixRuns(): void {
  for (let n = 1; n <= 6; n += 1) {
    world.clock.advance(dayMs);
    start(`r${n}`);
    mkdirSync(join(logsOf(`r${n}`), "a"), { recursive: true });
    writeFileSync(join(logsOf(`r${n}`), "a", "1.log"), "x");
  }
}

describe("retention", () => {
  it("drops by age and by count, with logs, and says so in the audit trail", async () => {
    open({ d: one }, { max_age: "3d", max_runs: 3 });
    sixRuns();
    expect(await retention.preview()).toMatchObject({ runs: 6, drops: 3, dags: [{ dagId: "d", from: "workspace", runs: 6, drops: 3, kept: [{ why: "last run", count: 1 }, { why: "rule", count: 2 }] }] });
    expect(left()).toHaveLength(6);
    expect(await retention.run({ kind: "cli", name: "ann" })).toMatchObject({ dropped: 3, spared: 0, dags: 1, isCancelled: false });
    expect([left(), world.store.runs.count()]).toEqual([["r6", "r5", "r4"], 3]);
    expect(["r1", "r2", "r3", "r4", "r5", "r6"].filter((id) => existsSync(logsOf(id)))).toEqual(["r4", "r5", "r6"]);
    expect(readdirSync(join(world.folder, "dropped-logs"))).toEqual([]);
    expect(world.store.retention.droppedLogs(10)).toEqual([]);
    expect(world.store.audit.list({ acts: ["retention.start", "retention.end"], limit: 9 }).map(({ act, by, arguments: told }) => [act, by.name, told["dropped"] ?? told["runs"]])).toEqual([["retention.end", "ann", 3], ["retention.start", "ann", 3]]);
  });

  it("goes by what the DAG's own file says, {} keeping all", async () => {
    open({ d: `retention: { max_runs: 2 }\n${one}`, e: `retention: {}\n${one}` }, { max_runs: 1 });
    for (const id of ["r1", "r2", "r3"]) {
      start(id, "d");
      start(id, "e");
      world.clock.advance(1000);
    }
    await retention.run();
    expect([left("d"), left("e")]).toEqual([["r3", "r2"], ["r3", "r2", "r1"]]);
  });

  it("keeps what is noted, what can be undone, what waits and what an unfinished run comes after", async () => {
    open({ d: one }, { max_runs: 1 });
    for (const id of ["noted", "gone", "undoable", "before", "open", "last"]) {
      world.clock.advance(1000);
      world.dags.set("d", id === "open" ? held : one);
      world.runs.start({ dagId: "d", runId: id, logicalDate: world.clock.at });
    }
    const key = (runId: string): number => world.store.runs.find("d", runId)?.key ?? -1;
    world.store.notes.set({ run: key("noted"), task: null, text: "look", at: world.clock.at, by: "ann" });
    world.runs.mark({ dagId: "d", runId: "undoable", state: "failed" }, { kind: "cli", name: "ann" });
    expect((await retention.runs({ dagId: "d", which: "kept", offset: 0, limit: 10 })).runs.map(({ runId, why }) => [runId, why])).toEqual([["last", "last run"], ["open", "unfinished"], ["before", "before next"], ["undoable", "undo"], ["noted", "note"]]);
    await retention.run();
    expect(left()).toEqual(["last", "open", "before", "undoable", "noted"]);
    world.clock.advance(8 * dayMs);
    await retention.run();
    expect(left()).toEqual(["last", "open", "before", "noted"]);
  });

  it("spares a run that came to be needed after the plan, and is cancelled between two steps", async () => {
    let breaths = 0;
    const breathe = async (): Promise<void> => {
      breaths += 1;
      if (breaths === 1) {
        const run = world.store.runs.find("d", "r2")?.key ?? -1;
        world.store.notes.set({ run, task: null, text: "keep", at: world.clock.at, by: "ann" });
        world.events.publish([{ kind: "audit", dagId: "d" }]);
      }
      if (left().length === 4) retention.cancel();
    };
    open({ d: one }, { max_runs: 1 }, { breathe });
    sixRuns();
    // Each run takes as long as a step may.
    const { drop } = world.store.retention;
    Object.assign(world.store.retention, {
      drop: (run: number) => {
        drop(run);
        for (const until = performance.now() + 25; performance.now() < until; );
      },
    });
    expect(await retention.run()).toMatchObject({ dropped: 2, spared: 1, isCancelled: true });
    expect(left()).toEqual(["r6", "r5", "r4", "r2"]);
  });

  it("takes up logs whose runs an engine dropped before it was killed, but not those of a new run of that name", () => {
    open({ d: one }, { max_runs: 1 });
    sixRuns();
    const { store } = world;
    store.atomically(() => ["r1", "r2"].forEach((id) => store.retention.drop(store.runs.find("d", id)?.key ?? -1)));
    start("r2");
    retention.takeUp();
    expect([existsSync(logsOf("r1")), existsSync(logsOf("r2")), store.retention.droppedLogs(10)]).toEqual([false, true, []]);
  });

  it("is refused where nobody trusts the workspace, and while it is under way", async () => {
    open({ d: one }, { max_runs: 1 });
    sixRuns();
    world.options.trusted = false;
    await expect(retention.run()).rejects.toMatchObject({ code: "workspace/untrusted" });
    world.options.trusted = true;
    const first = retention.run();
    await expect(retention.run()).rejects.toMatchObject({ code: "retention/at-work" });
    await first;
  });

  it("drops once a day by itself where that is asked for", async () => {
    open({ d: one }, { max_runs: 1, automatic: true });
    sixRuns();
    retention.begin();
    world.clock.advance(60_000);
    await expect.poll(() => left()).toEqual(["r6"]);
  });
});
