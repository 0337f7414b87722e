/**
 * Carries out "start" and "stop": plans each try, hands it to the runner or the SQL host, and turns what they report into
 * letters for the scheduler. Holds only what is in flight; everything it knows can be made again from the store after a crash.
 */
import type { CheckResult, RenderedField, XCom } from "../../shared/model/run.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { formatAttemptId, parseAttemptId } from "../core/attempt-id.ts";
import { maskSecrets } from "../core/secret-text.ts";
import type { Clock, Log } from "../ports/machine.ts";
import type { ExitRecord, Runner, RunnerSignal, RunnerSnapshot } from "../ports/runner.ts";
import type { SqlHost, SqlJob, SqlOutcome } from "../ports/sql-host.ts";
import type { AttemptEnd, Store, TryKey } from "../ports/store.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import type { EventHub } from "./event-hub.ts";
import { findOutput, readXComs } from "./handed-back.ts";
import type { Letter, Performer, Scheduler } from "./scheduler.ts";
import { emptyEnd, endOf, failureOf, timeoutReason } from "./try-ends.ts";
import { columnsWritten } from "./written-columns.ts";
import { makeFiles, removeFiles, sweepFiles } from "./work-files.ts";

/** One try in flight. `sql` covers a SqlTask and the load that follows a Python process. */
interface LiveTry {
  readonly key: TryKey;
  readonly attemptId: string;
  /** Null for a try of an earlier engine that cannot be planned any more: a file is gone, a variable is not set. */
  plan: AttemptPlan | null;
  readonly unplanned: string | null;
  /** Begun by an earlier engine, which may have got further than we know. */
  readonly adopted: boolean;
  stopAsked: boolean;
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
  readonly isTrusted: () => boolean;
  /** Absolute; holds the files of the tries that exchange any. */
  readonly workRoot: string;
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
    const specs = live.flatMap((one) => (one.plan?.kind === "process" ? [one.plan.spec] : []));
    if (specs.length > 0) this.#parts.runner.start(specs);
    for (const one of live) if (one.plan?.kind === "sql") this.#startSql(one, one.plan.job);
  }

  stop(key: TryKey): void {
    const live = this.#live.get(this.#idOf(key));
    if (!live) return;
    live.stopAsked = true;
    if (live.stage === "process") this.#parts.runner.stop(live.attemptId, "cancelled");
    else this.#parts.sqlHost.cancel(live.attemptId);
  }

  settled(tries: readonly TryKey[]): void {
    const processes: string[] = [];
    for (const key of tries) {
      const id = this.#idOf(key);
      const live = this.#live.get(id);
      this.#live.delete(id);
      if (live?.plan?.kind !== "sql") processes.push(id);
      if (live?.plan?.kind === "process" && live.plan.work) removeFiles(live.plan.work.stem, this.#parts.log);
    }
    if (processes.length > 0) this.#parts.runner.acknowledge(processes);
  }

  /** Settles or adopts every try that an earlier engine left open, in one go; only what a database has to be asked for comes later. */
  async recover(snapshot: RunnerSnapshot): Promise<void> {
    const { store, runner, scheduler, workRoot, log } = this.#parts;
    const exited = new Map(snapshot.exited.map((record) => [record.attemptId, record]));
    const live = new Map(snapshot.live.map((process) => [process.attemptId, process]));
    const stops = new Set(store.outbox.list().flatMap((entry) => (entry.kind === "stop" ? [this.#idOf(entry)] : [])));
    const open = store.attempts.listOpen();
    const ids = new Set(open.map((key) => this.#idOf(key)));
    runner.acknowledge([...exited.keys()].filter((id) => !ids.has(id)));
    await sweepFiles(workRoot, ids, log);
    const letters = open.flatMap((key) => this.#recoverOne(key, { exited, live, stops, sameRunner: snapshot.sameRunner }));
    if (letters.length > 0) scheduler.post(...letters);
  }

  #recoverOne(key: OpenTry, found: Found): Letter[] {
    const live = this.#adopt(key, found);
    const record = found.exited.get(live.attemptId);
    if (record) return this.#exitLetters(record);
    const process = found.live.get(live.attemptId);
    if (!process) return this.#recoverUnseen(live, found.sameRunner);
    if (live.stopAsked) this.#parts.runner.stop(live.attemptId, "cancelled");
    return this.#startedLetters(live.attemptId, process.pid, process.startedAt);
  }

  /** No process of it is known: it is SQL, or its command was never read, or nobody can say. */
  #recoverUnseen(live: LiveTry, sameRunner: boolean): Letter[] {
    const { plan } = live;
    if (plan?.kind === "sql") {
      void this.#recoverSql(live, plan.job);
      return [];
    }
    if (!sameRunner || plan === null) return this.#lostLetters(live, plan === null ? `${unknownOutcome}; it cannot be planned again: ${live.unplanned}` : unknownOutcome);
    if (live.stopAsked) return this.#endLetters(live, "failed", { ...emptyEnd(this.#parts.clock.now()), reason: "cancelled" }, false);
    if (!this.#parts.isTrusted()) return this.#lostLetters(live, `it had not begun, and ${notTrusted}`);
    makeFiles(plan);
    this.#parts.runner.start([plan.spec]);
    return [];
  }

  async #recoverSql(live: LiveTry, job: SqlJob): Promise<void> {
    const published = await this.#published(live, job);
    const at = this.#parts.clock.now();
    if (published) this.#finish(live, "success", { ...emptyEnd(at), ...published });
    else if (live.stopAsked) this.#finish(live, "failed", { ...emptyEnd(at), reason: "cancelled" }, false);
    else this.#parts.scheduler.post(...this.#lostLetters(live, "the engine stopped while it ran; nothing was published"));
  }

  /** Asked of the database after a crash. A database that a workspace names is not to be reached before the workspace is trusted. */
  async #published(live: LiveTry, job: SqlJob): Promise<{ table: string; rowsLoaded: number } | null> {
    if (job.work.kind !== "load" || !this.#parts.isTrusted()) return null;
    return this.#parts.sqlHost.wasPublished(job.connection, live.attemptId).catch(() => null);
  }

  #adopt(key: OpenTry, found: Found): LiveTry {
    const attemptId = this.#idOf(key);
    const { plan, problem } = this.#planOf(key, attemptId);
    const live: LiveTry = {
      ...{ key: { run: key.run, task: key.task, tryNumber: key.tryNumber }, attemptId, plan, unplanned: problem, adopted: true },
      stopAsked: found.stops.has(attemptId),
      stage: plan?.kind === "sql" ? "sql" : "process",
      exit: null,
      announced: key.state !== "starting",
    };
    this.#live.set(attemptId, live);
    return live;
  }

  #planOf(key: TryKey, attemptId: string): { plan: AttemptPlan | null; problem: string | null } {
    try {
      return { plan: this.#parts.plan(key, attemptId), problem: null };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) this.#parts.log.error("a try could not be planned", { reason: messageOf(thrown), stack: thrown instanceof Error ? thrown.stack : "" });
      return { plan: null, problem: messageOf(thrown) };
    }
  }

  #prepare(key: TryKey): LiveTry | null {
    const attemptId = this.#idOf(key);
    const { plan, problem } = this.#planOf(key, attemptId);
    if (plan === null) return this.#refuse(key, problem ?? "");
    const live: LiveTry = { key, attemptId, plan, unplanned: null, adopted: false, stopAsked: false, stage: plan.kind === "sql" ? "sql" : "process", exit: null, announced: false };
    try {
      if (plan.kind === "process") makeFiles(plan);
    } catch (thrown) {
      return this.#refuse(key, messageOf(thrown));
    }
    this.#live.set(attemptId, live);
    return live;
  }

  /** The try never got as far as a process. */
  #refuse(key: TryKey, problem: string): null {
    const at = this.#parts.clock.now();
    const reason = maskSecrets(problem, this.#parts.secrets());
    const end: AttemptEnd = { ...emptyEnd(at), state: "failed", reason };
    this.#parts.scheduler.post({
      run: key.run,
      signal: { kind: "attemptFailed", task: key.task, tryNumber: key.tryNumber, at, reason, mayRetry: false },
      write: (store) => store.attempts.end(key, end),
    });
    return null;
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
      if (plan && plan.rendered.length > 0) store.attempts.saveRendered(key, plan.rendered as RenderedField[]);
    };
    return [{ run: key.run, signal: { kind: "attemptStarted", task: key.task, tryNumber: key.tryNumber, at }, write, mayWait: true }];
  }

  #exitLetters(record: ExitRecord): Letter[] {
    const live = this.#live.get(record.attemptId);
    if (!live || live.stage !== "process" || live.plan?.kind === "sql") {
      if (!live && parseAttemptId(this.#parts.store.id, record.attemptId)) this.#parts.runner.acknowledge([record.attemptId]);
      return [];
    }
    live.exit = record;
    const failure = failureOf(record, live.plan?.spec.timeoutMs ?? null);
    if (failure !== null) return this.#endLetters(live, "failed", endOf(record, failure), record.stopReason !== "cancelled");
    live.plan ??= this.#planOf(live.key, live.attemptId).plan;
    const { plan } = live;
    if (plan?.kind !== "process") return this.#endLetters(live, "failed", endOf(record, `its process ended well, but what follows it cannot be planned after a restart: ${live.unplanned}`), false);
    return plan.load ? this.#loadLetters(live, plan, record) : this.#endLetters(live, "success", endOf(record, null), false);
  }

  /** The process handed rows back; they are loaded unless something forbids it. */
  #loadLetters(live: LiveTry, plan: ProcessPlan, record: ExitRecord): Letter[] {
    const failed = (reason: string, mayRetry: boolean): Letter[] => this.#endLetters(live, "failed", endOf(record, reason), mayRetry);
    const { load, work, spec } = plan;
    const output = work && findOutput(work.outputFile);
    if (live.stopAsked) return failed("cancelled", false);
    if (!this.#parts.isTrusted()) return failed(`its rows were not loaded: ${notTrusted}`, false);
    if (!load) return [];
    const { connection, plan: after, trial } = load;
    const source = output ? ({ kind: "file", ...output } as const) : ({ kind: "none" } as const);
    const job: SqlJob = { attemptId: live.attemptId, connection, work: { kind: "load", ...after, source }, timeoutMs: spec.timeoutMs, logPath: spec.logPath, secrets: this.#parts.secrets(), trial };
    const missing = "the script handed over no rows, but the task has a ddl to fill; give them to write_rows() of the module dagwright, or write them to the file named in DAGWRIGHT_OUTPUT";
    if (!live.adopted) {
      if (!output) return failed(missing, true);
      this.#startSql(live, job);
      return [];
    }
    live.stage = "sql";
    void this.#resumeLoad(live, job, output ? null : missing);
    return [];
  }

  /** The engine before us may have published these rows already: an appended table must not get them twice. */
  async #resumeLoad(live: LiveTry, job: SqlJob, missing: string | null): Promise<void> {
    const published = await this.#published(live, job);
    const base = live.exit ? endOf(live.exit, null) : emptyEnd(this.#parts.clock.now());
    if (published) this.#finish(live, "success", { ...base, ...published });
    else if (live.stopAsked) this.#finish(live, "failed", { ...base, reason: "cancelled" }, false);
    else if (missing !== null) this.#finish(live, "failed", { ...base, reason: missing });
    else this.#startSql(live, job);
  }

  #startSql(live: LiveTry, job: SqlJob): void {
    live.stage = "sql";
    if (live.plan?.kind === "sql") this.#parts.scheduler.post(...this.#startedLetters(live.attemptId, null, this.#parts.clock.now()));
    void this.#parts.sqlHost.run(job).then((outcome) => this.#onSql(live, job, outcome));
  }

  #onSql(live: LiveTry, job: SqlJob, outcome: SqlOutcome): void {
    if (this.#live.get(live.attemptId) !== live) return;
    const base = live.exit ? endOf(live.exit, null) : emptyEnd(outcome.endedAt);
    const end: AttemptEnd = {
      ...base,
      endedAt: outcome.endedAt,
      reason: outcome.failure === "timeout" ? timeoutReason(job.timeoutMs) : outcome.reason,
      checks: outcome.checks as CheckResult[],
      table: outcome.table,
      rowsLoaded: outcome.rowsLoaded,
      ...(outcome.trial ? { trial: { connection: job.connection.id, ...outcome.trial } } : {}),
    };
    if (outcome.table !== null && !job.trial) this.#parts.events.publish([{ kind: "warehouse", connection: job.connection.id, table: outcome.table }]);
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
    const reason = end.reason === null ? null : maskSecrets(end.reason, this.#parts.secrets());
    const work = live.plan?.kind === "process" ? live.plan.work : null;
    const wrote = work?.tellsColumns === true && live.exit?.exitCode === 0 ? columnsWritten(work.outputFile) : null;
    const trial = wrote === null ? end.trial : { connection: "", made: [], reads: [], ...end.trial, wrote };
    const final: AttemptEnd = { ...end, state, reason, ...(trial === undefined ? {} : { trial }) };
    const xcoms = work ? readXComs(work.xcomFile) : [];
    const write = (store: Store): void => {
      store.attempts.end(key, final);
      if (final.trial) store.trials.putOutput(key.run, key.task, final.trial);
      for (const { name, value } of xcoms) store.xcoms.put(key.run, key.task, { taskId: "", key: name, value } satisfies XCom);
    };
    const of = { task: key.task, tryNumber: key.tryNumber, at: final.endedAt };
    const started = this.#startedLetters(live.attemptId, null, live.exit?.startedAt ?? final.endedAt);
    const signal = state === "success" ? ({ kind: "attemptSucceeded", ...of } as const) : ({ kind: "attemptFailed", ...of, reason: final.reason ?? "failed", mayRetry } as const);
    return [...started, { run: key.run, signal, write }];
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

type OpenTry = TryKey & { readonly state: "starting" | "running" };
type ProcessPlan = Extract<AttemptPlan, { kind: "process" }>;
const unknownOutcome = "the outcome is unknown: the engine and the runner both stopped while it ran";
const notTrusted = "the workspace is not trusted any more";
