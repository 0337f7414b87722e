/** A range of time as a person writes it: two days of a zone's calendar, or instants. Both ends belong to it. */
import { AppError } from "../errors/app-error.ts";
import type { Dag } from "../model/dag.ts";
import { instantOf, type EpochMs } from "./wall-clock.ts";

const dayMs = 86_400_000;
const form = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A day is the whole day of the zone; a time without an offset is the zone's. Throws AppError input/invalid with the field (`from`, `to`) that it is about. */
export function readSpan(span: { readonly from: string; readonly to: string }, zone: string): { from: EpochMs; to: EpochMs } {
  const from = instantOfText("from", span.from, zone, "start");
  const to = instantOfText("to", span.to, zone, "end");
  if (from <= to) return { from, to };
  throw new AppError("input/invalid", `from, to: ${span.from.trim()} is after ${span.to.trim()}; the range is upside down. Write from ${span.to.trim()} to ${span.from.trim()}.`, { field: "to" });
}

function instantOfText(field: "from" | "to", text: string, zone: string, end: "start" | "end"): EpochMs {
  const [, day, time, offset] = form.exec(text.trim()) ?? [];
  const wall = day === undefined ? Number.NaN : Date.parse(`${day}T${time ?? "00:00"}Z`);
  // 30 February parses by rolling over; it is not what was meant.
  if (day === undefined || Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== day) {
    throw new AppError("input/invalid", `${field}: "${text}" is no day or time; write 2026-01-31 or 2026-01-31T06:00.`, { field });
  }
  if (time === undefined) return end === "start" ? instantOf(wall, zone) : instantOf(wall + dayMs, zone) - 1;
  return offset === undefined ? instantOf(wall, zone) : Date.parse(`${day}T${time}${offset}`);
}

/** In whose days a DAG's range is written: those of its schedule where that has a zone of its own. */
export function backfillZone({ schedule, timezone }: Pick<Dag, "schedule" | "timezone">): string {
  return schedule?.kind === "cron" ? schedule.timezone : timezone;
}
