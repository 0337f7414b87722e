/** Tasks that may start as soon as a slot is free: first come, first served within each pool. */

export interface ReadyTask {
  readonly run: number;
  readonly task: number;
}

export class ReadyQueue {
  readonly #pools = new Map<string, { items: ReadyTask[]; head: number }>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(pool: string, item: ReadyTask): void {
    const queue = this.#pools.get(pool) ?? { items: [], head: 0 };
    queue.items.push(item);
    this.#pools.set(pool, queue);
    this.#size += 1;
  }

  pools(): Iterable<string> {
    return this.#pools.keys();
  }

  take(pool: string): ReadyTask | null {
    const queue = this.#pools.get(pool);
    const item = queue?.items[queue.head];
    if (!queue || !item) return null;
    queue.head += 1;
    this.#size -= 1;
    if (queue.head > 1024 && queue.head * 2 > queue.items.length) {
      queue.items.splice(0, queue.head);
      queue.head = 0;
    }
    return item;
  }

  clear(): void {
    this.#pools.clear();
    this.#size = 0;
  }
}
