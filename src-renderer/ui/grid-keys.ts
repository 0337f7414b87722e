/** What a key means in the data grid: a move, a range, or an act. Row -1 is the head. Pure. */
import { moveCell, type CellPlace, type MoveKey } from "./data-grid-model.ts";

export interface GridKey extends MoveKey {
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export interface GridKeyPlace {
  readonly active: CellPlace;
  /** Columns as they are shown. */
  readonly shown: readonly number[];
  readonly rowCount: number;
  /** Rows that a page key moves by. */
  readonly page: number;
  readonly hasRange: boolean;
}

export type GridAct =
  | { readonly kind: "copy"; readonly heads: boolean }
  | { readonly kind: "selectAll" }
  | { readonly kind: "columnMenu" }
  | { readonly kind: "sort"; readonly add: boolean }
  | { readonly kind: "open" }
  | { readonly kind: "unselect" }
  | { readonly kind: "move"; readonly to: CellPlace; readonly keep: boolean };

/** Null for a key that is not the grid's. */
export function gridAct(key: GridKey, place: GridKeyPlace): GridAct | null {
  const name = key.key.toLowerCase();
  if (key.ctrlKey || key.metaKey) {
    if (name === "c") return { kind: "copy", heads: key.shiftKey };
    if (name === "a") return { kind: "selectAll" };
  }
  if (key.altKey) return key.key === "ArrowDown" ? { kind: "columnMenu" } : null;
  if (place.active.row < 0 && name === "enter") return { kind: "columnMenu" };
  if (place.active.row < 0 && name === " ") return { kind: "sort", add: key.shiftKey };
  if (name === "enter") return { kind: "open" };
  if (name === "escape") return place.hasRange ? { kind: "unselect" } : null;
  const to = nextPlace(key, place);
  return to === null ? null : { kind: "move", to, keep: key.shiftKey };
}

function nextPlace(key: GridKey, { active, shown, rowCount, page }: GridKeyPlace): CellPlace | null {
  const from = { row: Math.max(0, active.row), column: Math.max(0, shown.indexOf(active.column)) };
  const next = moveCell(from, key, { rows: rowCount, columns: shown.length, page });
  if (next === null) return null;
  const isInHead = active.row < 0;
  const isDown = key.key === "ArrowDown" || key.key === "PageDown";
  const goesToHead = key.key === "ArrowUp" && !key.shiftKey && active.row <= 0;
  const row = goesToHead || (isInHead && !isDown && next.row === 0) ? -1 : isInHead && isDown ? 0 : next.row;
  return { row, column: shown[next.column] ?? 0 };
}
