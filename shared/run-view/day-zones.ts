/** The days of a time zone as spans of instants. A zone's clock is moved at most a few times a year: between, days are plain arithmetic. Pure. */
import { AppError } from "../errors/app-error.ts";
import { checkTimeZone } from "../schedule/time-zone.ts";
import { clockChangeIn, instantOf, offsetAt, wallAt } from "../schedule/wall-clock.ts";

export const dayMs = 86_400_000;

/** A span in which the zone's clock is ahead of UTC by the same. */
export interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offsetMs: number;
}

/** Throws AppError input/invalid for what is no time zone. */
export function knownZone(zone: string): string {
  const verdict = checkTimeZone(zone);
  // The machine's own zone may bear a name that Airflow does not know.
  if (!verdict.ok && !isKnownHere(zone)) throw new AppError("input/invalid", verdict.message, { field: "zone" });
  return zone;
}

function isKnownHere(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** No zone changes its clock twice within this. */
const stepMs = 14 * dayMs;

export function offsetSpans(from: number, to: number, zone: string): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let start = from;
  for (let at = from; at < to; at += stepMs) {
    const change = clockChangeIn(at, Math.min(to, at + stepMs), zone);
    if (change === null || change.at >= to) continue;
    spans.push({ from: start, to: change.at, offsetMs: offsetAt(start, zone) });
    start = change.at;
  }
  return [...spans, { from: start, to, offsetMs: offsetAt(start, zone) }];
}

/** Days since 1970-01-01 of the zone's calendar. */
export function dayNumber(at: number, zone: string): number {
  return Math.floor(wallAt(at, zone) / dayMs);
}

/** `2026-11-21`. */
export function dayName(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

export function dayOfName(name: string): number {
  return Math.round(Date.parse(`${name}T00:00:00Z`) / dayMs);
}

/** The instants of a day; 23 or 25 hours where the clock changes. */
export function daySpan(day: number, zone: string): { readonly from: number; readonly to: number } {
  return { from: startOfDay(day, zone), to: startOfDay(day + 1, zone) };
}

/** The first instant of the day: of a midnight that comes twice the first. */
function startOfDay(day: number, zone: string): number {
  const at = instantOf(day * dayMs, zone);
  const earlier = at - 3_600_000;
  return dayNumber(earlier, zone) === day ? earlier : at;
}

/** The instants of a calendar year. */
export function yearSpan(year: number, zone: string): { readonly from: number; readonly to: number } {
  return { from: startOfDay(dayOfName(`${year}-01-01`), zone), to: startOfDay(dayOfName(`${year + 1}-01-01`), zone) };
}
