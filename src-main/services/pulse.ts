/** When a process beside the engine was last heard of, and since when it owes an answer. Another process starts anew. */
import type { Clock } from "../ports/machine.ts";
import type { Beating } from "../ports/heartbeat.ts";

export class Pulse {
  readonly #of: Beating;
  readonly #clock: Clock;
  #pid: number | null = null;
  #askedAt: number | null = null;
  #heardAt: number | null = null;
  #unanswered = 0;

  constructor(of: Beating, clock: Clock) {
    this.#of = of;
    this.#clock = clock;
  }

  get heardAt(): number | null {
    return this.#of.pid === this.#pid ? this.#heardAt : null;
  }

  /** Asks anew, and tells the process before when it is another one now. */
  ask(): { readonly pid: number | null; readonly before: number | null } {
    const { pid } = this.#of;
    const before = this.#pid;
    if (pid !== before) {
      this.#pid = pid;
      this.#askedAt = null;
      this.#heardAt = null;
      this.#unanswered = 0;
    }
    if (pid === null) return { pid, before };
    this.#askedAt ??= this.#clock.now();
    this.#unanswered += 1;
    this.#of.ping(() => this.#heard(pid));
    return { pid, before };
  }

  /**
   * Since when it owes an answer: only after several questions, because a machine that slept was no fault of the process. One that
   * never answered such a question is of another version and owes nothing.
   */
  silentSince(looks: number): number | null {
    return this.#heardAt !== null && this.#unanswered > looks ? this.#askedAt : null;
  }

  #heard(pid: number): void {
    if (pid !== this.#pid) return;
    this.#askedAt = null;
    this.#unanswered = 0;
    this.#heardAt = this.#clock.now();
  }
}
