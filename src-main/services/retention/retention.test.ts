import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createArchiveFolder } from "../../platform/archive-folder.ts";
import { createLogBin } from "../../platform/log-bin.ts";
import type { ArchiveFiles } from "../../ports/run-archive.ts";
import type { DagFiles } from "../dag-files.ts";
import { EventTaker } from "../queues/event-taker.ts";
import { HttpQueue } from "../queues/http-queue.ts";
import { QueueTally } from "../queues/queue-standing.ts";
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
    ...{ dags: { all: () => files as unknown as ReturnType<RetentionParts["dags"]["all"]> }, isTrusted: () => world.options.trusted, isBusy: () => false, keepsKeys: () => false, breathe, archiver, reached },
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

  it("keeps the successes whose length a deadline counts from", async () => {
    open({ d: `deadlines: { usual: { interval: 1h, reference: average_runtime, max_runs: 4, min_runs: 2 } }\n${one}` }, { max_runs: 1 });
    sixRuns();
    expect(await retention.preview()).toMatchObject({ drops: 2, dags: [{ kept: [{ why: "last run", count: 1 }, { why: "deadline", count: 3 }] }] });
    await retention.run();
    expect(left()).toEqual(["r6", "r5", "r4", "r3"]);
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

  it("drops versions of the DAG that no run shows any more, and leaves those that one does", async () => {
    open({ d: one }, { max_runs: 2 });
    for (const [n, more] of ["", "doc: a\n", "doc: b\n", "doc: c\n"].entries()) {
      world.dags.set("d", `${more}${one}`);
      world.clock.advance(dayMs);
      start(`r${n}`);
    }
    const of = (runId: string): number | null => world.store.versions.get(world.store.runs.find("d", runId)?.versionId ?? 0).number;
    const first = world.store.runs.find("d", "r0")?.versionId ?? 0;
    expect(["r0", "r1", "r2", "r3"].map(of)).toEqual([1, 2, 3, 4]);
    expect(await retention.run()).toMatchObject({ dropped: 2, versions: 2 });
    expect([left(), ["r3", "r2"].map(of)]).toEqual([["r3", "r2"], [4, 3]]);
    expect(() => world.store.versions.get(first)).toThrow("is not in the store");
    expect(await retention.run()).toMatchObject({ dropped: 0, versions: 0 });
  });

  it("drops once a day by itself where that is asked for", async () => {
    open({ d: one }, { max_runs: 1, automatic: true });
    sixRuns();
    retention.begin();
    world.clock.advance(60_000);
    await expect.poll(() => left()).toEqual(["r6"]);
  });
});

