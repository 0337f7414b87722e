/** A small engine for tests: the real store, images, scheduler and services, a clock moved by hand, DAGs from YAML text. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "../../shared/errors/app-error.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import type { Dag } from "../../shared/model/dag.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";
import type { LogOfRuns } from "../ports/run-source.ts";
import type { Store, TryKey } from "../ports/store.ts";
import { openStore } from "../store/store.ts";
import { Acts } from "./acts.ts";
import { AuditTrail } from "./audit-trail.ts";
import { Backfills } from "./backfills.ts";
import type { DagFiles } from "./dag-files.ts";
import { createEventHub, type EventHub } from "./event-hub.ts";
import { RunImages } from "./images.ts";
import { LocalRuns } from "./local-runs.ts";
import { Waits } from "./waits.ts";
import { Logs } from "./logs.ts";
import { readWorkspaceFile } from "../../shared/workspace-file/read-workspace-file.ts";
import { Pools } from "./pools.ts";
import { Runs } from "./runs.ts";
import type { Performer } from "./scheduler-parts.ts";
import { Scheduler } from "./scheduler.ts";
import { Schedules } from "./schedules.ts";
import { TimeWatch } from "./time-watch.ts";

/** Nobody looks at the lines of a log in these tests. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const noLogViews = {} as LogOfRuns;

/** A clock that a test moves; timers fire when it passes them. */
export class HandClock implements Clock {
  at: number;
  #timers: { at: number; call: () => void }[] = [];

  constructor(at = Date.parse("2026-03-08T06:50:00Z")) {
    this.at = at;
  }

  #setMs = 0;
  #sleptMs = 0;

  now = (): number => this.at;
  monotonic = (): number => this.at - this.#setMs - this.#sleptMs;
  sinceBoot = (): number => this.at - this.#setMs;
  after = (delayMs: number, call: () => void): Disposable => {
    const timer = { at: this.at + delayMs, call };
    this.#timers.push(timer);
    return { dispose: () => void (this.#timers = this.#timers.filter((one) => one !== timer)) };
  };

  /** The wall clock alone, as a person sets it: no timer is nearer. */
  jump(ms: number): void {
    this.#setMs += ms;
    this.#shift(ms);
  }

  /** The machine sleeps, as on Linux: timers and what measures stand still. */
  sleep(ms: number): void {
    this.#sleptMs += ms;
    this.#shift(ms);
  }

  #shift(ms: number): void {
    this.at += ms;
    for (const timer of this.#timers) timer.at += ms;
  }

  get waiting(): number {
    return this.#timers.length;
  }

  advance(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const next = this.#timers.filter((one) => one.at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.at = Math.max(this.at, next.at);
      next.call();
    }
    this.at = end;
  }
}

/** Takes starts and stops, and ends what a test names. */
export class FakePerformer implements Performer {
  readonly running = new Map<string, TryKey>();
  readonly started: string[] = [];
  readonly stopped: string[] = [];

  start(tries: readonly TryKey[]): void {
    for (const key of tries) {
      const name = `${key.run}.${key.task}.${key.tryNumber}`;
      this.started.push(name);
      this.running.set(name, key);
    }
  }

  stop(key: TryKey): void {
    this.stopped.push(`${key.run}.${key.task}.${key.tryNumber}`);
  }

