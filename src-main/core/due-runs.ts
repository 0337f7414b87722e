/**
 * Which runs a schedule owes at an instant.
 * `catchup: false` drops what was missed but for what is due right now, `latest` makes up for the newest one, `true` for all.
 */
import type { Dag } from "../../shared/model/dag.ts";

/** How late a run may begin and still count as on time and not as missed. */
export const onTimeMs = 60_000;

export interface DueQuestion {
  readonly catchup: Dag["catchup"];
  /** Everything up to here is dealt with: the last run by schedule, or the moment it was turned on. */
  readonly doneUpTo: number;
  readonly now: number;
  readonly startDate: number | null;
  readonly endDate: number | null;
}

/** The instants of a schedule. */
export interface Fires {
  /** After `from` and up to `to`, oldest first; perhaps only the first of many. */
  list(from: number, to: number): readonly number[];
  /** The last one up to `to`. */
  latest(to: number): number | null;
}

export function dueRuns(question: DueQuestion, fires: Fires): number[] {
  const { catchup, doneUpTo, now, startDate, endDate } = question;
  const from = Math.max(doneUpTo, startDate === null ? doneUpTo : startDate - 1);
  const to = endDate === null ? now : Math.min(now, endDate);
  if (from >= to) return [];
  if (catchup === true) return [...fires.list(from, to)];
  const latest = fires.latest(to);
  if (latest === null || latest <= from) return [];
  return catchup === "latest" || now - latest <= onTimeMs ? [latest] : [];
}
