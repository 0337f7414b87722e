/**
 * Carries out "start" and "stop": plans each try, hands it to the runner or the SQL host, and turns what they report into
 * letters for the scheduler. Holds only what is in flight; everything it knows can be made again from the store after a crash.
 */
import type { CheckResult } from "../../shared/model/run.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { formatAttemptId, parseAttemptId } from "../core/attempt-id.ts";
import { maskSecrets } from "../core/secret-text.ts";
import type { Reached } from "../ports/crash-point.ts";
import type { Clock, Log } from "../ports/machine.ts";
import type { ExitRecord, Runner, RunnerSignal, RunnerSnapshot } from "../ports/runner.ts";
import type { SqlHost, SqlJob, SqlOutcome } from "../ports/sql-host.ts";
import type { AttemptEnd, Store, TryKey } from "../ports/store.ts";
import { askPublished } from "./ask-published.ts";
import type { AttemptPlan, ExpandPlan } from "./attempt-plan.ts";
import type { CallJob, Calls } from "./calls.ts";
import { readDecision, type Followed } from "./decisions.ts";
import type { EventHub } from "./event-hub.ts";
import { expandMap } from "./expansions.ts";
import { findOutput } from "./handed-back.ts";
import type { Letter } from "./letter.ts";
import { stageOf, type CarriedPlan, type Found, type LiveTry, type OpenTry, type ProcessPlan } from "./live-try.ts";
import type { Performer } from "./scheduler-parts.ts";
import type { Scheduler } from "./scheduler.ts";
import { keepStart } from "./process-facts.ts";
import { emptyEnd, endOf, failureOf, timeoutReason } from "./try-ends.ts";
import { outcomeOf } from "./try-outcome.ts";
import { makeFiles, removeFiles, sweepFiles } from "./work-files.ts";

export interface PerformerParts {
  readonly store: Store;
  readonly scheduler: Scheduler;
  readonly runner: Runner;
  readonly sqlHost: SqlHost;
  readonly calls: Pick<Calls, "run" | "cancel">;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventHub;
  /** Makes the plan of a try from its run, version and workspace. Throws AppError. */
  readonly plan: (key: TryKey, attemptId: string) => AttemptPlan;
  readonly secrets: () => readonly string[];
  readonly isTrusted: () => boolean;
  /** Absolute; holds the files of the tries that exchange any. */
  readonly workRoot: string;
  readonly reached: Reached;
}

export class TaskPerformer implements Performer {
  readonly #parts: PerformerParts;
  readonly #live = new Map<string, LiveTry>();

  constructor(parts: PerformerParts) {
    this.#parts = parts;
  }

