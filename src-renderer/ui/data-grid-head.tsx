/** The sticky head of the data grid: names, types, the grips that change a column's width, and dragging a column to another place. */
import { ArrowDown, ArrowUp, EllipsisVertical, Funnel } from "lucide-react";
import { useState, type PointerEvent, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import type { GridOrder } from "./data-grid.tsx";
import type { DrawnColumn } from "./data-grid-row.tsx";
import styles from "./data-grid.module.css";

export interface DataGridHeadProps {
  readonly id: string;
  readonly names: readonly { readonly name: string; readonly type: string }[];
  readonly columns: readonly DrawnColumn[];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly numberPx: number;
  readonly activeColumn: number | null;
  readonly filtered: ReadonlySet<number>;
  readonly order: GridOrder | undefined;
  readonly onResize: (column: number, widthPx: number) => void;
  readonly onFit: (column: number) => void;
  readonly onMenu: (column: number, x: number, y: number) => void;
  /** A column was dropped beside another one. */
  readonly onPlace: (column: number, other: number, isAfter: boolean) => void;
}

interface Drop {
  readonly column: number;
  readonly isAfter: boolean;
}

export function DataGridHead(props: DataGridHeadProps): ReactNode {
  const { id, names, columns, widthPx, heightPx, numberPx, activeColumn, filtered, order, onResize, onFit, onMenu, onPlace } = props;
  const [drop, setDrop] = useState<Drop | null>(null);
  return (
    <div className={styles.head} role="row" aria-rowindex={1} style={{ width: widthPx, height: heightPx }}>
      <div className={`${styles.headCell} ${styles.corner}`} role="columnheader" aria-colindex={1} aria-label={t("Row number")} data-corner style={{ width: numberPx }}>
        #
      </div>
      {columns.map((each) => {
        const name = names[each.column]?.name ?? "";
        const type = names[each.column]?.type ?? "";
        const place = order?.sort.findIndex((one) => one.column === each.column) ?? -1;
        const sort = order?.sort[place];
        const classes = [styles.headCell, each.isPinned ? styles.pinned : styles.floating, activeColumn === each.column ? styles.active : ""];
        return (
          <div
            key={each.column}
            id={`${id}-head-${each.column}`}
            className={classes.join(" ")}
            role="columnheader"
            aria-colindex={each.at + 2}
            aria-sort={sort === undefined ? undefined : sort.descending ? "descending" : "ascending"}
            data-head={each.column}
            data-drop={drop?.column === each.column ? (drop.isAfter ? "after" : "before") : undefined}
            style={{ left: each.leftPx, width: each.widthPx }}
            title={[name, type].filter(Boolean).join(" · ")}
            onPointerDown={(event) => drag(event, { column: each.column, setDrop, onPlace, onClick: (add) => order?.onSort(each.column, add) })}
          >
            <span className={styles.headName}>
              <span className="dw-ellipsis">{name}</span>
              {sort !== undefined && (sort.descending ? <ArrowDown size={11} aria-hidden /> : <ArrowUp size={11} aria-hidden />)}
              {sort !== undefined && (order?.sort.length ?? 0) > 1 && <small>{place + 1}</small>}
              {filtered.has(each.column) && <Funnel size={11} aria-label={t("filtered")} className={styles.funnel} />}
            </span>
            {type !== "" && <span className={`${styles.headType} dw-ellipsis`}>{type}</span>}
            <button type="button" tabIndex={-1} className={styles.headMenu} aria-label={t("Column {{name}}", { name })} onPointerDown={(event) => event.stopPropagation()} onClick={(event) => openMenu(event.currentTarget, (x, y) => onMenu(each.column, x, y))}>
              <EllipsisVertical size={13} aria-hidden />
            </button>
            <span className={styles.grip} onPointerDown={(event) => follow(event, each.widthPx, (width) => onResize(each.column, width))} onDoubleClick={() => onFit(each.column)} />
          </div>
        );
      })}
    </div>
  );
}

function openMenu(button: Element, open: (x: number, y: number) => void): void {
  const box = button.getBoundingClientRect();
  open(box.left, box.bottom);
}

/** Follows the pointer from press to release; the capture keeps it ours outside the grip. */
function follow(event: PointerEvent<HTMLElement>, fromPx: number, resize: (widthPx: number) => void): void {
  event.preventDefault();
  event.stopPropagation();
  const grip = event.currentTarget;
  const startX = event.clientX;
  grip.setPointerCapture(event.pointerId);
  const move = (next: globalThis.PointerEvent): void => resize(fromPx + next.clientX - startX);
  grip.addEventListener("pointermove", move);
  grip.addEventListener("lostpointercapture", () => grip.removeEventListener("pointermove", move), { once: true });
}

const dragFromPx = 6;

interface Drag {
  readonly column: number;
  setDrop(drop: Drop | null): void;
  onPlace(column: number, other: number, isAfter: boolean): void;
  /** The pointer did not move: it was a click. */
  onClick(add: boolean): void;
}

function drag(event: PointerEvent<HTMLElement>, { column, setDrop, onPlace, onClick }: Drag): void {
  if (event.button !== 0) return;
  const cell = event.currentTarget;
  const [startX, add] = [event.clientX, event.shiftKey];
  let over: Drop | null = null;
  let isDragging = false;
  cell.setPointerCapture(event.pointerId);
  const move = (next: globalThis.PointerEvent): void => {
    isDragging ||= Math.abs(next.clientX - startX) > dragFromPx;
    if (!isDragging) return;
    over = headAt(next.clientX, next.clientY, column);
    setDrop(over);
  };
  const end = (next: globalThis.PointerEvent): void => {
    cell.removeEventListener("pointermove", move);
    cell.removeEventListener("pointerup", end);
    cell.removeEventListener("pointercancel", end);
    setDrop(null);
    if (next.type !== "pointerup") return;
    if (!isDragging) onClick(add);
    else if (over !== null) onPlace(column, over.column, over.isAfter);
  };
  cell.addEventListener("pointermove", move);
  cell.addEventListener("pointerup", end);
  cell.addEventListener("pointercancel", end);
}

function headAt(x: number, y: number, dragged: number): Drop | null {
  const head = document.elementsFromPoint(x, y).find((element): element is HTMLElement => element instanceof HTMLElement && element.dataset["head"] !== undefined);
  if (head === undefined || Number(head.dataset["head"]) === dragged) return null;
  const box = head.getBoundingClientRect();
  return { column: Number(head.dataset["head"]), isAfter: x > box.left + box.width / 2 };
}
