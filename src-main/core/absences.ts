/**
 * Times at which nobody looked, found by three clocks that are read now and then. Pure. The wall clock may be set; the clock since the start of
 * the machine goes on while it sleeps; the monotonic one stands still during a sleep on Linux and goes on elsewhere, where a sleep shows as a
 * tick that came late, just as for an engine that was stopped or had no processor.
 */
export interface ClockReading {
  /** Epoch milliseconds. */
  readonly wall: number;
  /** Milliseconds since the machine started, those asleep too. */
  readonly boot: number;
  /** Milliseconds that only measure. */
  readonly monotonic: number;
}

export const absenceKinds = ["slept", "stood", "set_ahead", "set_back"] as const;
/** `stood`: the machine slept or the engine was stopped, which of them is not known. */
export type AbsenceKind = (typeof absenceKinds)[number];

/** On the wall clock, in milliseconds; `to` lies before `from` where the clock was set back. */
export interface Absence {
  readonly kind: AbsenceKind;
  readonly from: number;
  readonly to: number;
}

/** Smaller differences are corrections over the network, and the grain of the clocks. */
export const leastMs = 5_000;
/** A tick that is later was held up by more than work. */
const stoodMs = 10_000;

export interface Between {
  readonly before: ClockReading;
  readonly now: ClockReading;
  /** When the next look was due, on the monotonic clock; null where none was. */
  readonly dueAt: number | null;
  /** The system said that it goes to sleep: a late tick is a sleep. */
  readonly isSleepTold: boolean;
}

/** In the order in which they came about: a sleep, then a clock that was set. */
export function absencesBetween({ before, now, dueAt, isSleepTold }: Between): Absence[] {
  const passedMs = now.monotonic - before.monotonic;
  const sleptMs = now.boot - before.boot - passedMs;
  const setMs = now.wall - before.wall - (now.boot - before.boot);
  const lateMs = dueAt === null ? 0 : now.monotonic - dueAt;
  const isSet = Math.abs(setMs) >= leastMs;
  const woke = now.wall - (isSet ? setMs : 0);
  const found: Absence[] = [];
  if (sleptMs >= leastMs) found.push({ kind: "slept", from: woke - sleptMs - Math.max(0, lateMs), to: woke });
  else if (lateMs >= (isSleepTold ? leastMs : stoodMs)) found.push({ kind: isSleepTold ? "slept" : "stood", from: woke - lateMs, to: woke });
  if (isSet) found.push({ kind: setMs > 0 ? "set_ahead" : "set_back", from: woke, to: now.wall });
  return found;
}

/** With its place among all there were, from 1. */
export interface NumberedAbsence extends Absence {
  readonly number: number;
}

/**
 * How much of the time on the wall clock did not count since something began: nothing could go on then, or the clock only said so. Negative after it was
 * set back. `known` is the newest one that was known when it began, 0 for none: by the clock alone it could not be told, because one that is set back
 * shows the same hour twice.
 */
export function lostMs(absences: readonly NumberedAbsence[], known: number): number {
  return absences.reduce((lost, { number, from, to }) => (number > known ? lost + to - from : lost), 0);
}

/** The newest one in which an instant from `first` to `last` lies. */
export function absenceAround(absences: readonly Absence[], first: number, last: number): Absence | null {
  return absences.findLast(({ from, to }) => from - leastMs <= last && to >= first) ?? null;
}
