/**
 * Sees that time did not go on evenly: the machine slept, the engine was stopped, somebody set the clock. It looks every few seconds, when the
 * system tells of a sleep, and whenever somebody is about to judge something by the clock: whoever asks first after a sleep finds it, and all
 * that goes by the clock hears of it before that goes on. What was found is stored, because a limit of a run does not count it.
 */
import { absenceAround, absencesBetween, lostMs, type Absence, type ClockReading } from "../core/absences.ts";
import { messageOf } from "../../shared/errors/app-error.ts";
import type { Clock, Disposable, Log } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";

export interface TimeWatchParts {
  readonly clock: Clock;
  readonly store: Pick<Store, "absences" | "atomically">;
  readonly log: Log;
  readonly everyMs?: number | undefined;
}

/** What the system says of its power; a screen that was locked is a moment to look again when it is unlocked. */
export type PowerNews = "suspend" | "resume" | "lock" | "unlock";

const everyMs = 5_000;
const remembered = 1_000;

export class TimeWatch {
  readonly #parts: TimeWatchParts;
  readonly #listeners: ((found: readonly Absence[]) => void)[] = [];
  readonly #absences: Absence[];
  #last: ClockReading;
  #dueAt: number | null = null;
  #isSleepTold = false;
  #isTelling = false;
  #timer: Disposable | null = null;
  #closed = false;

  constructor(parts: TimeWatchParts) {
    this.#parts = parts;
    this.#absences = parts.store.absences.list();
    this.#last = this.#read();
  }

  /** They are called in the order in which they asked. */
  onAbsence(listener: (found: readonly Absence[]) => void): void {
    this.#listeners.push(listener);
  }

  /** Looks now and every few seconds. */
  begin(): void {
    if (this.#closed) return;
    this.look();
    const waitMs = this.#parts.everyMs ?? everyMs;
    this.#dueAt = this.#parts.clock.monotonic() + waitMs;
    this.#timer?.dispose();
    this.#timer = this.#parts.clock.after(waitMs, () => this.begin());
  }

  close(): void {
    this.#closed = true;
    this.#timer?.dispose();
  }

  tell(news: PowerNews): void {
    this.look();
    if (news === "suspend" || news === "resume") this.#isSleepTold = news === "suspend";
    // Timers begin anew: on Linux they stood still.
    if (news === "resume" && this.#timer !== null) this.begin();
  }

  /** Tells of what is found, once; cheap, and safe to call at any time. */
  look(): void {
    // Who hears of an absence may look again. On a disk that takes seconds there would be another one each time.
    if (this.#isTelling) return;
    const before = this.#last;
    const now = this.#read();
    this.#last = now;
    const found = absencesBetween({ before, now, dueAt: this.#dueAt, isSleepTold: this.#isSleepTold });
    if (found.length === 0) return;
    // What was late is told by now.
    if (this.#dueAt !== null) this.#dueAt = Math.max(this.#dueAt, now.monotonic);
    this.#isTelling = true;
    try {
      this.#keep(found);
      for (const listener of this.#listeners) listener(found);
    } finally {
      this.#isTelling = false;
    }
  }

  /** How many milliseconds since an instant count for no limit; see `lostMs`. */
  lostMs(since: number): number {
    return lostMs(this.#absences, since, this.#parts.clock.now());
  }

  /** Why nobody looked at these instants; null where that is not known. */
  around(first: number, last: number): Absence | null {
    return absenceAround(this.#absences, first, last);
  }

  #read(): ClockReading {
    const { clock } = this.#parts;
    return { wall: clock.now(), boot: clock.sinceBoot(), monotonic: clock.monotonic() };
  }

  #keep(found: readonly Absence[]): void {
    const { store, log } = this.#parts;
    this.#absences.push(...found);
    this.#absences.splice(0, this.#absences.length - remembered);
    try {
      store.atomically(() => store.absences.add(found));
    } catch (thrown) {
      log.warn("a time at which nobody looked could not be stored", { reason: messageOf(thrown) });
    }
  }
}
