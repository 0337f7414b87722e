/**
 * Rows of a table, drawn only where the eye is: virtual in both directions. Values are shown as they are, NULL as NULL. One tab stop:
 * arrows, Page, Home and End (with Mod to the edge) move, Shift selects, Mod+A selects all, Mod+C copies, the menu key opens the menu;
 * above the first row is the head, where Space sorts and Enter opens the menu of the column (anywhere: Alt+Down).
 */
import { notifications } from "@mantine/notifications";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { DataGridHead } from "./data-grid-head.tsx";
import { CellsMenu, ColumnMenu, type MenuPlace } from "./data-grid-menu.tsx";
import { isNumberType, type CellPlace } from "./data-grid-model.ts";
import { DataGridRow } from "./data-grid-row.tsx";
import styles from "./data-grid.module.css";
import { formatCount } from "./format.ts";
import { copyRange } from "./grid-copy.ts";
import { gridAct } from "./grid-keys.ts";
import { rangeOf, useGridCursor, type CellRange, type GridCursor } from "./grid-cursor.ts";
import { placed, resized, shownColumns, useGridLayout, type GridLayoutControl } from "./grid-layout.ts";
import { useRowHeight } from "./preferences.tsx";
import type { RowSource } from "./row-source.ts";
import { useRowWindow } from "./row-window.ts";
import { useDrawnColumns } from "./use-drawn-columns.ts";

export interface GridOrder {
  readonly sort: readonly { readonly column: number; readonly descending: boolean }[];
  /** The next order of this column; `add` keeps the others. */
  readonly onSort: (column: number, add: boolean) => void;
  /** Null takes the column out of the order. */
  readonly onSet: (column: number, descending: boolean | null) => void;
}

export interface DataGridProps {
  readonly rows: RowSource;
  readonly label: string;
  /** Number of the first row, for a page within a table. */
  readonly firstRow?: number;
  /** Which rows are in sight: `to` is exclusive. */
  readonly onShown?: (from: number, to: number) => void;
  readonly order?: GridOrder;
  readonly filtered?: ReadonlySet<number>;
  /** Kept by whoever shows columns or the cell elsewhere too; the grid has its own otherwise. */
  readonly layout?: GridLayoutControl;
  readonly cursor?: GridCursor;
  /** Enter or a double click on a cell. */
  readonly onOpen?: (place: CellPlace) => void;
  /** More items for the menu of the cells, and of a column. */
  readonly cellItems?: (place: CellPlace) => ReactNode;
  readonly columnItems?: (column: number, at: { x: number; y: number }) => ReactNode;
}

const headsPx = { typed: 44, plain: 29 } as const;
const noFilters: ReadonlySet<number> = new Set();

