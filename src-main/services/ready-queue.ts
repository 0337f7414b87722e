/** Tasks that may start as soon as a slot is free: first come, first served within each pool, the pools in turn. */

export interface ReadyTask {
  readonly run: number;
  readonly task: number;
}

export class ReadyQueue {
  readonly #pools = new Map<string, { items: ReadyTask[]; head: number }>();
  /** Places in the lists may be stale: only what is named here still waits. */
  readonly #waiting = new Set<string>();

  get size(): number {
    return this.#waiting.size;
  }

  push(pool: string, item: ReadyTask): void {
    const name = nameOf(item);
    if (this.#waiting.has(name)) return;
    this.#waiting.add(name);
    const queue = this.#pools.get(pool) ?? { items: [], head: 0 };
    queue.items.push(item);
    this.#pools.set(pool, queue);
  }

  /** The task does not wait any more: it was cancelled or marked. */
  remove(item: ReadyTask): void {
    this.#waiting.delete(nameOf(item));
  }

  /** The pool that was served longest ago comes first. */
  pools(): string[] {
    return [...this.#pools.keys()];
  }

  take(pool: string): ReadyTask | null {
    const queue = this.#pools.get(pool);
    if (!queue) return null;
    while (queue.head < queue.items.length) {
      const item = queue.items[queue.head] as ReadyTask;
      queue.head += 1;
      this.#shorten(queue);
      if (!this.#waiting.delete(nameOf(item))) continue;
      this.#pools.delete(pool);
      this.#pools.set(pool, queue);
      return item;
    }
    this.#pools.delete(pool);
    return null;
  }

  clear(): void {
    this.#pools.clear();
    this.#waiting.clear();
  }

  #shorten(queue: { items: ReadyTask[]; head: number }): void {
    if (queue.head <= 1024 || queue.head * 2 <= queue.items.length) return;
    queue.items.splice(0, queue.head);
    queue.head = 0;
  }
}

const nameOf = (item: ReadyTask): string => `${item.run}.${item.task}`;
