/** How the columns of a grid are laid out: their order, widths, which are pinned at the left, which are hidden. Pure, but for its hook. */
import { useState } from "react";
import { firstWidths, narrowestPx } from "./data-grid-model.ts";
import type { Cells, RowSource } from "./row-source.ts";

export interface GridLayout {
  /** Every column by its place in the rows, in the order in which they are shown. */
  readonly order: readonly number[];
  readonly hidden: ReadonlySet<number>;
  readonly pinned: ReadonlySet<number>;
  /** By place in the rows. */
  readonly widths: readonly number[];
}

export function firstLayout(widths: readonly number[]): GridLayout {
  return { order: widths.map((_, index) => index), hidden: new Set(), pinned: new Set(), widths };
}

/** Columns as they stand: the pinned ones first. */
export function shownColumns({ order, hidden, pinned }: GridLayout): number[] {
  const seen = order.filter((column) => !hidden.has(column));
  return [...seen.filter((column) => pinned.has(column)), ...seen.filter((column) => !pinned.has(column))];
}

export function resized(layout: GridLayout, column: number, widthPx: number): GridLayout {
  return { ...layout, widths: layout.widths.with(column, Math.max(narrowestPx, Math.round(widthPx))) };
}

/** One place to the left (-1) or right (1) among the columns that are shown and pinned alike. */
export function moved(layout: GridLayout, column: number, by: -1 | 1): GridLayout {
  const peers = shownColumns(layout).filter((other) => layout.pinned.has(other) === layout.pinned.has(column));
  const other = peers[peers.indexOf(column) + by];
  return other === undefined ? layout : placed(layout, column, other, by === 1);
}

/** Beside another column, and pinned as that one is. */
export function placed(layout: GridLayout, column: number, other: number, isAfter: boolean): GridLayout {
  if (column === other) return layout;
  const rest = layout.order.filter((each) => each !== column);
  const at = rest.indexOf(other) + (isAfter ? 1 : 0);
  return { ...layout, order: [...rest.slice(0, at), column, ...rest.slice(at)], pinned: withMember(layout.pinned, column, layout.pinned.has(other)) };
}

export function pinned(layout: GridLayout, column: number, isPinned: boolean): GridLayout {
  return { ...layout, pinned: withMember(layout.pinned, column, isPinned) };
}

/** The last one that is shown stays: a grid without columns has no way back. */
export function hidden(layout: GridLayout, column: number, isHidden: boolean): GridLayout {
  if (isHidden && shownColumns(layout).length <= 1) return layout;
  return { ...layout, hidden: withMember(layout.hidden, column, isHidden) };
}

function withMember(set: ReadonlySet<number>, member: number, isIn: boolean): ReadonlySet<number> {
  return isIn ? new Set([...set, member]) : new Set([...set].filter((each) => each !== member));
}

export interface GridLayoutControl {
  readonly layout: GridLayout;
  change(next: (layout: GridLayout) => GridLayout): void;
  /** Wide enough for what has come. */
  fit(column: number): void;
}

/** Holds while the columns are the same; the first rows of a long result come later and are measured then. */
export function useGridLayout(source: RowSource): GridLayoutControl {
  const columns = source.columns.map((column) => `${column.name}:${column.type}`).join("|");
  const isMeasured = source.rowAt(0) !== undefined;
  const [kept, setKept] = useState(() => ({ columns, isMeasured, isTouched: false, layout: firstLayout(firstWidths(source.columns, sampleOf(source))) }));
  let current = kept;
  if (kept.columns !== columns || (isMeasured && !kept.isMeasured && !kept.isTouched)) {
    current = { columns, isMeasured, isTouched: false, layout: firstLayout(firstWidths(source.columns, sampleOf(source))) };
    setKept(current);
  }
  const change: GridLayoutControl["change"] = (next) => setKept((before) => ({ ...before, isTouched: true, layout: next(before.layout) }));
  return {
    layout: current.layout,
    change,
    fit: (column) => change((layout) => resized(layout, column, firstWidths(source.columns, sampleOf(source))[column] ?? narrowestPx)),
  };
}

function sampleOf(source: RowSource): Cells[] {
  return Array.from({ length: Math.min(50, source.rowCount) }, (_, index) => source.rowAt(index)).filter((row) => row !== undefined);
}
