/** The pauses before next tries, one timer a task. */
import type { Reached } from "../ports/crash-point.ts";
import type { Clock, Disposable } from "../ports/machine.ts";
import type { Retry } from "./turn.ts";

type Place = Pick<Retry, "run" | "task">;

export class RetryTimers {
  readonly #clock: Clock;
  readonly #reached: Reached;
  readonly #onDue: (place: Place) => void;
  readonly #timers = new Map<string, Disposable>();

  constructor({ clock, reached }: { readonly clock: Clock; readonly reached: Reached }, onDue: (place: Place) => void) {
    this.#clock = clock;
    this.#reached = reached;
    this.#onDue = onDue;
  }

  /** Instead of one that the task may have. */
  arm({ run, task, at }: Retry): void {
    this.forget({ run, task });
    const timer = this.#clock.after(Math.max(0, at - this.#clock.now()), () => {
      this.#timers.delete(nameOf({ run, task }));
      this.#reached("retry due");
      this.#onDue({ run, task });
    });
    this.#timers.set(nameOf({ run, task }), timer);
  }

  forget(place: Place): void {
    this.#timers.get(nameOf(place))?.dispose();
    this.#timers.delete(nameOf(place));
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.dispose();
    this.#timers.clear();
  }
}

const nameOf = ({ run, task }: Place): string => `${run}.${task}`;
