/** Active runs as the scheduler may trust them, and what one that runs holds and waits for when it is read anew. */
import { isAtWork } from "../core/mapping.ts";
import type { Log } from "../ports/machine.ts";
import type { Claims } from "./claims.ts";
import type { ActiveRun, RunImages } from "./images.ts";
import { isOfDatabase, reasonOf } from "./refusals.ts";
import type { RetryTimers } from "./retry-timers.ts";
import { lineOf, type RunGate } from "./run-gate.ts";
import type { Slots } from "./slots.ts";

export class ReadableRuns {
  readonly #parts: { readonly images: RunImages; readonly log: Log };
  /** Runs whose rows cannot be read as a run: named once in the log and left as they are. */
  readonly #unreadable = new Set<number>();

  constructor(parts: { readonly images: RunImages; readonly log: Log }) {
    this.#parts = parts;
  }

  /** Null for a run whose rows make no sense. A store that cannot be read is another matter: that throws. */
  get(key: number): ActiveRun | null {
    if (this.#unreadable.has(key)) return null;
    try {
      return this.#parts.images.get(key);
    } catch (thrown) {
      if (isOfDatabase(thrown)) throw thrown;
      this.#unreadable.add(key);
      this.#parts.log.error("a run cannot be read and is left as it is", { run: key, ...reasonOf(thrown) });
      return null;
    }
  }
}

export function takeUpRun(run: ActiveRun | null, { slots, gate, claims, retries }: { readonly slots: Slots; readonly gate: RunGate; readonly claims: Claims; readonly retries: RetryTimers }): void {
  if (run === null) return;
  const { key } = run.row;
  gate.count(lineOf(run.row), 1);
  run.image.tasks.forEach((record, index) => {
    const place = { run: key, task: index };
    if (record.state === "scheduled") slots.wait(place, claims.of(run, index, record));
    if (record.state === "up_for_retry" && record.retryAt !== null) retries.arm({ ...place, at: record.retryAt });
    if (isAtWork(record)) slots.hold({ ...place, tryNumber: record.tryNumber }, claims.of(run, index, record));
  });
}
