/** The rectangle that is selected in the grid, and how it is drawn. */
import { useMemo, useState } from "react";
import { boxOf, cornerAt, type GridOf, type GridRange, type RangeBox } from "./grid-range.ts";
import type { GridPlace } from "./grid-keys.ts";

export interface GridRangeState {
  readonly box: RangeBox | null;
  /** Draws it from where it began, or from `from`, to a place. */
  readonly extend: (from: GridPlace, to: GridPlace) => void;
  readonly clear: () => void;
}

export function useGridRange({ rows, runs }: GridOf): GridRangeState {
  const [range, setRange] = useState<GridRange | null>(null);
  const box = useMemo(() => boxOf(range, { rows, runs }), [range, rows, runs]);
  return {
    box,
    extend: (from, to) => setRange({ from: box === null || range === null ? cornerAt(from, { rows, runs }) : range.from, to: cornerAt(to, { rows, runs }) }),
    clear: () => setRange(null),
  };
}
