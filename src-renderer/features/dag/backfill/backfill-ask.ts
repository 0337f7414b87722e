/** Whoever shows dates of a DAG's runs can ask for their backfill: the page opens its dialog on them. */
import { createContext, useContext } from "react";
import type { Dag } from "../../../../shared/model/dag.ts";
import { dayName, dayNumber } from "../../../../shared/run-view/day-zones.ts";
import { backfillZone } from "../../../../shared/schedule/span.ts";
import { timetableOf } from "../../../../shared/schedule/timetable.ts";

export interface BackfillRange {
  /** Instants; both belong to it. */
  readonly from: number;
  readonly to: number;
  /** Only these; empty for all. */
  readonly tasks: readonly string[];
}

const Ask = createContext<((range: BackfillRange) => void) | null>(null);

export const BackfillAskProvider = Ask.Provider;

/** Null where there is nothing to backfill: no schedule, nothing that may run, a run of elsewhere. */
export const useAskBackfill = (): ((range: BackfillRange) => void) | null => useContext(Ask);

/** The days of the DAG's own calendar on which its dates in the range lie; where it has none there, those of the range. */
export function daysOfRange(dag: Pick<Dag, "schedule" | "timezone" | "startDate" | "endDate">, { from, to }: BackfillRange): { readonly from: string; readonly to: string } {
  const zone = backfillZone(dag);
  const timetable = timetableOf(dag);
  const [first, last] = [timetable?.next(from - 1) ?? null, timetable?.previous(to + 1) ?? null];
  const [start, end] = first === null || last === null || first > last ? [from, to] : [first, last];
  return { from: dayName(dayNumber(start, zone)), to: dayName(dayNumber(end, zone)) };
}