  start(tries: readonly TryKey[]): void {
    this.#parts.reached("try intended");
    const live = tries.map((key) => this.#prepare(key)).filter((one) => one !== null);
    this.#parts.reached("try planned");
    const specs = live.flatMap((one) => (one.plan?.kind === "process" ? [one.plan.spec] : []));
    if (specs.length > 0) this.#parts.runner.start(specs);
    this.#parts.reached("try handed over");
    for (const one of live) {
      if (one.plan?.kind === "sql") this.#startSql(one, one.plan.job);
      else if (one.plan?.kind === "call") this.#startCall(one, one.plan.job);
      else if (one.plan?.kind === "expand") this.#expand(one, one.plan);
      else if (one.plan?.kind === "decided") this.#parts.scheduler.post(...this.#decidedLetters(one, one.plan.followed));
    }
  }

  stop(key: TryKey): void {
    const live = this.#live.get(this.#idOf(key));
    if (!live) return;
    live.stopAsked = true;
    this.#parts.reached("stop committed");
    if (live.stage === "process") this.#parts.runner.stop(live.attemptId, "cancelled");
    else if (live.stage === "sql") this.#parts.sqlHost.cancel(live.attemptId);
    else this.#parts.calls.cancel(live.attemptId);
    this.#parts.reached("stop sent");
  }

  settled(tries: readonly TryKey[]): void {
    this.#parts.reached("outcome committed");
    const processes: string[] = [];
    for (const key of tries) {
      const id = this.#idOf(key);
      const live = this.#live.get(id);
      this.#live.delete(id);
      if (live?.plan === undefined || live.plan === null || live.plan.kind === "process") processes.push(id);
      if (live?.plan?.kind === "process" && live.plan.work) removeFiles(live.plan.work.stem, this.#parts.log);
    }
    if (processes.length > 0) this.#parts.runner.acknowledge(processes);
    this.#parts.reached("outcome acknowledged");
  }

  /** Hears the runner from now on; what it told before is heard first. */
  listen(): void {
    this.#parts.runner.onSignals((signals) => this.#onRunner(signals));
  }

  /**
   * Settles or adopts every try that an earlier engine left open, in one go; only what a database has to be asked for comes later. The runner is
   * heard only then: the end of a try that is not adopted yet would be taken for nobody's, and be lost.
   */
  async recover(snapshot: RunnerSnapshot): Promise<void> {
    const { store, runner, scheduler, workRoot, log, reached } = this.#parts;
    const exited = new Map(snapshot.exited.map((record) => [record.attemptId, record]));
    const live = new Map(snapshot.live.map((process) => [process.attemptId, process]));
    const stops = new Set(store.outbox.list().flatMap((entry) => (entry.kind === "stop" ? [this.#idOf(entry)] : [])));
    const open = store.attempts.listOpen();
    const ids = new Set(open.map((key) => this.#idOf(key)));
    runner.acknowledge([...exited.keys()].filter((id) => !ids.has(id)));
    await sweepFiles(workRoot, ids, log);
    const letters = open.flatMap((key) => this.#recoverOne(key, { exited, live, stops, sameRunner: snapshot.sameRunner }));
    if (open.length > 0) reached("tries found");
    if (letters.length > 0) scheduler.post(...letters);
    this.listen();
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
    // Whether the server heard of it, nobody can say.
    if (plan?.kind === "call") return this.#lostLetters(live, "the outcome is unknown: the engine stopped while the call was under way");
    if (plan?.kind === "decided") return live.stopAsked ? this.#endLetters(live, "failed", { ...emptyEnd(this.#parts.clock.now()), reason: "cancelled" }, false) : this.#decidedLetters(live, plan.followed);
    if (plan?.kind === "expand" && this.#parts.isTrusted()) {
      this.#expand(live, plan);
      return [];
    }
    if (!sameRunner || plan === null || plan.kind === "expand") return this.#lostLetters(live, plan === null ? `${unknownOutcome}; it cannot be planned again: ${live.unplanned}` : unknownOutcome);
    if (live.stopAsked) return this.#endLetters(live, "failed", { ...emptyEnd(this.#parts.clock.now()), reason: "cancelled" }, false);
    if (!this.#parts.isTrusted()) return this.#lostLetters(live, `it had not begun, and ${notTrusted}`);
    if (plan.kind !== "process") return this.#lostLetters(live, unknownOutcome);
    makeFiles(plan);
    this.#parts.runner.start([plan.spec]);
    return [];
  }

  async #recoverSql(live: LiveTry, job: SqlJob): Promise<void> {
    const { publication, ...loss } = await askPublished(this.#parts, job);
    const at = this.#parts.clock.now();
    if (publication) this.#finish(live, "success", { ...emptyEnd(at), ...publication });
    else if (live.stopAsked) this.#finish(live, "failed", { ...emptyEnd(at), reason: "cancelled" }, false);
    else this.#lose(live, loss);
  }

  #adopt(key: OpenTry, found: Found): LiveTry {
    const attemptId = this.#idOf(key);
    const { plan, problem } = this.#planOf(key, attemptId);
    const live: LiveTry = {
      ...{ key: { run: key.run, task: key.task, tryNumber: key.tryNumber }, attemptId, plan, unplanned: problem, adopted: true },
      stopAsked: found.stops.has(attemptId),
      stage: plan === null ? "process" : stageOf(plan),
      exit: null,
      announced: key.state !== "starting",
    };
    this.#live.set(attemptId, live);
    return live;
  }

  #planOf(key: TryKey, attemptId: string): { plan: CarriedPlan | null; problem: string | null } {
    try {
      const plan = this.#parts.plan(key, attemptId);
      return plan.kind === "watch" ? { plan: null, problem: "it waits, and runs nothing" } : { plan, problem: null };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) this.#parts.log.error("a try could not be planned", { reason: messageOf(thrown), stack: thrown instanceof Error ? thrown.stack : "" });
      return { plan: null, problem: messageOf(thrown) };
    }
  }

  #prepare(key: TryKey): LiveTry | null {
    const attemptId = this.#idOf(key);
    const { plan, problem } = this.#planOf(key, attemptId);
    if (plan === null) return this.#refuse(key, problem ?? "");
    const live: LiveTry = { key, attemptId, plan, unplanned: null, adopted: false, stopAsked: false, stage: stageOf(plan), exit: null, announced: false };
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
      if (signal.kind !== "runnerLost") this.#parts.reached(signal.kind === "started" ? "start heard" : "exit heard");
      if (signal.kind === "started") letters.push(...this.#startedLetters(signal.attemptId, signal.pid, signal.at));
      else if (signal.kind === "exited") letters.push(...this.#exitLetters(signal.record));
      else letters.push(...this.#runnerLost(signal.kind === "lost" ? new Set(signal.attemptIds) : "all"));
    }
    if (letters.length > 0) this.#parts.scheduler.post(...letters);
  }

  #runnerLost(ids: ReadonlySet<string> | "all"): Letter[] {
    const lost = [...this.#live.values()].filter((live) => live.stage === "process" && (ids === "all" || ids.has(live.attemptId)));
    return lost.flatMap((live) => this.#lostLetters(live, "the outcome is unknown: the process that watches tasks stopped"));
  }

  #startedLetters(attemptId: string, pid: number | null, at: number): Letter[] {
    const live = this.#live.get(attemptId);
    if (!live || live.announced) return [];
    live.announced = true;
    const { key, plan } = live;
    const write = (store: Store): void => {
      store.attempts.started(key, pid, at);
      if (plan !== null) keepStart(store, key, plan, this.#parts.secrets());
    };
    return [{ run: key.run, signal: { kind: "attemptStarted", task: key.task, tryNumber: key.tryNumber, at }, write, mayWait: true }];
  }

  #exitLetters(record: ExitRecord): Letter[] {
    const live = this.#live.get(record.attemptId);
    if (!live || live.stage !== "process" || (live.plan !== null && live.plan.kind !== "process")) {
      if (!live && parseAttemptId(this.#parts.store.id, record.attemptId)) this.#parts.runner.acknowledge([record.attemptId]);
      return [];
    }
    live.exit = record;
    const failure = failureOf(record, live.plan?.kind === "process" ? live.plan.spec.timeoutMs : null);
    if (failure !== null) return this.#endLetters(live, "failed", endOf(record, failure), record.stopReason !== "cancelled");
    live.plan ??= this.#planOf(live.key, live.attemptId).plan;
    const { plan } = live;
    if (plan?.kind !== "process") return this.#endLetters(live, "failed", endOf(record, `its process ended well, but what follows it cannot be planned after a restart: ${live.unplanned}`), false);
    if (plan.decision !== null) return this.#choiceLetters(live, plan, record);
    if (plan.load) this.#parts.reached("rows handed over");
    return plan.load ? this.#loadLetters(live, plan, record) : this.#endLetters(live, "success", endOf(record, null), false);
  }

  /** The program of a task that chooses has ended well: what it wrote says who is followed. */
  #choiceLetters(live: LiveTry, { decision, work }: ProcessPlan, record: ExitRecord): Letter[] {
    if (decision === null || work === null) return [];
    try {
      return this.#endLetters(live, "success", endOf(record, null), false, readDecision(decision.task, work.decisionFile, decision.children));
    } catch (thrown) {
      return this.#endLetters(live, "failed", endOf(record, messageOf(thrown)), true);
    }
  }

  /** Nothing runs: it begins and ends at once. */
  #decidedLetters(live: LiveTry, followed: Followed): Letter[] {
    return this.#endLetters(live, "success", emptyEnd(this.#parts.clock.now()), false, followed);
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
    const { publication, isKnown, ...loss } = await askPublished(this.#parts, job);
    const base = live.exit ? endOf(live.exit, null) : emptyEnd(this.#parts.clock.now());
    if (publication) this.#finish(live, "success", { ...base, ...publication });
    else if (live.stopAsked) this.#finish(live, "failed", { ...base, reason: "cancelled" }, false);
    else if (!isKnown) this.#lose(live, loss);
    else if (missing !== null) this.#finish(live, "failed", { ...base, reason: missing });
    else this.#startSql(live, job);
  }

  /** Only reads: whatever a crash interrupts is done again. */
  #expand(live: LiveTry, plan: ExpandPlan): void {
    this.#parts.scheduler.post(...this.#startedLetters(live.attemptId, null, this.#parts.clock.now()));
    void expandMap(this.#parts.sqlHost, plan).then((expanded) => {
      if (this.#live.get(live.attemptId) !== live) return;
      this.#parts.reached("list expanded");
      const { key } = live;
      const end = emptyEnd(this.#parts.clock.now());
      if (!expanded.ok) return this.#finish(live, "failed", { ...end, reason: expanded.failure === "timeout" ? timeoutReason(plan.timeoutMs) : expanded.reason }, expanded.mayRetry);
      const { items } = expanded;
      const write = (store: Store): void => {
        store.attempts.end(key, end);
        store.mapItems.replace(key.run, key.task, items);
      };
      this.#parts.scheduler.post({ run: key.run, signal: { kind: "expanded", task: key.task, tryNumber: key.tryNumber, length: items.length, at: end.endedAt }, write });
    });
  }

  #startSql(live: LiveTry, job: SqlJob): void {
    live.stage = "sql";
    if (live.plan?.kind === "sql") this.#parts.scheduler.post(...this.#startedLetters(live.attemptId, null, this.#parts.clock.now()));
    void this.#parts.sqlHost.run(job).then((outcome) => this.#onSql(live, job, outcome));
    this.#parts.reached("job sent");
  }

  #startCall(live: LiveTry, job: CallJob): void {
    this.#parts.scheduler.post(...this.#startedLetters(live.attemptId, null, this.#parts.clock.now()));
    void this.#parts.calls.run(job).then(({ state, reason, mayRetry, values, endedAt }) => {
      if (this.#live.get(live.attemptId) !== live) return;
      this.#parts.reached("call answered");
      live.values = values;
      this.#finish(live, state, { ...emptyEnd(endedAt), reason }, mayRetry);
    });
    this.#parts.reached("call sent");
  }

  #onSql(live: LiveTry, job: SqlJob, outcome: SqlOutcome): void {
    if (this.#live.get(live.attemptId) !== live) return;
    this.#parts.reached("job answered");
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
    if (outcome.failure === "host" || outcome.isInDoubt === true) return void this.#afterLoss(live, job, end, outcome);
    this.#finish(live, outcome.state, end, outcome.failure !== "cancelled");
  }

  /** The host, or the connection, was lost with the job in it: the marker row in the database says whether the publication was committed. */
  async #afterLoss(live: LiveTry, job: SqlJob, end: AttemptEnd, { failure, isInDoubt = false }: SqlOutcome): Promise<void> {
    const { publication, isKnown, ...loss } = await askPublished(this.#parts, job, failure === "host" ? "the SQL host stopped while it ran" : "the connection was lost while its rows were published");
    if (publication) this.#finish(live, "success", { ...end, reason: null, ...publication });
    else if (isKnown || !isInDoubt) this.#finish(live, "failed", { ...end, reason: end.reason ?? loss.lost });
    else this.#lose(live, loss);
  }

  #finish(live: LiveTry, state: "success" | "failed", end: Omit<AttemptEnd, "state"> & { state?: AttemptEnd["state"] }, mayRetry = true): void {
    const letters = this.#endLetters(live, state, { ...end, state }, mayRetry);
    if (letters.length > 0) this.#parts.scheduler.post(...letters);
  }

  #endLetters(live: LiveTry, state: "success" | "failed", end: AttemptEnd, mayRetry: boolean, followed: Followed = null): Letter[] {
    const { key } = live;
    const { final, write } = outcomeOf(live, { ...end, state }, this.#parts.secrets());
    const of = { task: key.task, tryNumber: key.tryNumber, at: final.endedAt };
    const started = this.#startedLetters(live.attemptId, null, live.exit?.startedAt ?? final.endedAt);
    const signal = state === "success" ? ({ kind: "attemptSucceeded", ...of, followed } as const) : ({ kind: "attemptFailed", ...of, reason: final.reason ?? "failed", mayRetry } as const);
    return [...started, { run: key.run, signal, write, mayShare: live.stage === "process" && live.exit !== null }];
  }

  #lose(live: LiveTry, { lost, mayRerun }: { readonly lost: string; readonly mayRerun: boolean }): void {
    this.#parts.scheduler.post(...this.#lostLetters(live, maskSecrets(lost, this.#parts.secrets()), mayRerun));
  }

  #lostLetters({ key }: LiveTry, reason: string, mayRerun = true): Letter[] {
    const at = this.#parts.clock.now();
    const write = (store: Store): void => store.attempts.end(key, { ...emptyEnd(at), state: "interrupted", reason });
    return [{ run: key.run, signal: { kind: "attemptLost", task: key.task, tryNumber: key.tryNumber, at, reason, mayRerun }, write }];
  }

  #idOf(key: TryKey): string {
    return formatAttemptId(this.#parts.store.id, key);
  }
}

const unknownOutcome = "the outcome is unknown: the engine and the runner both stopped while it ran";
const notTrusted = "the workspace is not trusted any more";