describe("keys of events", () => {
  const known = (key: string): string | null | undefined => world.store.queues.find("d", key)?.runId;

  /** Each run began with an event; on the first day others came too, of which no run is left, and one was set aside. */
  function sixEvents(others: number): void {
    const add = (key: string, runId: string | null): void => world.store.atomically(() => world.store.queues.add("d", key, { name: key, at: world.clock.now(), heardAt: null, runId, reason: runId === null ? "no event" : null }));
    for (let n = 1; n <= 6; n += 1) {
      world.clock.advance(dayMs);
      start(`r${n}`);
      add(`k${n}`, `r${n}`);
      if (n > 1) continue;
      add("aside", null);
      for (let other = 0; other < others; other += 1) add(`gone${other}`, `gone${other}`);
    }
  }

  it("stay as long as their run, and for their time at least", async () => {
    open({ d: one }, { max_runs: 3, event_keys: "4d" });
    sixEvents(1);
    expect(await retention.preview()).toMatchObject({ drops: 3, eventKeys: 3, rules: { eventKeys: "4d" } });
    expect(await retention.run()).toMatchObject({ dropped: 3, eventKeys: 3 });
    expect(["k1", "aside", "gone0", "k2", "k3", "k6"].map(known)).toEqual([undefined, undefined, undefined, "r2", "r3", "r6"]);
    expect(await retention.preview()).toMatchObject({ drops: 0, eventKeys: 0 });
    // To the millisecond: that of the third day is as old as it is kept.
    world.clock.advance(dayMs);
    expect(await retention.preview("d")).toMatchObject({ drops: 0, eventKeys: 1 });
    expect(await retention.run(undefined, "d")).toMatchObject({ dropped: 0, eventKeys: 1 });
    expect(["k2", "k3"].map(known)).toEqual([undefined, "r3"]);
    expect(world.store.audit.last(["retention.end"])?.arguments).toMatchObject({ eventKeys: 1 });
    // However old: its run is there.
    world.clock.advance(100 * dayMs);
    expect([(await retention.run()).eventKeys, known("k3"), known("k4")]).toEqual([1, undefined, "r4"]);
  });

  it("stay for 30 days where the workspace says nothing, and while their queue may meet its events again", async () => {
    let keeps = true;
    open({ d: one }, {}, { keepsKeys: () => keeps });
    sixEvents(1);
    world.clock.advance(24 * dayMs);
    keeps = false;
    expect((await retention.preview()).eventKeys).toBe(0);
    world.clock.advance(dayMs + 1);
    expect((await retention.preview()).eventKeys).toBe(2);
    keeps = true;
    expect([(await retention.preview()).eventKeys, (await retention.run()).eventKeys, known("gone0")]).toEqual([0, 0, "gone0"]);
  });

  it("keep a producer that posts again from a second run, and stay while their run goes on", async () => {
    const text = `queue: { http: true }\n${held}`;
    open({ d: text }, { max_runs: 1, event_keys: "10d" });
    const { store, clock, events } = world;
    store.atomically(() => store.queues.setOn("d", true));
    const file = { dag: dagOf(`dag: d\n${text}`) };
    const dags = { get: () => file, valid: () => file } as unknown as DagFiles;
    const tally = new QueueTally({ store, events });
    const taker = new EventTaker({ ...world, tally, reached: () => {} });
    const queue = new HttpQueue({ store, dags, taker, isTrusted: () => true, renderKey: () => "", breathe: async () => {}, onChange: () => {} });
    /** The run that answers it, with a mark where it is a new one. */
    const post = (key: string): string => {
      clock.advance(1_000);
      const answer = queue.receive("d", { key, text: "{}", heardAt: clock.now() });
      return answer.kind === "taken" ? `${answer.isNew ? "new " : ""}${answer.runId}` : answer.why;
    };
    const [goesOn = "", old = "", last = ""] = ["goes on", "old", "last"].map((key) => {
      world.dags.set("d", key === "goes on" ? held : one);
      return post(key).replace("new ", "");
    });
    clock.advance(4 * dayMs);
    expect([await retention.run(), left()]).toMatchObject([{ dropped: 1, eventKeys: 0 }, [last, goesOn]]);
    expect(["goes on", "old", "last"].map(post)).toEqual([goesOn, old, last]);
    clock.advance(7 * dayMs);
    expect(await retention.run()).toMatchObject({ dropped: 0, eventKeys: 1 });
    expect(["goes on", "last"].map(post)).toEqual([goesOn, last]);
    const anew = post("old").replace("new ", "");
    expect([anew === old, left()[0], post("old")]).toEqual([false, anew, anew]);
    expect(tally.of("d")).toMatchObject({ taken: 4, setAside: 0 });
    taker.close();
    tally.close();
  });

  it("go a few at a time, and others have their turn in between", async () => {
    const steps: number[] = [];
    open({ d: one }, {}, { breathe: async () => void steps.push(world.store.queues.counts("d").taken) });
    sixEvents(450);
    world.clock.advance(60 * dayMs);
    expect((await retention.run()).eventKeys).toBe(451);
    expect(steps.filter((left, at) => at > 0 && left !== steps[at - 1]).length).toBeGreaterThanOrEqual(2);
    expect([world.store.queues.counts("d"), known("k1")]).toEqual([{ taken: 6, setAside: 0 }, "r1"]);
  });
});
