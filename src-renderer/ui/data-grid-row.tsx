/** One drawn row of the data grid. Pinned cells stand in the flow and stick; the others lie where the virtual columns put them. */
import { memo, type ReactNode } from "react";
import styles from "./data-grid.module.css";

/** A column as it is drawn: `at` is its place among the shown ones, `leftPx` from the left edge of the canvas. */
export interface DrawnColumn {
  readonly column: number;
  readonly at: number;
  readonly leftPx: number;
  readonly widthPx: number;
  readonly isPinned: boolean;
  readonly isNumber: boolean;
}

export interface DataGridRowProps {
  readonly id: string;
  readonly index: number;
  readonly number: number;
  /** Undefined while the row is read. */
  readonly cells: readonly (string | null)[] | undefined;
  readonly columns: readonly DrawnColumn[];
  readonly topPx: number;
  readonly heightPx: number;
  readonly widthPx: number;
  readonly numberPx: number;
  readonly activeColumn: number | null;
  /** Places among the shown columns that are selected, both included; null for none. */
  readonly selectedFrom: number | null;
  readonly selectedTo: number | null;
}

const longestTitle = 2000;

export const DataGridRow = memo(function DataGridRow(props: DataGridRowProps): ReactNode {
  const { id, index, number, cells, columns, topPx, heightPx, widthPx, numberPx, activeColumn, selectedFrom, selectedTo } = props;
  return (
    <div className={styles.row} role="row" aria-rowindex={index + 2} style={{ transform: `translateY(${topPx}px)`, height: heightPx, width: widthPx }}>
      <div className={`${styles.cell} ${styles.rowNumber}`} role="rowheader" aria-colindex={1} data-row-head={index} style={{ width: numberPx }}>
        {number}
      </div>
      {columns.map((each) => {
        const value = cells?.[each.column] ?? null;
        const isActive = activeColumn === each.column;
        const isSelected = selectedFrom !== null && selectedTo !== null && each.at >= selectedFrom && each.at <= selectedTo;
        const classes = [styles.cell, each.isPinned ? styles.pinned : styles.floating, each.isNumber ? styles.number : "", isSelected ? styles.selected : "", isActive ? styles.active : ""];
        return (
          <div
            key={each.column}
            id={`${id}-${index}-${each.column}`}
            className={classes.join(" ")}
            role="gridcell"
            aria-colindex={each.at + 2}
            aria-selected={isActive || isSelected}
            data-row={index}
            data-column={each.column}
            style={{ left: each.leftPx, width: each.widthPx }}
            title={cells === undefined ? undefined : value === null ? "NULL" : value.slice(0, longestTitle)}
          >
            {cells === undefined ? <span className={styles.coming} /> : value === null ? <span className={styles.null}>NULL</span> : <span className={styles.text}>{value}</span>}
          </div>
        );
      })}
    </div>
  );
});
