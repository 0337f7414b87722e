/** Who holds a slot and who waits for one: the engine's parallelism, and the bound of each pool. Counts only; decides no state. */
import type { TaskRecord } from "../core/run-image.ts";
import type { TryKey } from "../ports/store.ts";
import { ReadyQueue, type ReadyTask } from "./ready-queue.ts";

export interface SlotBounds {
  readonly parallelism: () => number;
  readonly poolSlots: (pool: string) => number;
}

export class Slots {
  readonly #bounds: SlotBounds;
  readonly #ready = new ReadyQueue();
  readonly #held = new Map<string, string>();
  readonly #poolUse = new Map<string, number>();

  constructor(bounds: SlotBounds) {
    this.#bounds = bounds;
  }

  get counts(): { running: number; queued: number } {
    return { running: this.#held.size, queued: this.#ready.size };
  }

  clear(): void {
    this.#ready.clear();
    this.#held.clear();
    this.#poolUse.clear();
  }

  wait(pool: string, item: ReadyTask): void {
    this.#ready.push(pool, item);
  }

  forget(item: ReadyTask): void {
    this.#ready.remove(item);
  }

  hold(pool: string, key: TryKey): void {
    this.#held.set(tryName(key), pool);
    this.#poolUse.set(pool, (this.#poolUse.get(pool) ?? 0) + 1);
  }

  release(key: TryKey): void {
    const pool = this.#held.get(tryName(key));
    if (pool === undefined) return;
    this.#held.delete(tryName(key));
    this.#poolUse.set(pool, (this.#poolUse.get(pool) ?? 1) - 1);
  }

  /** Gives free slots out, one to each pool in turn. `grant` says whether the task took it. */
  giveOut(grant: (item: ReadyTask, pool: string) => boolean): void {
    for (let isGiven = true; isGiven; ) {
      isGiven = false;
      for (const pool of this.#ready.pools()) if (this.#giveOne(pool, grant)) isGiven = true;
    }
  }

  #giveOne(pool: string, grant: (item: ReadyTask, pool: string) => boolean): boolean {
    if (this.#held.size >= this.#bounds.parallelism() || (this.#poolUse.get(pool) ?? 0) >= this.#bounds.poolSlots(pool)) return false;
    for (let next = this.#ready.take(pool); next; next = this.#ready.take(pool)) if (grant(next, pool)) return true;
    return false;
  }
}

export const isHeld = (state: TaskRecord["state"]): boolean => state === "queued" || state === "running";
export const tryName = (key: TryKey): string => `${key.run}.${key.task}.${key.tryNumber}`;
