/**
 * Packs runs that ended long ago while scheduling goes on: a few at a time, in transactions so short that a task that ends meanwhile hardly
 * waits. Each run is either rows or packed, wherever the engine is killed, and nobody who asks about it sees a difference.
 */
import { parseDuration } from "../../../shared/base/duration.ts";
import type { HistoryStatus, PackingOutcome } from "../../../shared/contract/history.ts";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import { defaultCompactAfter } from "../../../shared/model/workspace-config.ts";
import type { Clock, Disposable, Log } from "../../ports/machine.ts";
import type { LooseRun } from "../../ports/packing-store.ts";
import type { Store } from "../../ports/store.ts";
import type { Workspace } from "../../ports/workspace.ts";

export interface HistoryPackingParts {
  readonly store: Store;
  readonly workspace: Pick<Workspace, "config">;
  readonly clock: Clock;
  readonly log: Log;
  readonly isTrusted: () => boolean;
  /** Whether tasks run or wait: then each step is the shorter, and large runs are left for later. */
  readonly isBusy: () => boolean;
  /** Lets others go on. */
  readonly breathe: () => Promise<unknown>;
}

const busyStepMs = 2;
const idleStepMs = 20;
/** Rows of one run that are packed in one go while tasks run. */
const mostBusyRows = 5_000;
const pageRuns = 50;
const firstLookMs = 120_000;
const lookEveryMs = 3_600_000;

interface Work {
  packed: number;
  spared: number;
  isCancelled: boolean;
}

export class HistoryPacking {
  readonly #parts: HistoryPackingParts;
  #timer: Disposable | null = null;
  #work: Work | null = null;
  #closed = false;

  constructor(parts: HistoryPackingParts) {
    this.#parts = parts;
  }

  /** Looks now and then from now on. */
  begin(): void {
    this.#arm(firstLookMs);
  }

  status(): HistoryStatus {
    const { store, clock } = this.#parts;
    const compactAfter = this.#compactAfter();
    const { due, packed } = store.packing.counts(clock.now() - (msOf(compactAfter) ?? Number.POSITIVE_INFINITY));
    const { whole, free } = store.retention.bytes();
    return { compactAfter, runs: store.runs.count(), packed, due, packedBytes: store.packing.bytes(), databaseBytes: whole, freeBytes: free, isAtWork: this.#work !== null };
  }

  cancel(): boolean {
    if (this.#work === null) return false;
    this.#work.isCancelled = true;
    return true;
  }

  /** Throws workspace/untrusted, history/at-work, history/never. */
  async compact(olderThanMs: number | null = msOf(this.#compactAfter())): Promise<PackingOutcome> {
    const { store, clock, isTrusted } = this.#parts;
    if (!isTrusted()) throw new AppError("workspace/untrusted", "This workspace is not trusted, so its history stays as it is; trust it first.");
    if (olderThanMs === null) throw new AppError("history/never", 'The workspace says "never" as `history.compact_after` in dagwright.json; say how old runs have to be, such as --older-than 7d.');
    if (this.#work !== null) throw new AppError("history/at-work", `Runs are being packed already (${this.#work.packed} so far); wait for that, or cancel it.`);
    const work: Work = { packed: 0, spared: 0, isCancelled: false };
    this.#work = work;
    const began = clock.monotonic();
    const free = store.retention.bytes().free;
    try {
      await this.#packAll(work, clock.now() - olderThanMs);
    } finally {
      this.#work = null;
    }
    const freedBytes = this.#closed ? 0 : Math.max(0, store.retention.bytes().free - free);
    return { ...work, freedBytes, ms: Math.round(clock.monotonic() - began) };
  }

  close(): void {
    this.#closed = true;
    this.cancel();
    this.#timer?.dispose();
  }

  async #packAll(work: Work, before: number): Promise<void> {
    const { store, breathe } = this.#parts;
    let after: LooseRun | null = null;
    while (!work.isCancelled) {
      const page: LooseRun[] = store.packing.due(before, after, pageRuns);
      for (let next = 0; next < page.length && !work.isCancelled; await breathe()) {
        next = this.#packStep(work, page, next);
        after = page[next - 1] ?? null;
      }
      if (page.length < pageRuns) return;
    }
  }

  /** As many runs as there is time for, one at least, in one transaction. Says which is next. */
  #packStep(work: Work, page: readonly LooseRun[], from: number): number {
    const { store, isBusy } = this.#parts;
    const busy = isBusy();
    const until = performance.now() + (busy ? busyStepMs : idleStepMs);
    let next = from;
    store.atomically(() => {
      do {
        const run = page[next];
        next += 1;
        if (run === undefined) return;
        if (store.packing.pack(run.key, busy ? mostBusyRows : Number.MAX_SAFE_INTEGER)) work.packed += 1;
        else work.spared += 1;
      } while (next < page.length && performance.now() < until);
    });
    return next;
  }

  #compactAfter(): string | null {
    const after = this.#parts.workspace.config().config.history.compact_after ?? defaultCompactAfter;
    return after === "never" ? null : after;
  }

  #arm(waitMs: number): void {
    if (!this.#closed) this.#timer = this.#parts.clock.after(waitMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    const { log, isTrusted } = this.#parts;
    const olderThanMs = msOf(this.#compactAfter());
    if (olderThanMs !== null && isTrusted() && this.#work === null) {
      await this.compact(olderThanMs).catch((thrown: unknown) => log.warn("old runs could not be packed", { reason: messageOf(thrown) }));
    }
    this.#arm(lookEveryMs);
  }
}

const msOf = (duration: string | null): number | null => (duration === null ? null : parseDuration(duration));
