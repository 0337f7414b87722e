/** The active cell of a grid and the range that is selected with it. Columns are meant by their place in the rows, whatever their order. */
import { useState } from "react";
import type { CellPlace } from "./data-grid-model.ts";

export interface CursorState {
  readonly active: CellPlace;
  /** The other corner of the range; the active cell itself where nothing more is selected. */
  readonly anchor: CellPlace;
  /** Counts the moves that the grid has to follow with its scroll bars. */
  readonly reveals: number;
}

export interface GridCursor {
  readonly state: CursorState;
  /** `keep` holds the other corner; `still` leaves the scroll bars where they are. */
  moveTo(place: CellPlace, how?: { keep?: boolean; still?: boolean }): void;
  select(active: CellPlace, anchor: CellPlace): void;
}

/** Rows from `from` to `to`, both included; columns in the order in which they are shown. */
export interface CellRange {
  readonly from: number;
  readonly to: number;
  readonly columns: readonly number[];
}

const start: CellPlace = { row: 0, column: 0 };

export function useGridCursor(): GridCursor {
  const [state, setState] = useState<CursorState>({ active: start, anchor: start, reveals: 0 });
  return {
    state,
    moveTo: (active, { keep = false, still = false } = {}) => setState((before) => ({ active, anchor: keep ? before.anchor : active, reveals: before.reveals + (still ? 0 : 1) })),
    select: (active, anchor) => setState((before) => ({ active, anchor, reveals: before.reveals })),
  };
}

/** What is selected, within the rows and columns that are there. Row -1 is the head: nothing is selected from there. */
export function rangeOf({ active, anchor }: Pick<CursorState, "active" | "anchor">, shown: readonly number[], rowCount: number): CellRange | null {
  if (active.row < 0 || rowCount === 0) return null;
  const ends = [shown.indexOf(active.column), shown.indexOf(anchor.column)].map((place) => Math.max(0, place));
  const rows = [active.row, Math.max(0, anchor.row)].map((row) => Math.min(row, rowCount - 1));
  return { from: Math.min(...rows), to: Math.max(...rows), columns: shown.slice(Math.min(...ends), Math.max(...ends) + 1) };
}
