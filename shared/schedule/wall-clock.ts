/**
 * Converts between instants and the wall clock of a time zone. A wall time is a number too: the milliseconds that
 * a UTC clock showing the same date and time would have. Knows zones; knows nothing about schedules.
 */
import { offsetAt, spansIn } from "./zone-offsets.ts";

export { offsetAt } from "./zone-offsets.ts";

/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;
/** The wall clock read as if it were UTC; never an instant. */
export type WallMs = number;

/** No zone was ever farther from UTC, at either side. */
const farthestOffsetMs = 16 * 3_600_000;

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
  const spans = spansIn(wall - farthestOffsetMs, wall + farthestOffsetMs, zone);
  for (const [index, span] of spans.entries()) {
    const at = wall - span.offsetMs;
    const later = spans[index + 1];
    // Of a time shown twice the next span has it too; a time in a gap is taken by the span before it, past its end.
    if (later === undefined || wall < later.at + later.offsetMs) return at;
  }
  return wall;
}

export type ClockChange = { at: EpochMs; /** Positive: the clock jumps ahead and skips this long. */ jumpMs: number };

/** The changes of the zone's offset in the span (from, to], oldest first. */
export function clockChangesIn(from: EpochMs, to: EpochMs, zone: string): ClockChange[] {
  const spans = spansIn(from, to, zone);
  return spans.slice(1).map(({ at, offsetMs }, index) => ({ at, jumpMs: offsetMs - (spans[index]?.offsetMs ?? 0) }));
}

/** The first change of the zone's offset in the span (from, to]; null when there is none. */
export function clockChangeIn(from: EpochMs, to: EpochMs, zone: string): ClockChange | null {
  return zone === "UTC" ? null : (clockChangesIn(from, to, zone)[0] ?? null);
}
