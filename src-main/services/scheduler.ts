/**
 * The shell around the run machine. Signals wait in an inbox; a drain takes them all, decides, grants free slots and commits
 * everything in ONE transaction; only then are effects carried out and events published. If the disk refuses, nothing of the
 * batch happened: memory is read anew from the store, the signals wait, and no task starts until a commit succeeds.
 */
import { isRunFinished, type RunState } from "../../shared/model/states.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import { applyDecision, type Effect, type TaskRecord } from "../core/run-image.ts";
import { decide, type RunSignal } from "../core/run-machine.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";
import type { Store, TryKey } from "../ports/store.ts";
import type { EventHub, NewEvent } from "./event-hub.ts";
import { summaryOf, type ActiveRun, type RunImages } from "./images.ts";
import { ReadyQueue } from "./ready-queue.ts";

/** One thing that happened to a run. `write` stores what belongs to it, in the same transaction. */
export interface Letter {
  readonly run: number;
  readonly signal: RunSignal;
  readonly write?: (store: Store) => void;
  /** May wait a few milliseconds for company: nothing depends on it. */
  readonly mayWait?: boolean;
}

export interface Performer {
  start(tries: readonly TryKey[]): void;
  stop(key: TryKey, reason: "cancelled"): void;
  /** The outcome of these tries is committed. */
  settled(tries: readonly TryKey[]): void;
}

export interface SchedulerParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly clock: Clock;
  readonly events: EventHub;
  readonly log: Log;
  readonly parallelism: () => number;
  readonly poolSlots: (pool: string) => number;
}

const companyMs = 10;
const retryCommitMs = 1_000;

export class Scheduler {
  readonly #parts: SchedulerParts;
  #performer: Performer | null = null;
  readonly #inbox: Letter[] = [];
  readonly #ready = new ReadyQueue();
  readonly #active = new Map<string, TryKey & { pool: string }>();
  readonly #poolUse = new Map<string, number>();
  readonly #retries = new Map<string, Disposable>();
  readonly #idleWaiters = new Set<() => void>();
  #drainTimer: Disposable | null = null;
  #trouble: string | null = null;
  #closed = false;
  #queuedRuns: Map<string, number[]> = new Map();
  #runningRuns = new Map<string, number>();

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  get trouble(): string | null {
    return this.#trouble;
  }

