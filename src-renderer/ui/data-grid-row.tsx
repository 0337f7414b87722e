/** One drawn row of the data grid. */
import type { VirtualItem } from "@tanstack/react-virtual";
import type { ReactNode } from "react";
import type { CellPlace } from "./data-grid-model.ts";
import styles from "./data-grid.module.css";

export interface DataGridRowProps {
  readonly id: string;
  readonly index: number;
  readonly number: number;
  /** Undefined while the row is read. */
  readonly cells: readonly (string | null)[] | undefined;
  readonly items: readonly VirtualItem[];
  readonly numeric: readonly boolean[];
  readonly box: { top: number; height: number; width: number; numberPx: number };
  readonly activeColumn: number | null;
  readonly onPick: (place: CellPlace) => void;
}

const longestTitle = 2000;

export function DataGridRow({ id, index, number, cells, items, numeric, box, activeColumn, onPick }: DataGridRowProps): ReactNode {
  return (
    <div className={styles.row} role="row" aria-rowindex={index + 2} style={{ top: box.top, height: box.height, width: box.width }}>
      <div className={`${styles.cell} ${styles.rowNumber}`} role="rowheader" aria-colindex={1} style={{ width: box.numberPx, position: "sticky" }}>
        {number}
      </div>
      {items.map((item) => {
        const value = cells?.[item.index] ?? null;
        const classes = [styles.cell, numeric[item.index] ? styles.number : "", activeColumn === item.index ? styles.active : ""];
        return (
          <div
            key={item.key}
            id={`${id}-${index}-${item.index}`}
            className={classes.join(" ")}
            role="gridcell"
            aria-colindex={item.index + 2}
            aria-selected={activeColumn === item.index}
            data-row={index}
            data-column={item.index}
            style={{ left: item.start, width: item.size }}
            title={cells === undefined ? undefined : value === null ? "NULL" : value.slice(0, longestTitle)}
            onPointerDown={() => onPick({ row: index, column: item.index })}
          >
            {cells === undefined ? <span className={styles.coming} /> : value === null ? <span className={styles.null}>NULL</span> : <span className={styles.text}>{value}</span>}
          </div>
        );
      })}
    </div>
  );
}
