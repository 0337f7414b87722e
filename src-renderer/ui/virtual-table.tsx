/**
 * A list as a table, of which only the rows in view are drawn: ten thousand cost as much as thirty.
 * Arrows, Page, Home and End move the focused row; Enter opens it.
 */
import { Checkbox, VisuallyHidden } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { useRowHeight } from "./preferences.tsx";
import rowLook from "./row-look.module.css";
import styles from "./virtual-table.module.css";

export interface VirtualColumn<T> {
  readonly key: string;
  readonly head: string;
  /** The head is for screen readers only. */
  readonly headHidden?: boolean;
  /** A CSS grid track, such as `120px` or `minmax(160px, 2fr)`. */
  readonly width: string;
  readonly align?: "end";
  readonly sortable?: boolean;
  /** `focused` is true in the row that the keyboard is on: only there may inner controls take the Tab key. */
  readonly cell: (item: T, focused: boolean) => ReactNode;
}

export interface SortOrder {
  readonly key: string;
  readonly descending: boolean;
}

export interface VirtualTableProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly columns: readonly VirtualColumn<T>[];
  readonly keyOf: (item: T) => string;
  readonly onOpen: (item: T) => void;
  /** The row that is open elsewhere on the page. */
  readonly selectedKey?: string | null;
  /** Where the keyboard is and the list begins when it is first drawn. */
  readonly startKey?: string | null;
  readonly sort?: SortOrder;
  readonly onSort?: (order: SortOrder) => void;
  /** Called when the last row comes into view. */
  readonly onEnd?: () => void;
  /** Rows may be chosen: by Space, with Shift a range, and by the boxes that are drawn before them. */
  readonly choice?: RowChoice;
}

export interface RowChoice {
  readonly has: (key: string) => boolean;
  /** `range`: all from the row chosen last to this one. */
  readonly choose: (key: string, range: boolean) => void;
  readonly nameOf: (key: string) => string;
}

export function VirtualTable<T>({ label, items, columns, keyOf, onOpen, selectedKey, startKey = null, sort, onSort, onEnd, choice }: VirtualTableProps<T>): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = useRowHeight();
  const [focused, setFocused] = useState(() => (startKey === null ? 0 : Math.max(0, items.findIndex((item) => keyOf(item) === startKey))));
  const wantsFocus = useRef(false);
  const rows = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 10, getItemKey: (index) => keyOf(items[index] as T), scrollPaddingStart: 28 });
  useEffect(() => rows.measure(), [rows, rowPx]);
  useEffect(() => {
    if (focused > 0) rows.scrollToIndex(focused, { align: "center" });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only where it begins
  }, []);
  const drawn = rows.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? -1;
  const atEnd = items.length > 0 && lastDrawn >= items.length - 1;
  useEffect(() => {
    if (atEnd) onEnd?.();
  }, [atEnd, items.length, onEnd]);

  function onKeyDown(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute("role") !== "row") return;
    const item = items[focused];
    if (event.key === "Enter" && item !== undefined) return onOpen(item);
    if (event.key === " " && item !== undefined && choice !== undefined) {
      event.preventDefault();
      return choice.choose(keyOf(item), event.shiftKey);
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2);
    const next = movedRow(event.key, focused, items.length, page);
    if (next === null) return;
    event.preventDefault();
    wantsFocus.current = true;
    setFocused(next);
    rows.scrollToIndex(next);
    const chosen = items[next];
    if (event.shiftKey && chosen !== undefined) choice?.choose(keyOf(chosen), true);
  }

  const tracks = [...(choice === undefined ? [] : ["20px"]), ...columns.map((column) => column.width)].join(" ");
  const inTab = Math.min(focused, items.length - 1);
  return (
    <div ref={scroller} className={styles.scroller} data-keeps-scroll={label}>
      <div className={styles.table} role="grid" aria-label={label} aria-rowcount={items.length + 1} aria-multiselectable={choice === undefined ? undefined : true} onKeyDown={onKeyDown}>
        <div className={styles.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracks }}>
          {choice !== undefined && (
            <div role="columnheader" className={styles.cell}>
              <VisuallyHidden>{t("Chosen")}</VisuallyHidden>
            </div>
          )}
          {columns.map((column) => (
            <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        <div className={styles.rows} role="rowgroup" style={{ height: rows.getTotalSize() }}>
          {drawn.map((row) => {
            const item = items[row.index];
            if (item === undefined) return null;
            const isFocused = row.index === inTab;
            return (
              <div
                key={row.key}
                ref={(element) => {
                  if (element === null || !isFocused || !wantsFocus.current) return;
                  wantsFocus.current = false;
                  element.focus({ preventScroll: true });
                }}
                className={`${styles.row} ${rowLook.row}`}
                role="row"
                aria-rowindex={row.index + 2}
                aria-selected={choice?.has(keyOf(item)) ?? (selectedKey === undefined ? undefined : keyOf(item) === selectedKey)}
                tabIndex={isFocused ? 0 : -1}
                style={{ top: row.start, height: row.size, gridTemplateColumns: tracks }}
                onFocus={() => setFocused(row.index)}
                onClick={(event) => {
                  if (!(event.target instanceof Element && event.target.closest("a, button, input, label") !== null) && getSelection()?.isCollapsed !== false) onOpen(item);
                }}
              >
                {choice !== undefined && <ChoiceCell choice={choice} rowKey={keyOf(item)} isFocused={isFocused} />}
                {columns.map((column) => (
                  <div key={column.key} role="gridcell" className={column.align === "end" ? `${styles.cell} ${styles.end}` : styles.cell}>
                    {column.cell(item, isFocused)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function ChoiceCell({ choice, rowKey, isFocused }: { choice: RowChoice; rowKey: string; isFocused: boolean }): ReactNode {
  return (
    <div role="gridcell" className={styles.cell}>
      <Checkbox
        size="xs"
        tabIndex={isFocused ? 0 : -1}
        aria-label={t("Choose {{name}}", { name: choice.nameOf(rowKey) })}
        checked={choice.has(rowKey)}
        onChange={(event) => choice.choose(rowKey, event.nativeEvent instanceof PointerEvent || event.nativeEvent instanceof MouseEvent ? event.nativeEvent.shiftKey : false)}
      />
    </div>
  );
}

function HeadCell<T>({ column, sort, onSort }: { column: VirtualColumn<T>; sort: SortOrder | undefined; onSort: ((order: SortOrder) => void) | undefined }): ReactNode {
  const sorted = sort?.key === column.key ? (sort.descending ? "descending" : "ascending") : undefined;
  const classes = column.align === "end" ? `${styles.cell} ${styles.end}` : styles.cell;
  if (column.sortable !== true || onSort === undefined) {
    return (
      <div role="columnheader" className={classes}>
        {column.headHidden === true ? <VisuallyHidden>{column.head}</VisuallyHidden> : column.head}
      </div>
    );
  }
  return (
    <div role="columnheader" className={classes} aria-sort={sorted ?? "none"}>
      <button type="button" className={styles.sort} onClick={() => onSort({ key: column.key, descending: sorted === "ascending" })}>
        {column.head}
        {sorted === "ascending" && <ArrowUp size={11} aria-hidden />}
        {sorted === "descending" && <ArrowDown size={11} aria-hidden />}
      </button>
    </div>
  );
}

function movedRow(key: string, from: number, count: number, page: number): number | null {
  const targets: Record<string, number> = { ArrowUp: from - 1, ArrowDown: from + 1, PageUp: from - page, PageDown: from + page, Home: 0, End: count - 1 };
  const target = targets[key];
  return target === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, target));
}
