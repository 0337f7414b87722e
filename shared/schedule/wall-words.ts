/** An instant as people of a zone read it on their clock, and in UTC, so that nobody has to count hours. */
import { wallAt, type EpochMs } from "./wall-clock.ts";

/** `2026-03-08 03:10 America/New_York (07:10 UTC)`; in UTC itself `2026-03-08 07:10 UTC`. Seconds only where there are any, and the day in UTC only where it is another. */
export function wallWords(at: EpochMs, zone: string): string {
  const utc = textOf(at);
  if (zone === "UTC") return `${utc.day} ${utc.time} UTC`;
  const wall = textOf(wallAt(at, zone));
  return `${wall.day} ${wall.time} ${zone} (${wall.day === utc.day ? "" : `${utc.day} `}${utc.time} UTC)`;
}

function textOf(ms: number): { readonly day: string; readonly time: string } {
  const text = new Date(ms).toISOString();
  return { day: text.slice(0, 10), time: ms % 60_000 === 0 ? text.slice(11, 16) : ms % 1_000 === 0 ? text.slice(11, 19) : text.slice(11, 23) };
}
