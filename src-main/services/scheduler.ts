/**
 * The shell around the run machine. Signals wait in an inbox; a drain takes them all, decides, grants free slots and commits
 * everything in ONE transaction; only then are effects carried out and events published. If the store refuses, nothing of the
 * batch happened: memory is read anew from the store, the signals wait, and no task starts until a commit succeeds.
 */
import { isRunFinished, type RunState } from "../../shared/model/states.ts";
import { messageOf } from "../../shared/errors/app-error.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { instanceId } from "../../shared/model/map-instance.ts";
import { isAtWork, planAt, taskIdAt } from "../core/mapping.ts";
import { applyDecision, type TaskRecord } from "../core/run-image.ts";
import { messagesCalled } from "../core/called-messages.ts";
import { decide } from "../core/run-machine.ts";
import type { RunRow, TryKey } from "../ports/store.ts";
import { recordLoads } from "./assets/record-loads.ts";
import { Claims, type Claim } from "./claims.ts";
import { CommitPace } from "./commit-pace.ts";
import { summaryOf, type ActiveRun } from "./images.ts";
import type { Letter } from "./letter.ts";
import { ReadableRuns, takeUpRun } from "./readable-runs.ts";
import { recordEffect } from "./record-effect.ts";
import { isStoreFault, reasonOf } from "./refusals.ts";
import { lookAtQueue, type QueueLook } from "./queue-look.ts";
import { planTimes } from "./plan-times.ts";
import { lineOf, RunGate } from "./run-gate.ts";
import type { Performer, SchedulerParts, Watchmen } from "./scheduler-parts.ts";
import { Slots } from "./slots.ts";
import { RetryTimers } from "./retry-timers.ts";
import { isLineFull } from "./stuck-runs.ts";
import { Turn } from "./turn.ts";

const retryCommitMs = 1_000;
const begunAtOnce = 200;

