/** Dates as a DAG file has them: `2026-01-31`, with a time, with an offset. Without an offset they are read on the wall clock of a zone. */
import { instantOf, type EpochMs } from "./wall-clock.ts";

const isoDate = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?(Z|[-+]\d\d:?\d\d)?)?$/;

/** Whether the text has the shape of a date, real or not. */
export function looksLikeDate(text: string): boolean {
  return /^\s*\d{4}-\d\d-\d\d/.test(text);
}

/** The instant of a date that exists, as Airflow's timezone-aware datetime of the same digits; null for anything else. */
export function instantOfDate(text: string, timezone: string): EpochMs | null {
  const match = isoDate.exec(text.trim());
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const ms = Number((match[7] ?? "0").padEnd(3, "0"));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const date = new Date(wall);
  const isReal = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!isReal) return null;
  const offset = match[8];
  return offset === undefined ? instantOf(wall, timezone) : wall - offsetMs(offset);
}

function offsetMs(offset: string): number {
  if (offset === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith("-") ? -1 : 1) * minutes * 60_000;
}
