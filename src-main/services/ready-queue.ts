/**
 * Tasks that may start as soon as there is room for them. Within a pool the greater priority goes first, then who has waited longer; the
 * pools take turns, so that none starves while another is flooded. A task that does not fit holds nobody back:
 *   too wide for what its pool has left   it stays in its row, and narrower ones are taken from theirs
 *   a bound it counts towards is full     it is put aside with that bound, and comes back when the bound has room
 * Every step costs O(log n) of those that wait, however many there are.
 *
 * What must hold of each bound: while it has room for k and some wait aside, at least k tasks that count towards it and go before
 * all of those stand in a row. So whoever leaves a row without taking the room lets the next one back.
 */
import { Heap } from "../core/heap.ts";
import type { Claim, Limit } from "./claims.ts";

export interface ReadyTask {
  readonly run: number;
  readonly task: number;
}

/** What is taken now, as whoever holds slots knows it. */
export interface Room {
  readonly freeSlots: (pool: string) => number;
  readonly used: (limit: Limit) => number;
}

export type Lane = "any" | "fast";

export interface Ready {
  readonly item: ReadyTask;
  readonly claim: Claim;
}

interface Waiting extends Ready {
  heapAt: number;
  /** Where it stands: a row of its pool, or aside with a bound. */
  heap: Heap<Waiting>;
}

interface Bound {
  bound: number;
  version: number;
  /** Tasks that wait or run and count towards it. */
  users: number;
  readonly aside: Heap<Waiting>;
}

export class ReadyQueue {
  readonly #room: Room;
  readonly #waiting = new Map<string, Waiting>();
  /** Rows by width and lane; the pool that was served longest ago comes first. */
  readonly #pools = new Map<string, Map<number, Heap<Waiting>>>();
  readonly #bounds = new Map<string, Bound>();

  constructor(room: Room) {
    this.#room = room;
  }

  get size(): number {
    return this.#waiting.size;
  }

