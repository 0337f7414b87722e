/** Which lines are shown while groups are folded: from places in the view to lines of the log and back. Both count from 1. Pure. */
import type { LogGroup } from "../../../../shared/contract/logs.ts";

export interface FoldedLines {
  /** Lines that are not shown. */
  readonly hidden: number;
  lineAt(place: number): number;
  /** Of a hidden line: the place of the group's head that stands for it. */
  placeOf(line: number): number;
}

interface Gap {
  readonly from: number;
  readonly to: number;
  /** Hidden lines of the gaps before. */
  readonly before: number;
}

export function foldLines(groups: readonly LogGroup[], folded: ReadonlySet<number>): FoldedLines {
  const gaps: Gap[] = [];
  let hidden = 0;
  for (const group of groups) {
    if (!folded.has(group.from) || group.to <= group.from) continue;
    const last = gaps.at(-1);
    // A group inside of a folded one is hidden with it.
    if (last !== undefined && group.from <= last.to) continue;
    gaps.push({ from: group.from + 1, to: group.to, before: hidden });
    hidden += group.to - group.from;
  }
  return {
    hidden,
    lineAt(place) {
      const at = lastWhere(gaps, (gap) => gap.from - gap.before <= place);
      return at === undefined ? place : place + at.before + at.to - at.from + 1;
    },
    placeOf(line) {
      const at = lastWhere(gaps, (gap) => gap.from <= line);
      if (at === undefined) return line;
      return line <= at.to ? at.from - 1 - at.before : line - at.before - (at.to - at.from + 1);
    },
  };
}

function lastWhere<T>(sorted: readonly T[], holds: (each: T) => boolean): T | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const each = sorted[middle];
    if (each !== undefined && holds(each)) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}

/** Groups start folded, as in Airflow, but for those that hold an error. */
export function firstFolded(groups: readonly LogGroup[], known: ReadonlySet<number>): number[] {
  return groups.filter(({ from, hasError }) => !hasError && !known.has(from)).map(({ from }) => from);
}
