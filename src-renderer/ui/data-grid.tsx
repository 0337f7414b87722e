/**
 * Rows of a table, drawn only where the eye is: virtual in both directions. Values are shown as they are,
 * NULL as NULL. Keys: arrows, Page, Home/End (with Mod to the edge), Mod+C copies the cell, the menu key opens the menu.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { RowSet } from "../../shared/contract/warehouse.ts";
import { DataGridHead } from "./data-grid-head.tsx";
import { DataGridMenu, type MenuPlace } from "./data-grid-menu.tsx";
import { firstWidths, isNumberType, moveCell, type CellPlace } from "./data-grid-model.ts";
import { DataGridRow } from "./data-grid-row.tsx";
import styles from "./data-grid.module.css";
import { useRowHeight } from "./preferences.tsx";

export interface DataGridProps {
  readonly set: RowSet;
  readonly label: string;
  /** Number of the first row, for a page within a table. */
  readonly firstRow?: number;
}

const headsPx = { typed: 44, plain: 29 } as const;

export function DataGrid({ set, label, firstRow = 0 }: DataGridProps): ReactNode {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = useRowHeight();
  const shape = set.columns.map((column) => `${column.name}:${column.type}`).join("|");
  const [sized, setSized] = useState(() => ({ shape, widths: firstWidths(set.columns, set.rows) }));
  const widths = sized.shape === shape ? sized.widths : firstWidths(set.columns, set.rows);
  const [active, setActive] = useState<CellPlace>({ row: 0, column: 0 });
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const headPx = set.columns.some((column) => column.type !== "") ? headsPx.typed : headsPx.plain;
  const numberPx = 24 + String(firstRow + set.rows.length).length * 8;

  const rows = useVirtualizer({ count: set.rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 12, scrollPaddingStart: headPx });
  const columns = useVirtualizer({
    horizontal: true,
    count: set.columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widths[index] ?? 120,
    overscan: 4,
    paddingStart: numberPx,
    scrollPaddingStart: numberPx,
  });

  function resize(index: number, widthPx: number): void {
    setSized({ shape, widths: widths.with(index, widthPx) });
    columns.resizeItem(index, widthPx);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c" && getSelection()?.isCollapsed !== false) {
      void navigator.clipboard.writeText(set.rows[active.row]?.[active.column] ?? "");
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowPx) / rowPx) - 2);
    const next = moveCell(active, event, { rows: set.rows.length, columns: set.columns.length, page });
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    rows.scrollToIndex(next.row);
    columns.scrollToIndex(next.column);
  }

  const cells = columns.getVirtualItems();
  const widthPx = columns.getTotalSize();
  const numeric = set.columns.map((column) => isNumberType(column.type));
  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={set.rows.length + 1}
      aria-colcount={set.columns.length + 1}
      aria-activedescendant={set.rows.length > 0 ? `${id}-${active.row}-${active.column}` : undefined}
      data-menu={menu !== null}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        if (set.rows.length === 0) return;
        event.preventDefault();
        const fromKeyboard = event.clientX === 0 && event.clientY === 0;
        const box = event.currentTarget.getBoundingClientRect();
        const place = fromKeyboard ? active : (placeOf(event.target) ?? active);
        setActive(place);
        setMenu({ ...place, x: fromKeyboard ? box.left + numberPx : event.clientX, y: fromKeyboard ? box.top + headPx : event.clientY });
      }}
    >
      <div className={styles.canvas} style={{ width: widthPx, height: rows.getTotalSize() + headPx }}>
        <DataGridHead columns={set.columns} items={cells} widthPx={widthPx} heightPx={headPx} numberPx={numberPx} onResize={resize} />
        {rows.getVirtualItems().map((row) => (
          <DataGridRow
            key={row.key}
            id={id}
            index={row.index}
            number={firstRow + row.index + 1}
            cells={set.rows[row.index] ?? []}
            items={cells}
            numeric={numeric}
            box={{ top: row.start + headPx, height: row.size, width: widthPx, numberPx }}
            activeColumn={active.row === row.index ? active.column : null}
            onPick={setActive}
          />
        ))}
      </div>
      {menu !== null && <DataGridMenu place={menu} set={set} onClose={() => setMenu(null)} />}
    </div>
  );
}

function placeOf(target: EventTarget): CellPlace | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
  if (cell === null) return null;
  return { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
}