  push(item: ReadyTask, claim: Claim): void {
    const name = nameOf(item);
    if (this.#waiting.has(name)) return;
    this.join(claim);
    const waiting: Waiting = { item, claim, heapAt: -1, heap: this.#rowOf(claim) };
    this.#waiting.set(name, waiting);
    waiting.heap.push(waiting);
  }

  /** The task does not wait any more: it was cancelled or marked. */
  remove(item: ReadyTask): void {
    const waiting = this.#waiting.get(nameOf(item));
    if (!waiting) return;
    this.#take(waiting);
    this.roomAgain(waiting.claim);
  }

  /** The next task that fits, of any DAG or of the fast ones only, taken out of the queue; null when none does. */
  take(lane: Lane): Ready | null {
    for (const [pool, rows] of this.#pools) {
      const waiting = this.#firstThatFits(pool, rows, lane);
      if (!waiting) continue;
      this.#take(waiting);
      if (this.#pools.delete(pool) && rows.size > 0) this.#pools.set(pool, rows);
      return waiting;
    }
    return null;
  }

  /** Somebody has left one of these bounds: the first who waits aside may try again. */
  roomAgain({ limits }: Claim): void {
    for (const { key } of limits) {
      const bound = this.#bounds.get(key);
      if (bound) this.#letBack(key, bound);
    }
  }

  /** The bound in force: that of the newest version. */
  boundOf(limit: Limit): number {
    return this.#bounds.get(limit.key)?.bound ?? limit.bound;
  }

  /** A task that waits or runs counts towards its bounds. A newer version of the DAG may bound the same more widely, or less. */
  join({ limits }: Claim): void {
    for (const { key, bound, version } of limits) {
      const known = this.#bounds.get(key) ?? { bound, version, users: 0, aside: new Heap(goesBefore) };
      this.#bounds.set(key, known);
      known.users += 1;
      if (version <= known.version) continue;
      const more = bound - known.bound;
      Object.assign(known, { bound, version });
      for (let left = more; left > 0; left -= 1) this.#letBack(key, known);
    }
  }

  leave({ limits }: Claim): void {
    for (const { key } of limits) {
      const known = this.#bounds.get(key);
      if (known && (known.users -= 1) === 0) this.#bounds.delete(key);
    }
  }

  /** How many tasks of its pool come before this one; null when it does not wait. Those that wait aside are not in the line. */
  ahead(item: ReadyTask): number | null {
    const mine = this.#waiting.get(nameOf(item));
    if (!mine) return null;
    let ahead = 0;
    for (const other of this.#waiting.values()) if (other.claim.pool === mine.claim.pool && !this.#isAside(other) && goesBefore(other, mine)) ahead += 1;
    return ahead;
  }

  /** The next that wait for each pool, at most so many, and how many there are. Those that wait aside are among them. */
  byPool(most: number): Map<string, { readonly next: readonly Ready[]; readonly count: number }> {
    const pools = new Map<string, { next: Waiting[]; count: number }>();
    for (const waiting of this.#waiting.values()) {
      const pool = pools.get(waiting.claim.pool) ?? { next: [], count: 0 };
      pools.set(waiting.claim.pool, pool);
      pool.count += 1;
      const last = pool.next.at(-1);
      if (pool.next.length === most && last && !goesBefore(waiting, last)) continue;
      const place = pool.next.findIndex((other) => goesBefore(waiting, other));
      pool.next.splice(place < 0 ? pool.next.length : place, 0, waiting);
      if (pool.next.length > most) pool.next.pop();
    }
    return pools;
  }

  clear(): void {
    this.#waiting.clear();
    this.#pools.clear();
    this.#bounds.clear();
  }

  #firstThatFits(pool: string, rows: ReadonlyMap<number, Heap<Waiting>>, lane: Lane): Waiting | null {
    const free = this.#room.freeSlots(pool);
    for (;;) {
      const first = firstOf(rows, free, lane);
      const full = first?.claim.limits.find((limit) => this.#room.used(limit) >= this.boundOf(limit));
      if (!first || !full) return first;
      this.#putAside(first, full);
    }
  }

  #putAside(waiting: Waiting, full: Limit): void {
    waiting.heap.remove(waiting);
    waiting.heap = this.#bounds.get(full.key)?.aside ?? waiting.heap;
    waiting.heap.push(waiting);
    for (const { key } of waiting.claim.limits) {
      const bound = this.#bounds.get(key);
      if (bound && key !== full.key) this.#letBack(key, bound);
    }
  }

  #letBack(key: string, { aside, bound }: Bound): void {
    const first = aside.first;
    const limit = first?.claim.limits.find((one) => one.key === key);
    if (!first || !limit || this.#room.used(limit) >= bound) return;
    aside.remove(first);
    first.heap = this.#rowOf(first.claim);
    first.heap.push(first);
  }

  #take(waiting: Waiting): void {
    this.#waiting.delete(nameOf(waiting.item));
    waiting.heap.remove(waiting);
    this.leave(waiting.claim);
    const { pool } = waiting.claim;
    const rows = this.#pools.get(pool);
    if (rows?.get(rowNumber(waiting.claim))?.size !== 0) return;
    rows.delete(rowNumber(waiting.claim));
    if (rows.size === 0) this.#pools.delete(pool);
  }

  #isAside({ heap, claim }: Waiting): boolean {
    return this.#pools.get(claim.pool)?.get(rowNumber(claim)) !== heap;
  }

  #rowOf(claim: Claim): Heap<Waiting> {
    const rows = this.#pools.get(claim.pool) ?? new Map<number, Heap<Waiting>>();
    this.#pools.set(claim.pool, rows);
    const row = rows.get(rowNumber(claim)) ?? new Heap<Waiting>(goesBefore);
    rows.set(rowNumber(claim), row);
    return row;
  }
}

/** Fast tasks stand apart, on the other side of nought. */
const rowNumber = ({ width, isFast }: Claim): number => (isFast ? -width : width);

/** The first of the rows that are narrow enough. A pool has as many rows as its tasks have widths: a few. */
function firstOf(rows: ReadonlyMap<number, Heap<Waiting>>, free: number, lane: Lane): Waiting | null {
  let best: Waiting | null = null;
  for (const [number, row] of rows) if (Math.abs(number) <= free && (lane === "any" || number < 0) && row.first && (best === null || goesBefore(row.first, best))) best = row.first;
  return best;
}

/** The same after a crash, because all of it is stored. */
function goesBefore(one: Waiting, other: Waiting): boolean {
  return (other.claim.priority - one.claim.priority || one.claim.since - other.claim.since || one.item.run - other.item.run || one.item.task - other.item.task) < 0;
}

const nameOf = (item: ReadyTask): string => `${item.run}.${item.task}`;
