/** Wakes whoever waits for news of one thing. */
import type { Clock, Disposable } from "../ports/machine.ts";

/** Remembers one ring for whoever listens next. */
export class Bell {
  readonly #clock: Clock;
  #rung = false;
  #listener: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    this.#rung = true;
    this.#listener?.();
  }

  async heard(): Promise<void> {
    if (!this.#rung) await new Promise<void>((resolve) => (this.#listener = resolve));
    this.#rung = false;
    this.#listener = null;
  }

  /** False when the time passed without a ring. */
  async heardWithin(ms: number): Promise<boolean> {
    if (this.#rung) {
      this.#rung = false;
      return true;
    }
    let timer: Disposable | null = null;
    await new Promise<void>((resolve) => {
      this.#listener = resolve;
      timer = this.#clock.after(ms, resolve);
    });
    (timer as Disposable | null)?.dispose();
    const rang = this.#rung;
    this.#rung = false;
    this.#listener = null;
    return rang;
  }
}
