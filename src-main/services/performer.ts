/**
 * Carries out "start" and "stop": plans each try, hands it to the runner or the SQL host, and turns what they report into
 * letters for the scheduler. Holds only what is in flight; everything it knows can be made again from the store after a crash.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import type { CheckResult, RenderedField, XCom } from "../../shared/model/run.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { formatAttemptId, parseAttemptId } from "../core/attempt-id.ts";
import type { Clock, Log } from "../ports/machine.ts";
import type { ExitRecord, Runner, RunnerSignal, RunnerSnapshot } from "../ports/runner.ts";
import type { SqlHost, SqlJob, SqlOutcome } from "../ports/sql-host.ts";
import type { AttemptEnd, Store, TryKey } from "../ports/store.ts";
import type { AttemptPlan, LoadAfter, WorkFolder } from "./attempt-plan.ts";
import type { EventHub } from "./event-hub.ts";
import { findOutput, readXComs } from "./handed-back.ts";
import type { Letter, Performer, Scheduler } from "./scheduler.ts";

/** One try in flight. `sql` covers a SqlTask and the load that follows a Python process. */
interface LiveTry {
  readonly key: TryKey;
  readonly attemptId: string;
  readonly plan: AttemptPlan;
  stage: "process" | "sql";
  exit: ExitRecord | null;
  /** The scheduler was told that it runs. */
  announced: boolean;
}

export interface PerformerParts {
  readonly store: Store;
  readonly scheduler: Scheduler;
  readonly runner: Runner;
  readonly sqlHost: SqlHost;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventHub;
  /** Makes the plan of a try from its run, version and workspace. Throws AppError. */
  readonly plan: (key: TryKey, attemptId: string) => AttemptPlan;
  readonly secrets: () => readonly string[];
}

export class TaskPerformer implements Performer {
  readonly #parts: PerformerParts;
  readonly #live = new Map<string, LiveTry>();