export class Scheduler {
  readonly #parts: SchedulerParts;
  readonly #slots: Slots;
  readonly #claims = new Claims();
  readonly #gate = new RunGate();
  #performer: Performer | null = null;
  #watchmen: Watchmen | null = null;
  /** Called when a committed state has called for messages to people. */
  onMessages: () => void = () => {};
  /** Called when assets were loaded, and that is committed. */
  onLoads: (assets: ReadonlySet<string>) => void = () => {};
  #inbox: Letter[] = [];
  readonly #retries: RetryTimers;
  readonly #idleWaiters = new Set<() => void>();
  readonly #readable: ReadableRuns;
  readonly #pace: CommitPace;
  #trouble: string | null = null;
  #draining = false;
  #isResumed = false;
  /** DAGs of which another run may begin. */
  readonly #dueDags = new Set<string>();
  #closed = false;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
    this.#slots = new Slots(parts);
    this.#readable = new ReadableRuns(parts);
    this.#pace = new CommitPace({ clock: parts.clock, shareMs: parts.shareMs ?? 0, drain: () => this.drain() });
    this.#retries = new RetryTimers(parts, ({ run, task }) => this.post({ run, signal: { kind: "retryDue", task, at: parts.clock.now() } }));
  }

  /** Why nothing can be stored now; null when all is well. */
  get trouble(): string | null {
    return this.#trouble;
  }

  get counts(): { running: number; queued: number } {
    return this.#slots.counts;
  }

  /** Who holds slots and who waits for them, as it is now. */
  get slots(): Pick<Slots, "holders" | "waiting"> {
    return this.#slots;
  }

  /** What stands between a task and its slot, as it is now. */
  queueOf(run: ActiveRun, task: number): QueueLook {
    return lookAtQueue({ claims: this.#claims, slots: this.#slots, gate: this.#gate, bounds: this.#parts }, run, task);
  }

  /** Every active run, slot and timer, read anew from the store. Nothing is started yet. */
  load(performer: Performer, watchmen: Watchmen | null = null): void {
    this.#performer = performer;
    this.#watchmen = watchmen;
    this.#reload();
  }

  post(...letters: readonly Letter[]): void {
    for (const letter of letters) this.#inbox.push(letter);
    if (this.#trouble !== null) return;
    const waitMs = this.#pace.waitMs(letters, { waiting: this.#inbox, atWork: this.#slots.counts.running });
    if (waitMs > 0) this.#pace.drainIn(waitMs);
    else this.drain();
  }

  /** What a person asks for: stored when this returns. Throws what the store said, and then nothing of it happened. */
  ask(letter: Letter): void {
    const turn = new Turn();
    try {
      this.#transact([letter], turn);
    } catch (thrown) {
      this.#reload();
      throw thrown instanceof Error ? thrown : new Error(messageOf(thrown));
    }
    this.#carryOut(turn);
    this.drain();
  }

  /** Whether a run that is over, and is cleared, waits behind those of its line that run. */
  waitsItsTurn(row: RunRow): boolean {
    return this.#gate.mustWait({ row, version: this.#parts.images.version(row.versionId).version }, this.#parts);
  }

  /**
   * Stores a run as queued, and lets it begin now or when an earlier run of its line ends: in one transaction, unless something is in the way of that. `told` is called
   * with it as it was stored, before what follows from it. Throws what `make` throws, and then there is no run. `make` may be called again after it came to nothing.
   */
  admit(make: () => number, told: (queued: RunSummary) => void): number {
    const run = this.#makeAndBegin(make, told) ?? this.#makeAlone(make, told);
    if (this.#inbox.length + this.#dueDags.size > 0) this.drain();
    return run;
  }

  /** Null where it came to nothing: whether the beginning is to blame, or a letter that waited, is found out one by one. What was read of it by then, be it a part, is forgotten. */
  #makeAndBegin(make: () => number, told: (queued: RunSummary) => void): number | null {
    if (this.#draining || this.#closed || this.#trouble !== null) return null;
    this.#draining = true;
    try {
      const turn = new Turn();
      const [run, queued] = this.#makeWithin(turn, make) ?? [null];
      if (run === null) return null;
      told(queued);
      this.#carryOut(turn);
      return run;
    } finally {
      this.#draining = false;
      this.#tellIdle();
    }
  }

  #makeWithin(turn: Turn, make: () => number): [run: number, queued: RunSummary] | null {
    const waiting = this.#inbox.splice(0);
    const made: { run?: number; queued?: RunSummary } = {};
    try {
      this.#transact(waiting, turn, () => {
        made.run = make();
        made.queued = summaryOf(this.#parts.images.get(made.run));
        return this.#enter(made.run);
      });
      this.#pace.stop();
      return made.run === undefined || made.queued === undefined ? null : [made.run, made.queued];
    } catch (thrown) {
      this.#inbox = [...waiting, ...this.#inbox];
      if (made.run !== undefined) this.#reload();
      if (made.queued === undefined) throw thrown;
      return null;
    }
  }

  #makeAlone(make: () => number, told: (queued: RunSummary) => void): number {
    const run = this.#parts.store.atomically(make);
    told(summaryOf(this.#parts.images.get(run)));
    this.#inbox.push(...this.#enter(run));
    return run;
  }

  #enter(run: number): Letter[] {
    const { row } = this.#parts.images.get(run);
    this.#gate.wait(lineOf(row), run);
    this.#dueDags.add(lineOf(row));
    return this.#parts.images.past.made(row, this.#parts.clock.now());
  }

  /** Begins the runs that were left queued; called once recovery has settled the tries of an earlier engine. */
  resume(): void {
    this.#isResumed = true;
    for (const dagId of this.#gate.dagsWaiting()) this.#dueDags.add(dagId);
    this.drain();
  }

  /** Reads all that is active anew, with its slots and timers, and goes on. */
  rearm(): void {
    if (this.#draining || this.#closed || this.#trouble !== null) return;
    this.#reload();
    this.drain();
  }

  /** Resolves when no run is active and nothing waits in the inbox, or when the scheduler is closed. */
  whenIdle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.add(resolve);
      this.#tellIdle();
    });
  }

  close(): void {
    this.#closed = true;
    this.#pace.stop();
    this.#retries.close();
    this.#tellIdle();
  }

  /** Takes what waits, and what that brings about, until nothing waits any more. Never enters itself: thousands of runs may end in it. */
  drain(): void {
    if (this.#draining || this.#closed) return;
    this.#draining = true;
    try {
      do {
        this.#pace.stop();
        const batch = this.#inbox;
        this.#inbox = [];
        this.#commit(batch);
      } while (this.#inbox.length + this.#dueDags.size > 0 && this.#trouble === null && !this.#closed);
    } finally {
      this.#draining = false;
    }
    this.#tellIdle();
  }

  #commit(batch: readonly Letter[]): void {
    const turn = new Turn();
    try {
      this.#transact(batch, turn);
    } catch (thrown) {
      this.#reload();
      return this.#refused(batch, thrown);
    }
    this.#carryOut(turn);
  }

  /** `first` says which letters come after what it has done. */
  #transact(batch: readonly Letter[], turn: Turn, first: () => readonly Letter[] = () => []): void {
    this.#parts.store.atomically(() => {
      for (const letter of [...first(), ...batch]) this.#step(letter, turn);
      this.#beginRuns(turn);
      for (const letter of this.#parts.images.past.letters(this.#parts.clock.now())) this.#step(letter, turn);
      this.#slots.giveOut((item, claim) => this.#grant(item, claim, turn));
      if (turn.touched.size > 0) this.#parts.reached("step decided");
    });
    this.#pace.committed();
    if (this.#trouble !== null) this.#parts.log.info("the store can be written again", { after: this.#trouble });
    this.#trouble = null;
  }

  #step(letter: Letter, turn: Turn): void {
    const { store, images } = this.#parts;
    letter.write?.(store);
    const run = images.get(letter.run);
    turn.touched.add(run);
    const decision = decide(run.image, letter.signal);
    letter.record?.(run, decision);
    const made = new Map(decision.made?.map((one) => [one.task, one]));
    for (const [index, record] of decision.tasks) {
      const instance = made.get(index);
      if (instance === undefined) store.tasks.save(letter.run, index, record);
      else store.tasks.insertInstance(letter.run, { ...instance, id: instanceId(taskIdAt(run.image, instance.of), instance.mapIndex) }, record);
      this.#noteTask(run, index, record, { turn, planned: instance?.of ?? index });
    }
    for (const effect of decision.effects) recordEffect(store, { run, effect, at: letter.signal.at, record: decision.tasks.get(effect.task) }, turn);
    if (run.row.runType !== "try") for (const called of messagesCalled(run.image, { decision, signal: letter.signal, dag: run.version.dag })) turn.noteMessage(store, { ...called, run: letter.run, at: letter.signal.at });
    for (const asset of recordLoads(store, run, decision, letter.signal)) turn.loaded.add(asset);
    const before = run.image.run.state;
    images.past.note(run, decision);
    applyDecision(run.image, decision);
    if (decision.run) this.#noteRun(run, before, turn);
    if (run.image.graph.past.length > 0 && this.#gate.first(lineOf(run.row)) !== null) this.#dueDags.add(lineOf(run.row));
  }

  #noteRun(run: ActiveRun, before: RunState, turn: Turn): void {
    const { state } = run.image.run;
    this.#parts.store.runs.saveRecord(run.image.key, run.image.run);
    turn.changed.add(run);
    const line = lineOf(run.row);
    this.#gate.move(line, run.image.key, { before, state });
    if (state !== before && !isRunFinished(state)) planTimes(this.#parts, run);
    if (isRunFinished(state) || state === "queued") this.#dueDags.add(line);
  }

  #noteTask(run: ActiveRun, index: number, record: TaskRecord, { turn, planned }: { turn: Turn; /** Whose rules it has: an instance that is new is not in the image yet. */ planned: number }): void {
    const before = run.image.tasks[index];
    const place = { run: run.image.key, task: index };
    turn.noteTask(run, index);
    if (before && isAtWork(before) && !isAtWork(record)) this.#release({ ...place, tryNumber: before.tryNumber }, turn);
    if (before?.state === "scheduled") this.#slots.forget(place);
    if (before?.state === "up_for_retry") this.#retries.forget(place);
    if (record.state === "scheduled") this.#slots.wait(place, this.#claims.of(run, planned, record));
    if (record.state === "up_for_retry" && record.retryAt !== null) turn.retries.push({ ...place, at: record.retryAt });
  }

  #release(key: TryKey, turn: Turn): void {
    this.#slots.release(key);
    this.#parts.store.outbox.settle(key);
    turn.settled.push(key);
  }

  /** False when the task does not want the slot any more. */
  #grant(place: { readonly run: number; readonly task: number }, claim: Claim, turn: Turn): boolean {
    const image = this.#readable.get(place.run)?.image;
    const record = image?.tasks[place.task];
    if (record?.state !== "scheduled" || image === undefined || (image.run.cancelling && planAt(image, place.task)?.isTeardown !== true)) return false;
    this.#slots.hold({ ...place, tryNumber: record.tryNumber + 1 }, claim);
    this.#step({ run: place.run, signal: { kind: "slotGranted", task: place.task, at: this.#parts.clock.now() } }, turn);
    return true;
  }

  #carryOut(turn: Turn): void {
    const performer = this.#performer;
    if (!performer) return;
    if (turn.touched.size > 0) this.#parts.reached("step committed");
    if (turn.starts.length > 0) performer.start(turn.starts);
    for (const key of turn.stops) performer.stop(key, "cancelled");
    if (turn.settled.length > 0) performer.settled(turn.settled);
    if (turn.unwatched.length > 0) this.#watchmen?.end(turn.unwatched);
    if (turn.watches.length > 0) this.#watchmen?.begin(turn.watches);
    for (const retry of turn.retries) this.#retries.arm(retry);
    if (turn.hasMessages) this.onMessages();
    if (turn.loaded.size > 0) this.onLoads(turn.loaded);
    this.#parts.events.publish(turn.events((key) => this.#parts.store.attempts.rowsLoaded(key)));
    for (const run of turn.touched) if (isRunFinished(run.image.run.state)) this.#parts.images.drop(run.image.key);
  }

  /** Runs begin as long as there is room, a bounded number in one transaction. */
  #beginRuns(turn: Turn): void {
    let left = begunAtOnce;
    for (const line of this.#dueDags) {
      while (left > 0 && this.#beginNext(line, turn)) left -= 1;
      if (left === 0) return;
      this.#dueDags.delete(line);
    }
  }

  /** False when no run of the DAG may begin now. */
  #beginNext(line: string, turn: Turn): boolean {
    const key = this.#gate.first(line);
    if (key === null) return false;
    const run = this.#readable.get(key);
    if (run?.image.run.state !== "queued") this.#gate.leave(line, key);
    else if (isLineFull(this.#gate, run, this.#parts)) return false;
    else this.#step({ run: key, signal: { kind: "begin", at: this.#parts.clock.now() } }, turn);
    return true;
  }

  /** Runs that wait may begin by now: their backfill goes on or is over, or the file of their DAG is another. */
  takeUp(...lines: readonly { readonly dagId: string; readonly backfill?: number }[]): void {
    for (const of of lines) this.#dueDags.add(lineOf({ ...of, runType: "backfill" }));
    this.drain();
  }

  /** A store that cannot be written is waited for. Any other refusal is one letter's fault: each is tried alone, and the bad one is named. */
  #refused(batch: readonly Letter[], thrown: unknown): void {
    if (isStoreFault(thrown)) {
      this.#inbox = [...batch, ...this.#inbox];
      this.#trouble ??= messageOf(thrown);
      this.#pace.stop();
      return this.#pace.drainIn(retryCommitMs);
    }
    const [only, ...others] = batch;
    if (!only) return this.#parts.log.error("no slot could be granted", reasonOf(thrown));
    if (others.length === 0) return this.#refuseOne(only, thrown);
    for (const [index, letter] of batch.entries()) {
      this.#commit([letter]);
      if (this.#trouble === null) continue;
      this.#inbox = [...this.#inbox.slice(0, 1), ...batch.slice(index + 1), ...this.#inbox.slice(1)];
      return;
    }
  }

  /** An outcome whose details cannot be stored still ends its try, as a failure: otherwise it would hold its slot for ever. */
  #refuseOne(letter: Letter, thrown: unknown): void {
    const { signal, run } = letter;
    this.#parts.log.error("a signal was refused", { signal: signal.kind, run, ...reasonOf(thrown) });
    if (!letter.write || !("tryNumber" in signal) || signal.kind === "attemptStarted") return;
    const { task, tryNumber, at } = signal;
    const reason = `its outcome could not be stored: ${messageOf(thrown)}`;
    this.#commit([{ run, signal: { kind: signal.kind.startsWith("watch") ? "watchFailed" : "attemptFailed", task, tryNumber, at, reason, mayRetry: false } }]);
  }

  #reload(): void {
    const { store, images } = this.#parts;
    images.clear();
    this.#slots.clear();
    this.#gate.clear();
    for (const row of store.runs.listActive()) {
      if (row.state === "queued") this.#gate.wait(lineOf(row), row.key);
      else takeUpRun(this.#readable.get(row.key), { slots: this.#slots, gate: this.#gate, claims: this.#claims, retries: this.#retries });
    }
    this.#dueDags.clear();
    if (this.#isResumed) for (const dagId of this.#gate.dagsWaiting()) this.#dueDags.add(dagId);
  }

  #tellIdle(): void {
    if (!this.#closed && (this.#draining || this.#inbox.length > 0 || !this.#gate.isEmpty)) return;
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters.clear();
  }
}
