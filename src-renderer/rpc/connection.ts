/**
 * Keeps one channel to the engine open and heals it. States:
 *
 *   connecting ──ready──▶ up ──closed──▶ reconnecting ──ready──▶ up
 *       │                                     │
 *       └────────── away for 15 s ────────────┴──▶ down ──ready──▶ up      (attempts go on in every state)
 *
 * A channel counts as up once `prepare` (the live subscription) has succeeded on it, so that no query can be
 * answered before the events that follow it are heard.
 */
import type { ClientLink } from "@orpc/client";
import type { Channel, Transport } from "./channel.ts";

const firstDelayMs = 150;
const longestDelayMs = 3000;
const downAfterMs = 15_000;
/** How long a call waits for a wire that was lost before it fails with `engine/unavailable`. */
const callPatienceMs = 4000;

export interface ConnectionListener {
  up(): void;
  lost(at: number): void;
  down(): void;
}

export interface ConnectionOptions {
  readonly transport: Transport;
  readonly listener: ConnectionListener;
  /** Runs on every new channel before it serves calls. */
  readonly prepare: (channel: Channel, signal: AbortSignal) => Promise<void>;
  /** What a call is answered with when the engine cannot be reached. */
  readonly unavailable: () => Error;
}

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #stop = new AbortController();
  #current: Channel | null = null;
  #waiting = new Set<() => void>();
  #everUp = false;
  #lostAt: number | null = null;
  #hurry: (() => void) | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Opens and keeps open until `stop`. */
  async run(): Promise<void> {
    const { signal } = this.#stop;
    let attempt = 0;
    while (!signal.aborted) {
      const served = await this.#serveOnce(signal).catch(() => false);
      if (signal.aborted) return;
      attempt = served ? 0 : attempt + 1;
      this.#markLost();
      await this.#pause(Math.min(firstDelayMs * 2 ** attempt, longestDelayMs));
    }
  }

  stop(): void {
    this.#stop.abort();
    this.#current?.close();
    this.#wakeAll();
  }

  /** Tries again at once instead of at the end of the pause. */
  retryNow(): void {
    this.#hurry?.();
  }

  /** The link of the open channel; waits for one within reason. */
  async link(signal: AbortSignal | undefined): Promise<ClientLink<Record<never, never>>> {
    if (this.#current !== null) return this.#current.link;
    await this.#untilUp(this.#everUp ? callPatienceMs : downAfterMs, signal);
    signal?.throwIfAborted();
    const channel = this.#current as Channel | null;
    if (channel === null) throw this.#options.unavailable();
    return channel.link;
  }

  async #serveOnce(signal: AbortSignal): Promise<boolean> {
    const channel = await this.#options.transport.open(signal);
    try {
      await Promise.race([this.#options.prepare(channel, signal), channel.closed.then(() => Promise.reject(new Error("closed")))]);
      this.#current = channel;
      this.#everUp = true;
      this.#lostAt = null;
      this.#options.listener.up();
      this.#wakeAll();
      await channel.closed;
      return true;
    } finally {
      this.#current = null;
      channel.close();
    }
  }

  #markLost(): void {
    const now = Date.now();
    this.#lostAt ??= now;
    if (now - this.#lostAt >= downAfterMs) this.#options.listener.down();
    else this.#options.listener.lost(this.#lostAt);
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #untilUp(patienceMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, patienceMs);
      signal?.addEventListener("abort", done, { once: true });
      this.#waiting.add(done);
    });
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