  settled(tries: readonly TryKey[]): void {
    for (const key of tries) this.running.delete(`${key.run}.${key.task}.${key.tryNumber}`);
  }
}

export interface World {
  readonly folder: string;
  readonly clock: HandClock;
  readonly time: TimeWatch;
  readonly store: Store;
  readonly images: RunImages;
  readonly events: EventHub;
  readonly performer: FakePerformer;
  readonly scheduler: Scheduler;
  readonly runs: Runs;
  readonly acts: Acts;
  readonly backfills: Backfills;
  readonly schedules: Schedules;
  /** As an engine that starts makes them. */
  newSchedules(): Schedules;
  readonly pools: Pools;
  /** The workspace file, as far as it says something of pools. */
  readonly file: { text: string };
  /** The texts of the DAG files, which a test may change. */
  readonly dags: Map<string, string>;
  /** DAGs whose long files are being read. */
  readonly beingRead: Set<string>;
  readonly local: LocalRuns;
  readonly logged: string[];
  /** Set to let the next commits fail. */
  readonly disk: { fail: (() => Error | null) | null };
  readonly options: { parallelism: number; fastSlots: number; pools: Record<string, number>; trusted: boolean };
  /** `done`, `failed` or whatever the current try of a task ends with. */
  end(runId: string, taskId: string, how: "success" | "failed" | "started" | "lost"): void;
  /** `a:success b:none` as the store has it. */
  states(runId: string): string;
  stateOf(runId: string): string;
  close(): void;
}

const passBy = (): void => {};
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export function dagOf(yaml: string): Dag {
  const { dag, diagnostics } = parseDag(yaml, { file: "test.dag.yaml" });
  if (!dag) throw new Error(diagnostics.map((one) => one.message).join("; "));
  return dag;
}

/** Every DAG is made of `tasks` lines; `head` goes before them. */
export function createWorld(dags: Readonly<Record<string, string>>, secrets: readonly string[] = []): World {
  const folder = mkdtempSync(join(tmpdir(), "dagwright-world-"));
  const clock = new HandClock();
  const real = openStore({ file: join(folder, "state.db"), migrations: new URL("../store/migrations", import.meta.url).pathname });
  const disk: World["disk"] = { fail: null };
  const store: Store = { ...real, atomically: (work) => real.atomically(() => finished(work(), disk)) };
  const time = new TimeWatch({ clock, store, log: silentLog });
  const images = new RunImages(store);
  const events = createEventHub(clock, "instance");
  const options: World["options"] = { parallelism: 4, fastSlots: 0, pools: {}, trusted: true };
  const logged: string[] = [];
  const texts = new Map(Object.entries(dags));
  const beingRead = new Set<string>();
  const files = fakeDags(texts, beingRead);
  const log: Log = { ...silentLog, error: (message, fields) => void logged.push(`${message} ${JSON.stringify(fields)}`), warn: (message) => void logged.push(message) };
  const scheduler = new Scheduler({ store, images, clock, events, log, time, reached: passBy, parallelism: () => options.parallelism, fastSlots: () => options.fastSlots, poolSlots: (pool) => options.pools[pool] ?? 1_000, maxActiveRuns: (dagId) => files.ready(dagId)?.dag?.maxActiveRuns ?? null });
  const performer = new FakePerformer();
  const logs = new Logs({ store, files: { read: () => null, removeFolder: () => {}, watch: () => ({ dispose: () => {} }) }, events, clock, dataFolder: folder, windows: false });
  const waits = new Waits({ store, images, clock });
  waits.attach({ watchOf: () => null, queueOf: (...of) => scheduler.queueOf(...of), parallelism: () => options.parallelism, trouble: () => (options.trusted ? null : "not trusted") });
  const local = new LocalRuns({ store, images, logs, waits, views: noLogViews });
  const audit = new AuditTrail({ store, clock, events });
  const isTrusted = (): boolean => options.trusted;
  const runs = new Runs({ store, images, local, scheduler, audit, dags: files, workspace: { readText: () => "" }, events, clock, isTrusted, renderKeys: () => ({}), secrets: () => secrets, reached: passBy });
  const newSchedules = (): Schedules => new Schedules({ store, dags: files, runs, clock, audit, events, log, isTrusted, time, onPause: () => {}, reached: passBy });
  const schedules = newSchedules();
  const backfills = new Backfills({ store, images, dags: files, workspace: { readText: () => "" }, clock, runs, events, log, scheduler, audit, breathe: async () => {}, reached: passBy });
  const file = { text: "{}" };
  const onPools = (): void => {
    options.pools = readWorkspaceFile(file.text, "dagwright.json").config.pools;
    scheduler.drain();
  };
  const workspace = { config: () => ({ ...readWorkspaceFile(file.text, "dagwright.json"), problems: [] }), saveConfig: (patch: object) => void (file.text = JSON.stringify({ ...JSON.parse(file.text), ...patch })) };
  const pools = new Pools({ workspace, images, scheduler, store, audit, dags: () => [...texts.keys()].map((dagId) => ({ dagId, dag: files.ready(dagId)?.dag ?? null })), onChange: onPools });
  const acts = new Acts({ store, images, local, scheduler, schedules, backfills, pools, clock, audit, isTrusted, runs, breathe: async () => {} });
  scheduler.load(performer);
  scheduler.resume();
  const place = (runId: string, taskId: string): { run: number; task: number; tryNumber: number } => {
    const row = Object.keys(dags).flatMap((dagId) => store.runs.find(dagId, runId) ?? [])[0];
    const found = row && store.tasks.loadOne(row.key, taskId);
    if (!row || !found) throw new Error(`no task ${taskId} in ${runId}`);
    return { run: row.key, task: found.index, tryNumber: found.instance.tryNumber };
  };
  const rowOf = (runId: string): number => Object.keys(dags).flatMap((dagId) => store.runs.find(dagId, runId)?.key ?? [])[0] ?? -1;
  return {
    ...{ folder, clock, time, store, images, events, performer, scheduler, runs, acts, schedules, newSchedules, backfills, pools, file, dags: texts, beingRead, local, logged, disk, options },
    end: (runId, taskId, how) => {
      const { run, ...of } = place(runId, taskId);
      const at = clock.now();
      const signals = { success: { kind: "attemptSucceeded", ...of, at }, started: { kind: "attemptStarted", ...of, at }, failed: { kind: "attemptFailed", ...of, at, reason: "no", mayRetry: true }, lost: { kind: "attemptLost", ...of, at, reason: "gone" } } as const;
      scheduler.post({ run, signal: signals[how] });
    },
    states: (runId) => store.tasks.load(rowOf(runId)).map(({ id, record }) => `${id}:${record.state}`).join(" "),
    stateOf: (runId) => store.runs.get(rowOf(runId)).state,
    close: () => {
      backfills.worker.close();
      schedules.close();
      scheduler.close();
      real.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function finished<Result>(result: Result, disk: World["disk"]): Result {
  const failure = disk.fail?.();
  if (failure) throw failure;
  return result;
}

/** In `beingRead`: nothing was read so far. */
export const everyDag = "*";

function fakeDags(texts: ReadonlyMap<string, string>, beingRead: ReadonlySet<string>): DagFiles {
  const known = new Map<string, { hash: string | undefined; dag: Dag }>();
  const file = (dagId: string) => {
    const text = texts.get(dagId);
    const before = known.get(dagId);
    const dag = before?.hash === text && before !== undefined ? before.dag : dagOf(`dag: ${dagId}\n${text}`);
    known.set(dagId, { hash: text, dag });
    return { dagId, file: `${dagId}.dag.yaml`, source: "", hash: text, dag, tasks: [], diagnostics: [] };
  };
  const valid = (dagId: string) => {
    if (beingRead.has(dagId)) throw new AppError("dag/being-read", "it is being read", { dagId });
    return file(dagId);
  };
  return { valid, get: file, ready: (dagId: string) => (texts.has(dagId) && !beingRead.has(everyDag) ? file(dagId) : null), isAllRead: () => !beingRead.has(everyDag), summary: () => ({}) } as unknown as DagFiles;
}
