/** Who holds a slot and who waits for one: the engine's parallelism, the slots of each pool, and what a DAG and a task bound. Counts only; decides no state. */
import type { TryKey } from "../ports/store.ts";
import type { Claim, Limit } from "./claims.ts";
import { ReadyQueue, type ReadyTask } from "./ready-queue.ts";

export interface SlotBounds {
  readonly parallelism: () => number;
  /** Slots beside those, which only tasks of latency-sensitive DAGs take. */
  readonly fastSlots: () => number;
  readonly poolSlots: (pool: string) => number;
}

export interface SlotHolder extends TryKey {
  readonly claim: Claim;
}

export class Slots {
  readonly #bounds: SlotBounds;
  readonly #held = new Map<string, SlotHolder>();
  #fastHeld = 0;
  readonly #poolUse = new Map<string, number>();
  readonly #limitUse = new Map<string, number>();
  readonly #ready = new ReadyQueue({ freeSlots: (pool) => this.#freeSlots(pool), used: ({ key }) => this.#limitUse.get(key) ?? 0 });

  constructor(bounds: SlotBounds) {
    this.#bounds = bounds;
  }

  get counts(): { running: number; queued: number } {
    return { running: this.#held.size, queued: this.#ready.size };
  }

  /** Tries that hold a slot, with what they claimed. */
  holders(): SlotHolder[] {
    return [...this.#held.values()];
  }

  /** How many tasks get a slot of the pool before this one; null when it waits for none. */
  ahead(item: ReadyTask): number | null {
    return this.#ready.ahead(item);
  }

  poolSlots(pool: string): number {
    return this.#bounds.poolSlots(pool);
  }

  /** The next that wait for each pool, at most so many, and how many there are. */
  waiting(most: number): ReturnType<ReadyQueue["byPool"]> {
    return this.#ready.byPool(most);
  }

  fastSlots(): number {
    return this.#bounds.fastSlots();
  }

  /** How many may run under this bound as things are. */
  boundOf(limit: Limit): number {
    return this.#ready.boundOf(limit);
  }

  clear(): void {
    this.#ready.clear();
    this.#held.clear();
    this.#fastHeld = 0;
    this.#poolUse.clear();
    this.#limitUse.clear();
  }

  wait(item: ReadyTask, claim: Claim): void {
    this.#ready.push(item, claim);
  }

  forget(item: ReadyTask): void {
    this.#ready.remove(item);
  }

  hold(key: TryKey, claim: Claim): void {
    this.#held.set(tryName(key), { ...key, claim });
    this.#count(claim, 1);
    this.#ready.join(claim);
  }

  release(key: TryKey): void {
    const held = this.#held.get(tryName(key));
    if (held === undefined) return;
    this.#held.delete(tryName(key));
    this.#count(held.claim, -1);
    this.#ready.roomAgain(held.claim);
    this.#ready.leave(held.claim);
  }

  /** Gives free slots out, one to each pool in turn. `grant` says whether the task took it, and has it held then. */
  giveOut(grant: (item: ReadyTask, claim: Claim) => boolean): void {
    for (let next = this.#next(); next !== null; next = this.#next()) if (!grant(next.item, next.claim)) this.#ready.roomAgain(next.claim);
  }

  /** Fast tasks take the slots kept for them first, and then those of all, in the order of all. */
  #next(): ReturnType<ReadyQueue["take"]> {
    const kept = this.#bounds.fastSlots();
    const fast = this.#fastHeld < kept ? this.#ready.take("fast") : null;
    if (fast !== null) return fast;
    return this.#held.size - Math.min(this.#fastHeld, kept) < this.#bounds.parallelism() ? this.#ready.take("any") : null;
  }

  #count({ pool, width, isFast, limits }: Claim, by: 1 | -1): void {
    if (isFast) this.#fastHeld += by;
    add(this.#poolUse, pool, by * width);
    for (const { key } of limits) add(this.#limitUse, key, by);
  }

  #freeSlots(pool: string): number {
    return this.#bounds.poolSlots(pool) - (this.#poolUse.get(pool) ?? 0);
  }
}

function add(uses: Map<string, number>, name: string, by: number): void {
  const next = (uses.get(name) ?? 0) + by;
  if (next > 0) uses.set(name, next);
  else uses.delete(name);
}

const tryName = (key: TryKey): string => `${key.run}.${key.task}.${key.tryNumber}`;
