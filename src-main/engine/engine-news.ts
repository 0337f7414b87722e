/** The engine's own state as the windows see it: told at once when it changes, and at most ten times a second while runs move. */
import type { EngineInfo } from "../../shared/contract/engine.ts";
import type { Clock, Disposable } from "../ports/machine.ts";
import type { EventHub } from "../services/event-hub.ts";

const restMs = 100;

export class EngineNews {
  readonly #parts: { events: EventHub; clock: Clock };
  readonly #tap: Disposable;
  #info: (() => EngineInfo) | null = null;
  #timer: Disposable | null = null;
  #closed = false;

  constructor(parts: { events: EventHub; clock: Clock }) {
    this.#parts = parts;
    this.#tap = parts.events.tap((batch) => {
      if (batch.some((event) => event.kind === "run" || event.kind === "tasks")) this.#tellSoon();
    });
  }

  /** Until then there is nothing to tell. */
  begin(info: () => EngineInfo): void {
    this.#info = info;
  }

  tell(): void {
    if (this.#info && !this.#closed) this.#parts.events.publish([{ kind: "engine", info: this.#info() }]);
  }

  close(): void {
    this.#closed = true;
    this.#tap.dispose();
    this.#timer?.dispose();
  }

  #tellSoon(): void {
    this.#timer ??= this.#parts.clock.after(restMs, () => {
      this.#timer = null;
      this.tell();
    });
  }
}
