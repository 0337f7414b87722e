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
  readonly time: Pick<TimeWatch, "look" | "lostMs">;
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

  /** Takes up the runs that an earlier engine left running; call when their tries are settled. */
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
  #note({ dagId, runId, runType, state, startedAt, dagVersion }: RunSummary): boolean {
    const name = JSON.stringify([dagId, runId]);
    this.#timed.delete(name);
    if (state !== "running" || startedAt === null || runType === "try") return false;
    const { store, images, clock, time } = this.#parts;
    const limitMs = images.version(dagVersion).version.dag.dagrunTimeoutMs;
    const run = limitMs === undefined ? undefined : store.runs.find(dagId, runId)?.key;
    if (limitMs === undefined || run === undefined) return false;
    const known = store.runs.absenceOf(run);
    // One that seems to begin later is of a clock that was set back, and nobody saw by how much.
    this.#timed.set(name, { run, startedAt: Math.min(startedAt, clock.now() - time.lostMs(known)), limitMs, known });
    return true;
  }
}

export const timedOutReason = (limitMs: number): string => `timed out: took longer than its dagrun_timeout of ${durationWords(limitMs)}`;
