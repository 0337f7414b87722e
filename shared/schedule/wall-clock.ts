/**
 * Converts between instants and the wall clock of a time zone. A wall time is a number too: the milliseconds that
 * a UTC clock showing the same date and time would have. Knows zones; knows nothing about schedules.
 */
import { Temporal } from "temporal-polyfill";

/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;
/** The wall clock read as if it were UTC; never an instant. */
export type WallMs = number;

/** How far the zone's wall clock is ahead of UTC at the instant, in ms. */
export function offsetAt(at: EpochMs, zone: string): number {
  if (zone === "UTC") return 0;
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  return Math.round(zoned.offsetNanoseconds / 1e6);
}

/** What the zone's wall clock shows at the instant. */
export function wallAt(at: EpochMs, zone: string): WallMs {
  return at + offsetAt(at, zone);
}

/**
 * The instant of a wall time, as Airflow's `make_aware` picks it: of a time shown twice the later one; a time
 * that a spring change skips is moved on by the length of the gap.
 */
export function instantOf(wall: WallMs, zone: string): EpochMs {
  if (zone === "UTC") return wall;
  const plain = Temporal.Instant.fromEpochMilliseconds(Math.floor(wall)).toZonedDateTimeISO("UTC").toPlainDateTime();
  return plain.toZonedDateTime(zone, { disambiguation: "later" }).epochMilliseconds;
}

export type ClockChange = { at: EpochMs; /** Positive: the clock jumps ahead and skips this long. */ jumpMs: number };

/** The change of the zone's offset in the span (from, to]; null when both ends have the same offset. */
export function clockChangeIn(from: EpochMs, to: EpochMs, zone: string): ClockChange | null {
  const before = offsetAt(from, zone);
  const after = offsetAt(to, zone);
  if (before === after) return null;
  let low = Math.floor(from);
  let high = Math.ceil(to);
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return { at: high, jumpMs: after - before };
}
