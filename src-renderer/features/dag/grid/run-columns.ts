/** What the heads of the columns show, one a run. Pure. */
import type { RunSummary } from "../../../../shared/model/run.ts";
import { durationOf } from "../run-bars.ts";
import type { RunColumn } from "./grid-head.tsx";

/** Columns that a day's name takes up. */
const namedEvery = 3;

export interface RunColumns {
  readonly columns: readonly RunColumn[];
  readonly longestMs: number;
}

/** `dayOf` says on which day an instant lies, in the zone in which times are shown. */
export function runColumns(oldestFirst: readonly RunSummary[], now: number, dayOf: (at: number) => string): RunColumns {
  const durations = oldestFirst.map((run) => durationOf(run, now));
  const longestMs = durations.reduce<number>((most, each) => Math.max(most, each ?? 0), 0);
  let lastDay = "";
  let free = 0;
  const columns = oldestFirst.map((run, at): RunColumn => {
    const former = oldestFirst[at - 1];
    const durationMs = durations[at] ?? null;
    const day = dayOf(run.queuedAt);
    const isNamed = day !== lastDay && at >= free;
    if (isNamed) free = at + namedEvery;
    if (isNamed || day === lastDay) lastDay = day;
    return { run, durationMs, share: longestMs === 0 || durationMs === null ? 0 : durationMs / longestMs, day: isNamed ? day : null, former: former === undefined || former.dagVersion === run.dagVersion ? null : former };
  });
  return { columns, longestMs };
}
