/**
 * Hands on what comes in at a pace that leaves the page time to draw: at once after a pause, else all of it together a little later. A page
 * that is handed every batch of a flood by itself works on one after the other, and its pointer waits behind them. How long it waits
 * between two follows from how long the last one kept it busy: work that fits into a frame waits for the next one, a large grid five frames.
 */
export interface PaceClock {
  now(): number;
  /** @returns what takes the call back */
  after(ms: number, run: () => void): () => void;
  /** When what is planned by now has been done. */
  afterTurn(run: () => void): void;
}

/** Five frames: a change is on the screen within a tenth of a second, and four of five frames are the pointer's alone. */
const longestMs = 80;
/** One frame. */
const leastMs = 16;
/** Work that fits into a frame beside the pointer's own: nothing is gained by a rest. */
const easyMs = 5;
/** For each millisecond above it. */
const restShare = 16;

const pageClock: PaceClock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  afterTurn: (run) => void setTimeout(run),
};

export class Paced<Item> {
  readonly #take: (items: readonly Item[]) => void;
  readonly #clock: PaceClock;
  #waiting: Item[] = [];
  #unplan: (() => void) | null = null;
  #lastAt = Number.NEGATIVE_INFINITY;
  #paceMs = longestMs;

  constructor(take: (items: readonly Item[]) => void, clock: PaceClock = pageClock) {
    this.#take = take;
    this.#clock = clock;
  }

  add(items: readonly Item[]): void {
    for (const item of items) this.#waiting.push(item);
    if (this.#unplan === null) this.#plan();
  }

  /** Hands on now what waits. */
  flush(): void {
    this.#unplan?.();
    this.#unplan = null;
    if (this.#waiting.length === 0) return;
    const items = this.#waiting;
    this.#waiting = [];
    const at = this.#clock.now();
    this.#lastAt = at;
    this.#paceMs = longestMs;
    this.#take(items);
    this.#clock.afterTurn(() => this.#lastAt === at && this.#learn(this.#clock.now() - at));
  }

  #plan(): void {
    const wait = this.#lastAt + this.#paceMs - this.#clock.now();
    if (wait <= 0) this.flush();
    else this.#unplan = this.#clock.after(wait, () => this.flush());
  }

  #learn(busyMs: number): void {
    this.#paceMs = Math.min(longestMs, Math.max(leastMs, (busyMs - easyMs) * restShare));
    if (this.#unplan === null) return;
    this.#unplan();
    this.#unplan = null;
    this.#plan();
  }
}
