/** A rectangle of the grid, runs by tasks, and the task instances in it. It is kept by names, so that it stays where it is while columns come. Pure. */
import type { ActTarget } from "../../../../shared/contract/acts.ts";
import type { GridRun } from "../../../../shared/run-view/run-grid.ts";
import type { GridPlace } from "./grid-keys.ts";
import type { GridRow } from "./grid-rows.ts";

/** Null as a row is the head with the runs, as a run the names of the tasks. */
export interface RangeCorner {
  readonly row: string | null;
  readonly run: string | null;
}

export interface GridRange {
  /** Where it begins, and stays while it is drawn on. */
  readonly from: RangeCorner;
  readonly to: RangeCorner;
}

/** Inclusive, by place. From head to head it has whole runs, which is every row; from name to name every run. */
export interface RangeBox {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly isWholeRuns: boolean;
  /** Where it was drawn to. */
  readonly end: GridPlace;
}

export interface GridOf {
  readonly rows: readonly GridRow[];
  readonly runs: readonly GridRun[];
}

export function cornerAt({ row, column }: GridPlace, { rows, runs }: GridOf): RangeCorner {
  return { row: rows[row]?.id ?? null, run: runs[column]?.run.runId ?? null };
}

/** Null once one of its corners is not there any more: folded away, filtered, of another page. */
export function boxOf(range: GridRange | null, of: GridOf): RangeBox | null {
  if (range === null || of.runs.length === 0) return null;
  const [from, to] = [placeOf(range.from, of), placeOf(range.to, of)];
  if (from === null || to === null) return null;
  const isWholeRuns = from.row < 0 && to.row < 0;
  const everyRun = from.column < 0 && to.column < 0;
  return {
    top: isWholeRuns ? 0 : Math.max(0, Math.min(from.row, to.row)),
    bottom: isWholeRuns ? of.rows.length - 1 : Math.max(from.row, to.row),
    left: everyRun ? 0 : Math.max(0, Math.min(from.column, to.column)),
    right: everyRun ? of.runs.length - 1 : Math.max(from.column, to.column),
    isWholeRuns,
    end: to,
  };
}

function placeOf({ row, run }: RangeCorner, { rows, runs }: GridOf): GridPlace | null {
  const place = { row: row === null ? -1 : rows.findIndex(({ id }) => id === row), column: run === null ? -1 : runs.findLastIndex((one) => one.run.runId === run) };
  return (row !== null && place.row < 0) || (run !== null && place.column < 0) ? null : place;
}

/** What an act on the rectangle names: of each run the tasks that its version has. A group stands for its tasks. */
export function targetsOf({ top, bottom, left, right, isWholeRuns }: RangeBox, { rows, runs }: GridOf): ActTarget[] {
  const ids = [...new Set(rows.slice(top, bottom + 1).flatMap((row) => (row.isGroup ? row.tasks : [row.id])))];
  return runs.slice(left, right + 1).flatMap(({ run: { dagId, runId }, version }) => {
    if (isWholeRuns) return [{ dagId, runId }];
    const taskIds = ids.filter((id) => version.placeOf.has(id));
    return taskIds.length === 0 ? [] : [{ dagId, runId, taskIds }];
  });
}
