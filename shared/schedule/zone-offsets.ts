/**
 * The offsets of a time zone as the list of its changes, year by year, each read once from the zone data of the JavaScript engine: asking that
 * for one instant takes a tenth of a millisecond, and a schedule asks thousands of times. Bounded, because names come from files.
 */
import { Temporal } from "temporal-polyfill";

/** From `at` on, the wall clock is `offsetMs` ahead of UTC. */
export interface OffsetSpan {
  readonly at: number;
  readonly offsetMs: number;
}

const sampleMs = 4 * 86_400_000;
const mostYears = 4_000;
const years = new Map<string, readonly OffsetSpan[]>();

/** How far the zone's wall clock is ahead of UTC at the instant, in ms. */
export function offsetAt(at: number, zone: string): number {
  if (zone === "UTC") return 0;
  const spans = spansOfYear(new Date(at).getUTCFullYear(), zone);
  let found = spans[0]?.offsetMs ?? 0;
  for (const span of spans) if (span.at <= at) found = span.offsetMs;
  return found;
}

/** The spans that touch [from, to]: the one that `from` lies in, then every change up to `to`. */
export function spansIn(from: number, to: number, zone: string): OffsetSpan[] {
  const found: OffsetSpan[] = [{ at: from, offsetMs: offsetAt(from, zone) }];
  if (zone === "UTC") return found;
  const last = new Date(to).getUTCFullYear();
  for (let year = new Date(from).getUTCFullYear(); year <= last; year += 1) {
    for (const span of spansOfYear(year, zone)) {
      if (span.at > from && span.at <= to && span.offsetMs !== found.at(-1)?.offsetMs) found.push(span);
    }
  }
  return found;
}

function spansOfYear(year: number, zone: string): readonly OffsetSpan[] {
  const key = `${zone} ${year}`;
  const known = years.get(key);
  if (known !== undefined) return known;
  if (years.size >= mostYears) years.clear();
  const made = readYear(Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1), zone);
  years.set(key, made);
  return made;
}

function readYear(from: number, to: number, zone: string): OffsetSpan[] {
  const spans = [{ at: from, offsetMs: read(from, zone) }];
  for (let at = from; at < to; at += sampleMs) {
    const next = Math.min(at + sampleMs, to - 1);
    const before = spans.at(-1)?.offsetMs ?? 0;
    const after = read(next, zone);
    if (before !== after) spans.push({ at: changeBetween(at, next, before, zone), offsetMs: after });
  }
  return spans;
}

function changeBetween(from: number, to: number, before: number, zone: string): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (read(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

function read(at: number, zone: string): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  return Math.round(zoned.offsetNanoseconds / 1e6);
}