  constructor(parts: PerformerParts) {
    this.#parts = parts;
    parts.runner.onSignals((signals) => this.#onRunner(signals));
  }

  start(tries: readonly TryKey[]): void {
    const live = tries.map((key) => this.#prepare(key)).filter((one) => one !== null);
    const specs = live.flatMap((one) => (one.plan.kind === "process" ? [one.plan.spec] : []));
    if (specs.length > 0) this.#parts.runner.start(specs);
    for (const one of live) if (one.plan.kind === "sql") this.#startSql(one, one.plan.job);
  }

  stop(key: TryKey): void {
    const live = this.#live.get(this.#idOf(key));
    if (!live) return;
    if (live.stage === "process") this.#parts.runner.stop(live.attemptId, "cancelled");
    else this.#parts.sqlHost.cancel(live.attemptId);
  }

  settled(tries: readonly TryKey[]): void {
    const processes: string[] = [];
    for (const key of tries) {
      const id = this.#idOf(key);
      const live = this.#live.get(id);
      this.#live.delete(id);
      if (live?.plan.kind !== "sql") processes.push(id);
      if (live?.plan.kind === "process" && live.plan.work) removeFolder(live.plan.work.folder);
    }
    if (processes.length > 0) this.#parts.runner.acknowledge(processes);
  }

  /** Settles or adopts every try that an earlier engine left open. */
  async recover(snapshot: RunnerSnapshot): Promise<void> {
    const { store } = this.#parts;
    const exited = new Map(snapshot.exited.map((record) => [record.attemptId, record]));
    const live = new Map(snapshot.live.map((process) => [process.attemptId, process]));
    const stops = new Set(store.outbox.list().flatMap((entry) => (entry.kind === "stop" ? [this.#idOf(entry)] : [])));
    const open = store.attempts.listOpen();
    this.#parts.runner.acknowledge([...exited.keys()].filter((id) => !open.some((key) => this.#idOf(key) === id)));
    for (const key of open) await this.#recoverOne(key, { exited, live, stops, sameRunner: snapshot.sameRunner });
  }

  async #recoverOne(key: TryKey & { state: string }, found: Found): Promise<void> {
    const id = this.#idOf(key);
    const live = this.#adopt(key);
    if (!live) return;
    const record = found.exited.get(id);
    const process = found.live.get(id);
    if (record) return this.#onExit(record);
    if (process) {
      if (key.state === "starting") this.#started(live, process.pid, process.startedAt);
      if (found.stops.has(id)) this.#parts.runner.stop(id, "cancelled");
      return;
    }
    if (live.plan.kind === "sql") return this.#recoverSql(live, live.plan.job);
    if (found.sameRunner && !found.stops.has(id)) this.#parts.runner.start([live.plan.spec]);
    else this.#lose(live, "the outcome is unknown: the engine and the runner both stopped while it ran");
  }

  async #recoverSql(live: LiveTry, job: SqlJob): Promise<void> {
    const published = job.work.kind === "load" ? await this.#parts.sqlHost.wasPublished(job.connection, job.attemptId).catch(() => null) : null;
    if (!published) return this.#lose(live, "the engine stopped while it ran; nothing was published");
    const at = this.#parts.clock.now();
    this.#finish(live, "success", { ...emptyEnd(at), table: published.table, rowsLoaded: published.rowsLoaded });
  }

  #adopt(key: TryKey): LiveTry | null {
    const attemptId = this.#idOf(key);
    try {
      const plan = this.#parts.plan(key, attemptId);
      const live: LiveTry = { key, attemptId, plan, stage: plan.kind === "sql" ? "sql" : "process", exit: null, announced: false };
      this.#live.set(attemptId, live);
      return live;
    } catch (thrown) {
      this.#refuse(key, thrown);
      return null;
    }
  }

  #prepare(key: TryKey): LiveTry | null {
    const live = this.#adopt(key);
    if (!live) return null;
    try {
      if (live.plan.kind === "process" && live.plan.work) makeFolder(live.plan.work);
      return live;
    } catch (thrown) {
      this.#refuse(key, thrown);
      return null;
    }
  }

  /** The try never got as far as a process. */
  #refuse(key: TryKey, thrown: unknown): void {
    const at = this.#parts.clock.now();
    const known = thrown instanceof AppError;
    if (!known) this.#parts.log.error("a try could not be planned", { reason: messageOf(thrown), stack: thrown instanceof Error ? thrown.stack : "" });
    const end: AttemptEnd = { ...emptyEnd(at), state: "failed", reason: messageOf(thrown) };
    this.#live.delete(this.#idOf(key));
    queueMicrotask(() =>
      this.#parts.scheduler.post({
        run: key.run,
        signal: { kind: "attemptFailed", task: key.task, tryNumber: key.tryNumber, at, reason: end.reason ?? "", mayRetry: false },
        write: (store) => store.attempts.end(key, end),
      }),
    );
  }

  #onRunner(signals: readonly RunnerSignal[]): void {
    const letters: Letter[] = [];
    for (const signal of signals) {
      if (signal.kind === "started") letters.push(...this.#startedLetters(signal.attemptId, signal.pid, signal.at));
      else if (signal.kind === "exited") letters.push(...this.#exitLetters(signal.record));
      else letters.push(...this.#runnerLost());
    }
    if (letters.length > 0) this.#parts.scheduler.post(...letters);
  }

  #runnerLost(): Letter[] {
    const lost = [...this.#live.values()].filter((live) => live.stage === "process");
    return lost.flatMap((live) => this.#lostLetters(live, "the outcome is unknown: the process that watches tasks stopped"));
  }

  #startedLetters(attemptId: string, pid: number | null, at: number): Letter[] {
    const live = this.#live.get(attemptId);
    if (!live || live.announced) return [];
    live.announced = true;
    const { key, plan } = live;
    const write = (store: Store): void => {
      store.attempts.started(key, pid, at);
      if (plan.rendered.length > 0) store.attempts.saveRendered(key, plan.rendered as RenderedField[]);
    };
    return [{ run: key.run, signal: { kind: "attemptStarted", task: key.task, tryNumber: key.tryNumber, at }, write, mayWait: true }];
  }

  #started(live: LiveTry, pid: number | null, at: number): void {
    this.#parts.scheduler.post(...this.#startedLetters(live.attemptId, pid, at));
  }

  #onExit(record: ExitRecord): void {
    const letters = this.#exitLetters(record);
    if (letters.length > 0) this.#parts.scheduler.post(...letters);
  }

  #exitLetters(record: ExitRecord): Letter[] {
    const live = this.#live.get(record.attemptId);
    if (!live || live.stage !== "process" || live.plan.kind !== "process") {
      if (!live && parseAttemptId(this.#parts.store.id, record.attemptId)) this.#parts.runner.acknowledge([record.attemptId]);
      return [];
    }
    live.exit = record;
    const failure = failureOf(record);
    if (failure !== null) return this.#endLetters(live, "failed", endOf(record, failure), record.stopReason !== "cancelled");
    if (!live.plan.load) return this.#endLetters(live, "success", endOf(record, null), false);
    this.#startLoad(live, live.plan.load, live.plan.work);
    return [];
  }

  #startLoad(live: LiveTry, after: LoadAfter, work: WorkFolder | null): void {
    const output = work && findOutput(work.outputFile);
    if (!output) {
      const end = { ...emptyEnd(this.#parts.clock.now()), reason: "the script wrote no rows to the file named in DAGWRIGHT_OUTPUT, but the task has a ddl to load" };
      this.#finish(live, "failed", end);
      return;
    }
    const { connection, ...plan } = after;
    const timeoutMs = live.plan.kind === "process" ? live.plan.spec.timeoutMs : null;
    const logPath = live.plan.kind === "process" ? live.plan.spec.logPath : "";
    this.#startSql(live, {
      attemptId: live.attemptId,
      connection,
      work: { kind: "load", ...plan, source: { kind: "file", ...output } },
      timeoutMs,
      logPath,
      secrets: this.#parts.secrets(),
    });
  }

  #startSql(live: LiveTry, job: SqlJob): void {
    live.stage = "sql";
    if (live.plan.kind === "sql") this.#started(live, null, this.#parts.clock.now());
    void this.#parts.sqlHost.run(job).then((outcome) => this.#onSql(live, job, outcome));
  }

  #onSql(live: LiveTry, job: SqlJob, outcome: SqlOutcome): void {
    if (this.#live.get(live.attemptId) !== live) return;
    const base = live.exit ? endOf(live.exit, null) : emptyEnd(outcome.endedAt);
    const end: AttemptEnd = {
      ...base,
      endedAt: outcome.endedAt,
      reason: outcome.reason,
      checks: outcome.checks as CheckResult[],
      table: outcome.table,
      rowsLoaded: outcome.rowsLoaded,
    };
    if (outcome.table !== null) this.#parts.events.publish([{ kind: "warehouse", connection: job.connection.id, table: outcome.table }]);
    if (outcome.failure === "host") return this.#afterHostDeath(live, job, end);
    this.#finish(live, outcome.state, end, outcome.failure !== "cancelled");
  }

  /** The host died with the job in it: the marker row in the database says whether the publication was committed. */
  #afterHostDeath(live: LiveTry, job: SqlJob, end: AttemptEnd): void {
    const asked = job.work.kind === "load" ? this.#parts.sqlHost.wasPublished(job.connection, job.attemptId) : Promise.resolve(null);
    void asked
      .catch(() => null)
      .then((published) => {
        if (published) this.#finish(live, "success", { ...end, reason: null, ...published });
        else this.#finish(live, "failed", { ...end, reason: end.reason ?? "the SQL host stopped while it ran; nothing was published" });
      });
  }

  #finish(live: LiveTry, state: "success" | "failed", end: Omit<AttemptEnd, "state"> & { state?: AttemptEnd["state"] }, mayRetry = true): void {
    const letters = this.#endLetters(live, state, { ...end, state }, mayRetry);
    if (letters.length > 0) this.#parts.scheduler.post(...letters);
  }

  #endLetters(live: LiveTry, state: "success" | "failed", end: AttemptEnd, mayRetry: boolean): Letter[] {
    const { key } = live;
    const final: AttemptEnd = { ...end, state };
    const xcoms = live.plan.kind === "process" && live.plan.work ? readXComs(live.plan.work.xcomFile) : [];
    const write = (store: Store): void => {
      store.attempts.end(key, final);
      for (const { name, value } of xcoms) store.xcoms.put(key.run, key.task, { taskId: "", key: name, value } satisfies XCom);
    };
    const of = { task: key.task, tryNumber: key.tryNumber, at: final.endedAt };
    const started = this.#startedLetters(live.attemptId, null, live.exit?.startedAt ?? final.endedAt);
    const signal = state === "success" ? ({ kind: "attemptSucceeded", ...of } as const) : ({ kind: "attemptFailed", ...of, reason: final.reason ?? "failed", mayRetry } as const);
    return [...started, { run: key.run, signal, write }];
  }

  #lose(live: LiveTry, reason: string): void {
    this.#parts.scheduler.post(...this.#lostLetters(live, reason));
  }

  #lostLetters(live: LiveTry, reason: string): Letter[] {
    const { key } = live;
    const at = this.#parts.clock.now();
    const write = (store: Store): void => store.attempts.end(key, { ...emptyEnd(at), state: "interrupted", reason });
    return [{ run: key.run, signal: { kind: "attemptLost", task: key.task, tryNumber: key.tryNumber, at, reason }, write }];
  }

  #idOf(key: TryKey): string {
    return formatAttemptId(this.#parts.store.id, key);
  }
}

