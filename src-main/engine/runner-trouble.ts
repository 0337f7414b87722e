/**
 * What the runner complained of last. It repeats itself every few seconds while the trouble lasts and never says that it is over:
 * what it has not said again for a while is taken for mended.
 */
import type { Clock, Disposable } from "../ports/machine.ts";

/** Longer than the runner's own pause between two complaints. */
const lastsMs = 15_000;

export class RunnerTrouble {
  readonly #parts: { clock: Clock; onChange: () => void };
  #message: string | null = null;
  #timer: Disposable | null = null;

  constructor(parts: { clock: Clock; onChange: () => void }) {
    this.#parts = parts;
  }

  get message(): string | null {
    return this.#message;
  }

  note(message: string): void {
    this.#timer?.dispose();
    this.#timer = this.#parts.clock.after(lastsMs, () => this.#set(null));
    if (message !== this.#message) this.#set(message);
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #set(message: string | null): void {
    this.#message = message;
    this.#parts.onChange();
  }
}
