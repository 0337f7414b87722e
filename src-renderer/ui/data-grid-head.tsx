/** The sticky head of the data grid: names, types and the grips that change a column's width. */
import type { VirtualItem } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { PointerEvent, ReactNode } from "react";
import { narrowestPx } from "./data-grid-model.ts";
import type { GridOrder } from "./data-grid.tsx";
import styles from "./data-grid.module.css";

export interface DataGridHeadProps {
  readonly columns: readonly { name: string; type: string }[];
  readonly items: readonly VirtualItem[];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly numberPx: number;
  readonly onResize: (column: number, widthPx: number) => void;
  readonly order?: GridOrder;
}

export function DataGridHead({ columns, items, widthPx, heightPx, numberPx, onResize, order }: DataGridHeadProps): ReactNode {
  return (
    <div className={styles.head} role="row" aria-rowindex={1} style={{ width: widthPx, height: heightPx }}>
      <div className={`${styles.headCell} ${styles.corner}`} role="columnheader" aria-colindex={1} aria-label="Row number" style={{ width: numberPx, position: "sticky", alignItems: "flex-end" }}>
        #
      </div>
      {items.map((item) => {
        const column = columns[item.index];
        return (
          <div
            key={item.key}
            className={styles.headCell}
            role="columnheader"
            aria-colindex={item.index + 2}
            style={{ left: item.start, width: item.size }}
            aria-sort={order?.column === item.index ? (order.descending ? "descending" : "ascending") : undefined}
            title={[column?.name, column?.type].filter(Boolean).join(" · ")}
          >
            <HeadName name={column?.name ?? ""} index={item.index} order={order} />
            {column?.type !== "" && <span className={`${styles.headType} dw-ellipsis`}>{column?.type}</span>}
            <span className={styles.grip} onPointerDown={(event) => follow(event, item.size, (width) => onResize(item.index, width))} />
          </div>
        );
      })}
    </div>
  );
}

function HeadName({ name, index, order }: { name: string; index: number; order: GridOrder | undefined }): ReactNode {
  if (order === undefined) return <span className={`${styles.headName} dw-ellipsis`}>{name}</span>;
  const Icon = order.descending ? ArrowDown : ArrowUp;
  return (
    <button type="button" tabIndex={-1} className={styles.headSort} onClick={() => order.onSort(index)}>
      <span className={`${styles.headName} dw-ellipsis`}>{name}</span>
      {order.column === index && <Icon size={11} aria-hidden />}
    </button>
  );
}

/** Follows the pointer from press to release; the capture keeps it ours outside the grip. */
function follow(event: PointerEvent<HTMLElement>, fromPx: number, resize: (widthPx: number) => void): void {
  event.preventDefault();
  const grip = event.currentTarget;
  const startX = event.clientX;
  grip.setPointerCapture(event.pointerId);
  const move = (next: globalThis.PointerEvent): void => resize(Math.max(narrowestPx, Math.round(fromPx + next.clientX - startX)));
  grip.addEventListener("pointermove", move);
  grip.addEventListener("lostpointercapture", () => grip.removeEventListener("pointermove", move), { once: true });
}
