/**
 * Sees that time did not go on evenly: the machine slept, the engine was stopped, somebody set the clock. It looks every few seconds, when the
 * system tells of a sleep, and whenever somebody is about to judge something by the clock: whoever asks first after a sleep finds it, and all
 * that goes by the clock hears of it before that goes on. What was found is stored, because a limit of a run does not count it; it is numbered, because what
 * came before the run and what after it cannot be told by a clock that may be set back.
 */
import { absenceAround, absencesBetween, leastMs, lostMs, type Absence, type ClockReading, type NumberedAbsence } from "../core/absences.ts";
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
  readonly #absences: NumberedAbsence[];
  /** Of which it is not known whether they are stored: what stored them may have come to nothing. */
  #unstored: NumberedAbsence[] = [];
  #untold: Absence[] = [];
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
    this.#find();
    const found = this.#untold.splice(0);
    if (this.#unstored.length === 0 && found.length === 0) return;
    this.#isTelling = true;
    try {
      this.#keep(found.length > 0);
      if (found.length > 0) for (const listener of this.#listeners) listener(found);
    } finally {
      this.#isTelling = false;
    }
  }

  /** The number of the newest absence, 0 for none. Belongs inside the transaction that stores what begins now: what is found is stored with it, and told at the next look. */
  mark(): number {
    this.#find();
    if (this.#unstored.length > 0) this.#parts.store.absences.add(this.#unstored);
    return this.#absences.at(-1)?.number ?? 0;
  }

  /** It was this late on the wall clock before this engine began, as somebody knows: where it is earlier now, the clock was set back by so much at least. Stored, and told to nobody. */
  wasAt(at: number): void {
    const now = this.#parts.clock.now();
    const isSetBack = at - now >= leastMs;
    if (isSetBack) this.#number([{ kind: "set_back", from: at, to: now }]);
    if (isSetBack) this.#keep(true);
  }

  #find(): void {
    const before = this.#last;
    const now = this.#read();
    this.#last = now;
    const found = absencesBetween({ before, now, dueAt: this.#dueAt, isSleepTold: this.#isSleepTold });
    if (found.length === 0) return;
    // What was late is found by now.
    if (this.#dueAt !== null) this.#dueAt = Math.max(this.#dueAt, now.monotonic);
    this.#untold.push(...found);
    this.#number(found);
  }

  #number(found: readonly Absence[]): void {
    const last = this.#absences.at(-1)?.number ?? 0;
    const numbered = found.map((absence, index) => ({ number: last + 1 + index, ...absence }));
    this.#unstored.push(...numbered);
    this.#absences.push(...numbered);
    this.#absences.splice(0, this.#absences.length - remembered);
  }

  /** How many milliseconds count for no limit of what began when this absence was the newest; see `mark`. */
  lostMs(known: number): number {
    return lostMs(this.#absences, known);
  }

  /** Why nobody looked at these instants; null where that is not known. */
  around(first: number, last: number): Absence | null {
    return absenceAround(this.#absences, first, last);
  }

  #read(): ClockReading {
    const { clock } = this.#parts;
    return { wall: clock.now(), boot: clock.sinceBoot(), monotonic: clock.monotonic() };
  }

  #keep(isNew: boolean): void {
    const { store, log } = this.#parts;
    try {
      store.atomically(() => store.absences.add(this.#unstored));
      this.#unstored = [];
    } catch (thrown) {
      if (isNew) log.warn("a time at which nobody looked could not be stored", { reason: messageOf(thrown) });
    }
  }
}