interface Found {
  readonly exited: ReadonlyMap<string, ExitRecord>;
  readonly live: ReadonlyMap<string, { pid: number; startedAt: number }>;
  readonly stops: ReadonlySet<string>;
  readonly sameRunner: boolean;
}

/** Why the process counts as failed, for a person; null when it ended well. */
export function failureOf(record: ExitRecord): string | null {
  if (record.startError !== null) return `could not be started: ${record.startError}`;
  if (record.stopReason === "timeout") return "timed out";
  if (record.stopReason === "cancelled") return "cancelled";
  if (record.stopReason === "orphaned") return "stopped because the engine was gone";
  if (record.signal !== null) return `killed by ${record.signal}`;
  return record.exitCode === 0 ? null : `exit code ${record.exitCode}`;
}

function endOf(record: ExitRecord, reason: string | null): AttemptEnd {
  const { endedAt, exitCode, signal, logBytes, logDroppedBytes, cpuMs, peakRssBytes } = record;
  return { ...emptyEnd(endedAt), exitCode, signal, reason, logBytes, logDroppedBytes, cpuMs, peakRssBytes };
}

function emptyEnd(endedAt: number): AttemptEnd {
  return {
    state: "success",
    endedAt,
    exitCode: null,
    signal: null,
    reason: null,
    checks: [],
    table: null,
    rowsLoaded: null,
    logBytes: null,
    logDroppedBytes: null,
    cpuMs: null,
    peakRssBytes: null,
  };
}

function makeFolder(work: WorkFolder): void {
  mkdirSync(work.folder, { recursive: true });
  writeFileSync(work.contextFile, JSON.stringify(work.context));
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