export function DataGrid(props: DataGridProps): ReactNode {
  const { rows: source, label, firstRow = 0, onShown, order, filtered = noFilters, onOpen } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = useRowHeight();
  const ownLayout = useGridLayout(source);
  const ownCursor = useGridCursor();
  const control = props.layout ?? ownLayout;
  const cursor = props.cursor ?? ownCursor;
  const { active } = cursor.state;
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const { columns: names, rowCount } = source;
  const headPx = names.some((column) => column.type !== "") ? headsPx.typed : headsPx.plain;
  const numberPx = 24 + String(firstRow + rowCount).length * 8;
  const shown = useMemo(() => shownColumns(control.layout), [control.layout]);
  const numeric = useMemo(() => names.map((column) => isNumberType(column.type)), [names]);
  const columns = useDrawnColumns(scroller, { layout: control.layout, shown, numeric, numberPx });
  const window = useRowWindow(scroller, { count: rowCount, rowPx, headPx });
  const range = rangeOf(cursor.state, shown, rowCount);

  useEffect(() => onShown?.(window.from, window.to), [onShown, window.from, window.to]);
  const latest = useRef({ window, columns });
  useEffect(() => void (latest.current = { window, columns }));
  // Only moves that ask for it: a click selects what is in sight already.
  const { reveals } = cursor.state;
  useEffect(() => {
    if (reveals === 0) return;
    latest.current.window.reveal(Math.max(0, active.row));
    latest.current.columns.reveal(active.column);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the place belongs to the move
  }, [reveals]);

  async function copy(what: CellRange | null, ...how: [format: Parameters<typeof copyRange>[2], heads: boolean]): Promise<void> {
    if (what === null) return;
    const { ok, message } = await copyRange(source, what, ...how);
    if (!ok || what.from !== what.to || what.columns.length > 1) notifications.show({ id: "copied", message, ...(ok ? {} : { color: "red" }) });
  }

  function openMenu(kind: MenuPlace["kind"], column: number, at?: { x: number; y: number }): void {
    const box = document.getElementById(`${id}-${kind === "column" ? "head" : active.row}-${column}`)?.getBoundingClientRect() ?? scroller.current?.getBoundingClientRect();
    setMenu({ kind, column, x: at?.x ?? (box?.left ?? 0) + 8, y: at?.y ?? box?.bottom ?? 0 });
  }

  const hasRange = range !== null && (range.from !== range.to || range.columns.length > 1);

  function onKeyDown(event: KeyboardEvent): void {
    const act = gridAct(event, { active, shown, rowCount, page: window.page, hasRange });
    if (act === null || (act.kind === "open" && onOpen === undefined)) return;
    event.preventDefault();
    event.stopPropagation();
    switch (act.kind) {
      case "copy":
        return void copy(range, "tsv", act.heads);
      case "selectAll":
        return cursor.select({ row: 0, column: shown[0] ?? 0 }, { row: rowCount - 1, column: shown.at(-1) ?? 0 });
      case "columnMenu":
        return openMenu("column", active.column);
      case "sort":
        return order?.onSort(active.column, act.add);
      case "open":
        return onOpen?.(active);
      case "unselect":
        return cursor.moveTo(active, { still: true });
      case "move":
        return cursor.moveTo(act.to, { keep: act.keep });
    }
  }

  function onPointerDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const { target } = event;
    const head = target instanceof Element ? target.closest<HTMLElement>("[data-row-head]") : null;
    const [first, last] = [shown[0] ?? 0, shown.at(-1) ?? 0];
    if (head !== null) cursor.select({ row: Number(head.dataset["rowHead"]), column: first }, { row: event.shiftKey ? cursor.state.anchor.row : Number(head.dataset["rowHead"]), column: last });
    else if (target instanceof Element && target.closest("[data-corner]") !== null) cursor.select({ row: 0, column: first }, { row: rowCount - 1, column: last });
    else {
      const place = placeOf(target);
      if (place !== null) cursor.moveTo(place, { keep: event.shiftKey, still: true });
    }
  }

  const columnName = (column: number): string => names[column]?.name ?? "";
  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-colcount={shown.length + 1}
      aria-multiselectable
      aria-activedescendant={active.row < 0 ? `${id}-head-${active.column}` : rowCount > 0 ? `${id}-${active.row}-${active.column}` : undefined}
      data-menu={menu !== null}
      data-moved={reveals > 0}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        const place = (event.buttons & 1) === 1 ? placeOf(event.target) : null;
        if (place !== null && (place.row !== active.row || place.column !== active.column)) cursor.moveTo(place, { keep: true, still: true });
      }}
      onDoubleClick={(event) => {
        const place = placeOf(event.target);
        if (place !== null) onOpen?.(place);
      }}
      onContextMenu={(event) => {
        const head = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-head]") : null;
        if (rowCount === 0 && head === null) return;
        event.preventDefault();
        const at = event.clientX === 0 && event.clientY === 0 ? undefined : { x: event.clientX, y: event.clientY };
        if (head !== null) return openMenu("column", Number(head.dataset["head"]), at);
        if (at === undefined && active.row < 0) return openMenu("column", active.column);
        const place = at === undefined ? active : (placeOf(event.target) ?? active);
        const isInRange = range !== null && place.row >= range.from && place.row <= range.to && range.columns.includes(place.column);
        if (!isInRange) cursor.moveTo(place, { still: true });
        openMenu("cells", place.column, at);
      }}
    >
      <div className={styles.canvas} style={{ width: columns.widthPx, height: window.heightPx + headPx }}>
        <DataGridHead
          {...{ id, names, filtered, order, numberPx }}
          columns={columns.drawn}
          widthPx={columns.widthPx}
          heightPx={headPx}
          activeColumn={active.row < 0 ? active.column : null}
          onResize={(column, widthPx) => control.change((layout) => resized(layout, column, widthPx))}
          onFit={control.fit}
          onMenu={(column, x, y) => openMenu("column", column, { x, y })}
          onPlace={(column, other, isAfter) => control.change((layout) => placed(layout, column, other, isAfter))}
        />
        {Array.from({ length: Math.max(0, window.to - window.from) }, (_, at) => {
          const index = window.from + at;
          const isSelected = hasRange && range !== null && index >= range.from && index <= range.to;
          return (
            <DataGridRow
              key={index}
              id={id}
              index={index}
              number={firstRow + index + 1}
              cells={source.rowAt(index)}
              columns={columns.drawn}
              topPx={window.topOf(index)}
              heightPx={rowPx}
              widthPx={columns.widthPx}
              numberPx={numberPx}
              activeColumn={active.row === index ? active.column : null}
              selectedFrom={isSelected ? shown.indexOf(range.columns[0] ?? -1) : null}
              selectedTo={isSelected ? shown.indexOf(range.columns.at(-1) ?? -1) : null}
            />
          );
        })}
      </div>
      {menu?.kind === "cells" && <CellsMenu place={menu} words={rangeWords(range)} onCopy={(format, heads) => void copy(range, format, heads)} more={props.cellItems?.(active) ?? null} onClose={() => setMenu(null)} />}
      {menu?.kind === "column" && (
        <ColumnMenu
          {...{ control, order }}
          place={menu}
          name={columnName(menu.column)}
          more={props.columnItems?.(menu.column, menu) ?? null}
          onCopyName={() => void navigator.clipboard.writeText(columnName(menu.column))}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  );
}

function rangeWords(range: CellRange | null): string {
  if (range === null) return t("Nothing is selected");
  const rows = range.to - range.from + 1;
  return rows === 1 && range.columns.length === 1 ? t("1 cell") : t("{{rows}} × {{count}} cells", { rows: formatCount(rows), count: range.columns.length });
}

function placeOf(target: EventTarget): CellPlace | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
  if (cell === null) return null;
  return { row: Number(cell.dataset["row"]), column: Number(cell.dataset["column"]) };
}
