/**
 * When the scheduler takes what waits: at once, or in company. A start waits for an outcome, because nothing depends on it; outcomes of which nothing
 * can be lost wait for each other where many are at work. A chain never waits, nor does the first outcome after a rest.
 */
import type { Clock, Disposable } from "../ports/machine.ts";
import type { Letter } from "./letter.ts";

const companyMs = 30;
/** With so many at work the next outcome is not far. */
const crowd = 4;
/** So many share a commit at once. */
const enough = 4;

export interface CommitPaceParts {
  readonly clock: Clock;
  /** How long after a commit outcomes wait for others. */
  readonly shareMs: number;
  /** Takes all that waits. */
  readonly drain: () => void;
}

export class CommitPace {
  readonly #parts: CommitPaceParts;
  #timer: (Disposable & { readonly at: number }) | null = null;
  /** By the clock that only measures. */
  #committedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: CommitPaceParts) {
    this.#parts = parts;
  }

  committed(): void {
    this.#committedAt = this.#parts.clock.monotonic();
  }

  /** How long these may wait, which are among all that wait; 0 or less for not at all. */
  waitMs(letters: readonly Letter[], { waiting, atWork }: { readonly waiting: readonly Letter[]; readonly atWork: number }): number {
    if (letters.every(({ mayWait }) => mayWait)) return companyMs;
    const mayShare = letters.every((letter) => letter.mayWait === true || letter.mayShare === true);
    if (!mayShare || atWork < crowd || waiting.filter(({ mayWait }) => mayWait !== true).length >= enough) return 0;
    return this.#committedAt + this.#parts.shareMs - this.#parts.clock.monotonic();
  }

  /** Unless it is sooner by an earlier call. */
  drainIn(delayMs: number): void {
    const { clock, drain } = this.#parts;
    const at = clock.monotonic() + delayMs;
    if (this.#timer !== null && this.#timer.at <= at) return;
    this.#timer?.dispose();
    const timer = clock.after(delayMs, drain);
    this.#timer = { at, dispose: () => timer.dispose() };
  }

  stop(): void {
    this.#timer?.dispose();
    this.#timer = null;
  }
}