  get counts(): { running: number; queued: number } {
    return { running: this.#active.size, queued: this.#ready.size };
  }

  /** Every active run, slot and timer, read anew from the store. Nothing is started yet. */
  load(performer: Performer): void {
    this.#performer = performer;
    this.#reload();
  }

  post(...letters: readonly Letter[]): void {
    this.#inbox.push(...letters);
    if (letters.every((letter) => letter.mayWait)) this.#drainLater(companyMs);
    else this.drain();
  }

  /** A run row was just stored as queued: it begins now, or when an earlier run of its DAG ends. */
  admit(run: number): void {
    const { row } = this.#parts.images.get(run);
    listOf(this.#queuedRuns, row.dagId).push(run);
    this.#beginRuns(row.dagId);
  }

  /** Resolves when no run is active and nothing waits in the inbox. */
  whenIdle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.add(resolve);
      this.#tellIdle();
    });
  }

  close(): void {
    this.#closed = true;
    this.#drainTimer?.dispose();
    for (const timer of this.#retries.values()) timer.dispose();
  }

  drain(): void {
    this.#drainTimer?.dispose();
    this.#drainTimer = null;
    if (this.#closed) return;
    this.#commit(this.#inbox.splice(0));
  }

  #commit(batch: readonly Letter[]): void {
    const turn = new Turn();
    try {
      this.#parts.store.atomically(() => {
        for (const letter of batch) this.#step(letter, turn);
        this.#grantSlots(turn);
      });
    } catch (thrown) {
      this.#reload();
      this.#refused(batch, thrown);
      return;
    }
    this.#recover();
    this.#carryOut(turn);
  }

  #step(letter: Letter, turn: Turn): void {
    const { store, images } = this.#parts;
    const run = images.get(letter.run);
    letter.write?.(store);
    const decision = decide(run.image, letter.signal);
    for (const [index, record] of decision.tasks) {
      store.tasks.save(letter.run, index, record);
      this.#noteTask(run, index, record, turn);
    }
    for (const effect of decision.effects) this.#record(run, effect, letter.signal.at, turn);
    const before = run.image.run.state;
    applyDecision(run.image, decision);
    if (decision.run) this.#noteRun(run, before, turn);
  }

  #noteRun(run: ActiveRun, before: RunState, turn: Turn): void {
    const { state } = run.image.run;
    this.#parts.store.runs.saveRecord(run.image.key, run.image.run);
    turn.runs.add(run);
    addTo(this.#runningRuns, run.row.dagId, Number(state === "running") - Number(before === "running"));
    if (isRunFinished(state)) turn.finished.add(run);
    else turn.finished.delete(run);
  }

  #noteTask(run: ActiveRun, index: number, record: TaskRecord, turn: Turn): void {
    const before = run.image.tasks[index];
    const key = { run: run.image.key, task: index, tryNumber: before?.tryNumber ?? 0 };
    const pool = run.image.graph.tasks[index]?.pool ?? "default";
    turn.noteTask(run, index);
    if (before && isHeld(before.state) && !isHeld(record.state)) this.#release(key, turn);
    if (record.state === "scheduled") this.#ready.push(pool, { run: run.image.key, task: index });
    if (record.state === "up_for_retry" && record.retryAt !== null) turn.retries.push({ run: run.image.key, task: index, at: record.retryAt });
    if (before?.state === "up_for_retry") this.#forgetRetry(run.image.key, index);
  }

  #record(run: ActiveRun, effect: Effect, at: number, turn: Turn): void {
    const { store } = this.#parts;
    const key = { run: run.image.key, task: effect.task, tryNumber: effect.tryNumber };
    if (effect.kind === "startAttempt") {
      store.attempts.begin(key, at);
      store.outbox.add({ ...key, kind: "start" });
      turn.starts.push(key);
    } else {
      store.outbox.add({ ...key, kind: "stop" });
      turn.stops.push(key);
    }
  }

  #release(key: TryKey, turn: Turn): void {
    const held = this.#active.get(nameOf(key));
    if (held) {
      this.#active.delete(nameOf(key));
      addTo(this.#poolUse, held.pool, -1);
    }
    this.#parts.store.outbox.settle(key);
    turn.settled.push(key);
  }

  #grantSlots(turn: Turn): void {
    const { clock, images, parallelism, poolSlots } = this.#parts;
    for (const pool of this.#ready.pools()) {
      while (this.#active.size < parallelism() && (this.#poolUse.get(pool) ?? 0) < poolSlots(pool)) {
        const next = this.#ready.take(pool);
        if (!next) break;
        const run = images.get(next.run);
        const record = run.image.tasks[next.task];
        if (record?.state !== "scheduled" || run.image.run.cancelling) continue;
        const key = { run: next.run, task: next.task, tryNumber: record.tryNumber + 1 };
        this.#active.set(nameOf(key), { ...key, pool });
        addTo(this.#poolUse, pool, 1);
        this.#step({ run: next.run, signal: { kind: "slotGranted", task: next.task, at: clock.now() } }, turn);
      }
    }
  }

  #carryOut(turn: Turn): void {
    const performer = this.#performer;
    if (!performer) return;
    if (turn.starts.length > 0) performer.start(turn.starts);
    for (const key of turn.stops) performer.stop(key, "cancelled");
    if (turn.settled.length > 0) performer.settled(turn.settled);
    for (const retry of turn.retries) this.#armRetry(retry);
    this.#parts.events.publish(turn.events());
    for (const run of turn.finished) this.#endRun(run);
    if (turn.finished.size > 0) this.#tellIdle();
  }

  #endRun(run: ActiveRun): void {
    this.#parts.images.drop(run.image.key);
    this.#beginRuns(run.row.dagId);
  }

  #beginRuns(dagId: string): void {
    const queued = this.#queuedRuns.get(dagId);
    if (!queued) return;
    const now = this.#parts.clock.now();
    while (queued.length > 0) {
      const key = queued[0] as number;
      const { version, image } = this.#parts.images.get(key);
      if (image.run.state === "queued" && (this.#runningRuns.get(dagId) ?? 0) >= version.dag.maxActiveRuns) return;
      queued.shift();
      if (image.run.state === "queued") this.post({ run: key, signal: { kind: "begin", at: now } });
    }
    this.#queuedRuns.delete(dagId);
  }

  #armRetry(retry: { run: number; task: number; at: number }): void {
    const { clock } = this.#parts;
    const name = `${retry.run}.${retry.task}`;
    this.#retries.get(name)?.dispose();
    const timer = clock.after(Math.max(0, retry.at - clock.now()), () => {
      this.#retries.delete(name);
      this.post({ run: retry.run, signal: { kind: "retryDue", task: retry.task, at: clock.now() } });
    });
    this.#retries.set(name, timer);
  }

  #forgetRetry(run: number, task: number): void {
    this.#retries.get(`${run}.${task}`)?.dispose();
    this.#retries.delete(`${run}.${task}`);
  }

  #drainLater(delayMs: number): void {
    this.#drainTimer ??= this.#parts.clock.after(delayMs, () => this.drain());
  }

  /** A full disk is waited for. Any other refusal is one letter's fault: each is tried alone, and the bad one is named and left out. */
  #refused(batch: readonly Letter[], thrown: unknown): void {
    if (thrown instanceof AppError && thrown.code === "store/full") {
      this.#inbox.unshift(...batch);
      this.#trouble ??= messageOf(thrown);
      this.#drainLater(retryCommitMs);
      return;
    }
    const [only, ...others] = batch;
    if (only && others.length > 0) for (const letter of batch) this.#commit([letter]);
    else this.#parts.log.error("a signal was refused", { signal: only?.signal.kind, run: only?.run, reason: messageOf(thrown), stack: thrown instanceof Error ? thrown.stack : "" });
  }

  #recover(): void {
    if (this.#trouble === null) return;
    this.#parts.log.info("the store can be written again", { after: this.#trouble });
    this.#trouble = null;
  }

  #reload(): void {
    const { store, images } = this.#parts;
    images.clear();
    this.#ready.clear();
    this.#active.clear();
    this.#poolUse.clear();
    this.#runningRuns.clear();
    this.#queuedRuns.clear();
    for (const row of store.runs.listActive()) {
      if (row.state === "queued") listOf(this.#queuedRuns, row.dagId).push(row.key);
      else addTo(this.#runningRuns, row.dagId, 1);
      if (row.state === "running") this.#loadRun(images.get(row.key));
    }
  }

  #loadRun(run: ActiveRun): void {
    run.image.tasks.forEach((record, index) => {
      const pool = run.image.graph.tasks[index]?.pool ?? "default";
      const place = { run: run.image.key, task: index };
      if (record.state === "scheduled") this.#ready.push(pool, place);
      if (record.state === "up_for_retry" && record.retryAt !== null) this.#armRetry({ ...place, at: record.retryAt });
      if (!isHeld(record.state)) return;
      const key = { ...place, tryNumber: record.tryNumber };
      this.#active.set(nameOf(key), { ...key, pool });
      addTo(this.#poolUse, pool, 1);
    });
  }

  /** Begins the runs that were left queued; called once recovery has settled the tries of an earlier engine. */
  resume(): void {
    for (const dagId of [...this.#queuedRuns.keys()]) this.#beginRuns(dagId);
    this.drain();
  }

  #tellIdle(): void {
    const busy = this.#inbox.length > 0 || this.#queuedRuns.size > 0 || [...this.#runningRuns.values()].some((count) => count > 0);
    if (busy) return;
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters.clear();
  }
}

/** What one drain brings about, to be carried out after its commit. */
class Turn {
  readonly starts: TryKey[] = [];
  readonly stops: TryKey[] = [];
  readonly settled: TryKey[] = [];
  readonly retries: { run: number; task: number; at: number }[] = [];
  readonly runs = new Set<ActiveRun>();
  readonly finished = new Set<ActiveRun>();
  readonly #tasks = new Map<ActiveRun, Set<number>>();

  noteTask(run: ActiveRun, index: number): void {
    const indices = this.#tasks.get(run) ?? new Set();
    this.#tasks.set(run, indices.add(index));
  }

  events(): NewEvent[] {
    const tasks = [...this.#tasks].map(([run, indices]): NewEvent => {
      const instances = [...indices].map((index): TaskInstance => {
        const record = run.image.tasks[index] as TaskRecord;
        return { taskId: run.image.graph.tasks[index]?.id ?? "", ...record };
      });
      return { kind: "tasks", dagId: run.row.dagId, runId: run.row.runId, tasks: instances };
    });
    return [...tasks, ...[...this.runs].map((run): NewEvent => ({ kind: "run", run: summaryOf(run) }))];
  }
}

const isHeld = (state: TaskRecord["state"]): boolean => state === "queued" || state === "running";
const nameOf = (key: TryKey): string => `${key.run}.${key.task}.${key.tryNumber}`;

function addTo(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, Math.max(0, (counts.get(key) ?? 0) + by));
}

function listOf(lists: Map<string, number[]>, key: string): number[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
