/** A moment as a person writes it for a sensor: a time of day, or a date with a time, with or without an offset. */
import { instantOf, wallAt, type EpochMs } from "../schedule/wall-clock.ts";

export type Moment = { readonly kind: "day"; readonly ofDayMs: number } | { readonly kind: "wall"; readonly wall: number } | { readonly kind: "instant"; readonly at: EpochMs };

const timeOfDay = /^(\d\d?):(\d\d)(?::(\d\d))?$/;
const dateTime = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(Z|[-+]\d\d:?\d\d)?$/;
const dayMs = 86_400_000;

/** Null when the text says no moment that exists. */
export function parseMoment(text: string): Moment | null {
  const day = timeOfDay.exec(text.trim());
  if (day !== null) {
    const [, hour, minute, second] = day.map(Number);
    const isReal = (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second || 0) < 60;
    return isReal ? { kind: "day", ofDayMs: ((hour ?? 0) * 60 + (minute ?? 0)) * 60_000 + (second || 0) * 1000 } : null;
  }
  const found = dateTime.exec(text.trim());
  if (found === null) return null;
  const [, date = "", time = "00:00", offset] = found;
  const wall = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`);
  // A day that no month has is moved on by the parser, not refused.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== date) return null;
  if (offset === undefined) return { kind: "wall", wall };
  const at = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset}`);
  return Number.isNaN(at) ? null : { kind: "instant", at };
}

/** The instant of a moment: a time of day is that of the day on which `from` lies in the zone, also when it is over by then. */
export function instantOfMoment(moment: Moment, from: EpochMs, zone: string): EpochMs {
  if (moment.kind === "instant") return moment.at;
  if (moment.kind === "wall") return instantOf(moment.wall, zone);
  return instantOf(Math.floor(wallAt(from, zone) / dayMs) * dayMs + moment.ofDayMs, zone);
}
