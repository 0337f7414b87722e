/**
 * Rows of a table, drawn only where the eye is: virtual in both directions. Values are shown as they are,
 * NULL as NULL. Keys: arrows, Page, Home/End (with Mod to the edge), Mod+C copies the cell, the menu key opens the menu.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { DataGridHead } from "./data-grid-head.tsx";
import { DataGridMenu, type MenuPlace } from "./data-grid-menu.tsx";
import { firstWidths, isNumberType, moveCell, type CellPlace } from "./data-grid-model.ts";
import { DataGridRow } from "./data-grid-row.tsx";
import styles from "./data-grid.module.css";
import { useRowHeight } from "./preferences.tsx";
import type { Cells, RowSource } from "./row-source.ts";

export interface DataGridProps {
  readonly rows: RowSource;
  readonly label: string;
  /** Number of the first row, for a page within a table. */
  readonly firstRow?: number;
  /** Which rows are in sight: `to` is exclusive. */
  readonly onShown?: (from: number, to: number) => void;
  readonly order?: GridOrder;
}

export interface GridOrder {
  readonly column: number | null;
  readonly descending: boolean;
  readonly onSort: (column: number) => void;
}

const headsPx = { typed: 44, plain: 29 } as const;

export function DataGrid({ rows: source, label, firstRow = 0, onShown, order }: DataGridProps): ReactNode {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = useRowHeight();
  const { columns: heads, rowCount } = source;
  // Also whether there is a row to measure: the first ones of a long result come later.
  const shape = heads.map((column) => `${column.name}:${column.type}`).join("|") + (source.rowAt(0) === undefined ? "" : "!");
  const [sized, setSized] = useState(() => ({ shape, widths: firstWidths(heads, sampleOf(source)) }));
  const widths = sized.shape === shape ? sized.widths : firstWidths(heads, sampleOf(source));
  if (sized.shape !== shape) setSized({ shape, widths });
  const [active, setActive] = useState<CellPlace>({ row: 0, column: 0 });
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const headPx = heads.some((column) => column.type !== "") ? headsPx.typed : headsPx.plain;
  const numberPx = 24 + String(firstRow + rowCount).length * 8;

  const rows = useVirtualizer({ count: rowCount, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 12, scrollPaddingStart: headPx });
  const columns = useVirtualizer({
    horizontal: true,
    count: heads.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widths[index] ?? 120,
    overscan: 4,
    paddingStart: numberPx,
    scrollPaddingStart: numberPx,
  });

  // The virtualizer keeps the first estimates: tell it when the rows have come and the widths are known.
  useEffect(() => columns.measure(), [columns, sized.shape]);

  function resize(index: number, widthPx: number): void {
    setSized({ shape, widths: widths.with(index, widthPx) });
    columns.resizeItem(index, widthPx);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c" && getSelection()?.isCollapsed !== false) {
      void navigator.clipboard.writeText(source.rowAt(active.row)?.[active.column] ?? "");
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowPx) / rowPx) - 2);
    const next = moveCell(active, event, { rows: rowCount, columns: heads.length, page });
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    rows.scrollToIndex(next.row);
    columns.scrollToIndex(next.column);
  }

  const shown = rows.getVirtualItems();
  const [from, to] = [shown[0]?.index ?? 0, (shown.at(-1)?.index ?? -1) + 1];
  useEffect(() => onShown?.(from, to), [onShown, from, to]);
  const cells = columns.getVirtualItems();
  const widthPx = columns.getTotalSize();
  const numeric = heads.map((column) => isNumberType(column.type));
  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-colcount={heads.length + 1}
      aria-activedescendant={rowCount > 0 ? `${id}-${active.row}-${active.column}` : undefined}
      data-menu={menu !== null}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        if (rowCount === 0) return;
        event.preventDefault();
        const fromKeyboard = event.clientX === 0 && event.clientY === 0;
        const box = event.currentTarget.getBoundingClientRect();
        const place = fromKeyboard ? active : (placeOf(event.target) ?? active);
        setActive(place);
        setMenu({ ...place, x: fromKeyboard ? box.left + numberPx : event.clientX, y: fromKeyboard ? box.top + headPx : event.clientY });
      }}
    >
      <div className={styles.canvas} style={{ width: widthPx, height: rows.getTotalSize() + headPx }}>
        <DataGridHead columns={heads} {...(order === undefined ? {} : { order })} items={cells} widthPx={widthPx} heightPx={headPx} numberPx={numberPx} onResize={resize} />
        {shown.map((row) => (
          <DataGridRow
            key={row.key}
            id={id}
            index={row.index}
            number={firstRow + row.index + 1}
            cells={source.rowAt(row.index)}
            items={cells}
            numeric={numeric}
            box={{ top: row.start + headPx, height: row.size, width: widthPx, numberPx }}
            activeColumn={active.row === row.index ? active.column : null}
            onPick={setActive}
          />
        ))}
      </div>
      {menu !== null && <DataGridMenu place={menu} rows={source} onClose={() => setMenu(null)} />}
    </div>
  );
}

function sampleOf(source: RowSource): Cells[] {
  return Array.from({ length: Math.min(50, source.rowCount) }, (_, index) => source.rowAt(index)).filter((row) => row !== undefined);
}

function placeOf(target: EventTarget): CellPlace | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
  if (cell === null) return null;
  return { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
}
