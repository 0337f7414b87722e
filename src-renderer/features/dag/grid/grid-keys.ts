/** Where a key moves to in the grid. Row -1 is the head with the runs, column -1 the names of the tasks. Pure. */

export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  readonly page: number;
}

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Null for a key that moves nothing here; with Alt it belongs to others. */
export function movedPlace(pressed: PressedKey, { row, column }: GridPlace, { rows, columns, page }: GridSize): GridPlace | null {
  if (pressed.shiftKey || pressed.altKey) return null;
  const isFar = pressed.ctrlKey || pressed.metaKey;
  const to = (nextRow: number, nextColumn: number): GridPlace => ({ row: clamp(nextRow, rows), column: clamp(nextColumn, columns) });
  switch (pressed.key) {
    case "ArrowUp":
      return isFar ? null : to(row - 1, column);
    case "ArrowDown":
      return isFar ? null : to(row + 1, column);
    case "ArrowLeft":
      return isFar ? null : to(row, column - 1);
    case "ArrowRight":
      return isFar ? null : to(row, column + 1);
    case "PageUp":
      return to(row - page, column);
    case "PageDown":
      return to(row + page, column);
    case "Home":
      return isFar ? to(0, 0) : to(row, 0);
    case "End":
      return isFar ? to(rows - 1, columns - 1) : to(row, columns - 1);
    default:
      return null;
  }
}

/** Where Shift and a key that moves draw a selection to. */
export function extendedPlace(pressed: PressedKey, from: GridPlace, size: GridSize): GridPlace | null {
  const { key, ctrlKey, metaKey, altKey } = pressed;
  return pressed.shiftKey ? movedPlace({ key, ctrlKey, metaKey, altKey, shiftKey: false }, from, size) : null;
}

function clamp(at: number, count: number): number {
  return Math.max(-1, Math.min(count - 1, at));
}
