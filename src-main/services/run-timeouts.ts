/**
 * Ends the runs that take longer than the `dagrun_timeout` of their DAG, counted from when they started; what the machine slept does not count. When a
 * run's time is up follows from its row and the absences after it began, so that an engine that takes over knows it too. One timer for the earliest.
 */
import { durationWords } from "../../shared/base/duration.ts";
import type { EngineEvent } from "../../shared/contract/engine.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import type { Clock, Disposable } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";
import type { RunImages } from "./images.ts";
import type { Scheduler } from "./scheduler.ts";
import type { TimeWatch } from "./time-watch.ts";

export interface RunTimeoutsParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly scheduler: Pick<Scheduler, "post">;
  readonly clock: Clock;
  readonly time: Pick<TimeWatch, "look" | "lostMs" | "wasAt">;
  readonly events: { tap(listener: (events: readonly EngineEvent[]) => void): Disposable };
}

interface Timed {
  /** Key of its row. */
  readonly run: number;
  readonly startedAt: number;
  readonly limitMs: number;
  /** The newest absence that was known when it began. */
  readonly known: number;
}

/** The wall clock may be set or the machine may sleep: looked at again at least this often while a run has a limit. */
const longestWaitMs = 30_000;

export class RunTimeouts {
  readonly #parts: RunTimeoutsParts;
  readonly #tap: Disposable;
  /** Running runs with a limit, by name. */
  readonly #timed = new Map<string, Timed>();
  #timer: Disposable | null = null;
  #closed = false;

  constructor(parts: RunTimeoutsParts) {
    this.#parts = parts;
    this.#tap = parts.events.tap((events) => {
      const isNew = events.filter((event) => event.kind === "run" && this.#note(event.run)).length > 0;
      if (isNew) this.wake();
    });
  }

  /**
   * A run that an earlier engine left running, and that seems to begin later, is of a clock that was set back while no engine was there. By how much more than
   * up to the start of that run, nobody knows. Call before anything goes on: what begins from then on does not count it.
   */
  takeUp(): void {
    const left = this.#parts.store.runs.listActive().flatMap((run) => this.#timedOf(run) ?? []);
    if (left.length > 0) this.#parts.time.wasAt(Math.max(...left.map(({ startedAt, known }) => startedAt + this.#parts.time.lostMs(known))));
  }

  /** Watches the runs that an earlier engine left running; call when their tries are settled. */
  begin(): void {
    for (const run of this.#parts.store.runs.listActive()) this.#note(run);
    this.wake();
  }

  /** Ends what is due and waits for the next. Safe to call at any time, as often as one likes. */
  wake(): void {
    if (this.#closed || this.#timed.size === 0) return this.#timer?.dispose();
    const { clock, scheduler, time } = this.#parts;
    // Who hears of a sleep may come back here.
    time.look();
    this.#timer?.dispose();
    const now = clock.now();
    const endOf = ({ startedAt, limitMs, known }: Timed): number => startedAt + limitMs + time.lostMs(known);
    const due = [...this.#timed].filter(([, timed]) => endOf(timed) <= now);
    for (const [name] of due) this.#timed.delete(name);
    const next = Math.min(now + longestWaitMs, ...[...this.#timed.values()].map(endOf));
    if (this.#timed.size > 0) this.#timer = clock.after(next - now, () => this.wake());
    for (const [, { run, limitMs }] of due) scheduler.post({ run, signal: { kind: "timeIsUp", reason: timedOutReason(limitMs), at: now } });
  }

  close(): void {
    this.#closed = true;
    this.#tap.dispose();
    this.#timer?.dispose();
  }

  /** True where another run is to be watched. */
  #note(run: RunSummary): boolean {
    const name = JSON.stringify([run.dagId, run.runId]);
    this.#timed.delete(name);
    const timed = this.#timedOf(run);
    if (timed !== null) this.#timed.set(name, timed);
    return timed !== null;
  }

  /** Null for one that does not run, or has no limit. */
  #timedOf({ dagId, runId, runType, state, startedAt, dagVersion }: RunSummary): Timed | null {
    if (state !== "running" || startedAt === null || runType === "try") return null;
    const { store, images } = this.#parts;
    const limitMs = images.version(dagVersion).version.dag.dagrunTimeoutMs;
    const run = limitMs === undefined ? undefined : store.runs.find(dagId, runId)?.key;
    return limitMs === undefined || run === undefined ? null : { run, startedAt, limitMs, known: store.runs.absenceOf(run) };
  }
}

export const timedOutReason = (limitMs: number): string => `timed out: took longer than its dagrun_timeout of ${durationWords(limitMs)}`;
