/** What a try used, against what is usual. Pure. */
import type { TaskUsage } from "../contract/task-usage.ts";
import type { Attempt } from "../model/run.ts";

export const usageKinds = ["wall", "cpu", "memory", "rows"] as const;
export type UsageKind = (typeof usageKinds)[number];

export interface UsageFact {
  readonly kind: UsageKind;
  /** Milliseconds, bytes or rows; null where it is not known. */
  readonly value: number | null;
  /** The median of the earlier ones that are known, and how many these are. */
  readonly usual: number | null;
  readonly of: number;
  /** Value over median; null where one is missing or 0. */
  readonly ratio: number | null;
}

export function usageOf(attempt: Pick<Attempt, "startedAt" | "endedAt" | "cpuMs" | "peakRssBytes" | "rowsLoaded">, earlier: readonly TaskUsage[], now: number): UsageFact[] {
  const wall = attempt.startedAt === null ? null : (attempt.endedAt ?? now) - attempt.startedAt;
  return [
    factOf("wall", wall, earlier.map(({ startedAt, endedAt }) => endedAt - startedAt)),
    factOf("cpu", attempt.cpuMs, earlier.map(({ cpuMs }) => cpuMs)),
    factOf("memory", attempt.peakRssBytes, earlier.map(({ peakRssBytes }) => peakRssBytes)),
    factOf("rows", attempt.rowsLoaded, earlier.map(({ rowsLoaded }) => rowsLoaded)),
  ];
}

function factOf(kind: UsageKind, value: number | null, all: readonly (number | null)[]): UsageFact {
  const known = all.filter((each) => each !== null).sort((one, other) => one - other);
  const usual = medianOf(known);
  return { kind, value, usual, of: known.length, ratio: value === null || usual === null || usual === 0 ? null : value / usual };
}

/** Of sorted values. */
function medianOf(sorted: readonly number[]): number | null {
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2;
}
