/** One row of the grid: its name, which stays at the left, and the cells that are in sight. Drawn anew only when what it shows is another. */
import { ChevronDown, ChevronRight } from "lucide-react";
import { memo, type ReactNode } from "react";
import { stateAt } from "../../../../shared/run-view/run-grid.ts";
import { t } from "../../../strings/t.ts";
import { stateLook } from "../../../ui/state-look.ts";
import { absent } from "./grid-cells.ts";
import type { GridRow } from "./grid-rows.ts";
import cellStyles from "./grid-cells.module.css";
import styles from "./grid.module.css";

export interface GridRowProps {
  readonly gridId: string;
  readonly row: GridRow;
  /** Of a mapped task: how many of its instances have ended in the shown run. */
  readonly mark: string | null;
  readonly at: number;
  readonly top: number;
  readonly height: number;
  readonly columnPx: number;
  readonly namePx: number;
  readonly fromColumn: number;
  /** A character a cell, from `fromColumn`: see `rowSignature`. */
  readonly cells: string;
  /** Which is active, by column; -1 the name, null none. */
  readonly active: number | null;
  readonly isSelected: boolean;
  /** From which column to which it is selected; null where it is not. */
  readonly selectedFrom: number | null;
  readonly selectedTo: number;
}

const absentWord = t("Not in this version");

export const GridRowView = memo(function GridRowView({ gridId, row, mark, at, top, height, columnPx, namePx, fromColumn, cells, active, isSelected, selectedFrom, selectedTo }: GridRowProps): ReactNode {
  return (
    <div role="row" aria-rowindex={at + 2} className={styles.row} style={{ top, height }} data-selected={isSelected || undefined} data-gone={row.isGone || undefined}>
      <div role="rowheader" id={placeId(gridId, at, -1)} aria-colindex={1} {...(row.isGroup ? { "aria-expanded": !row.isFolded } : {})} aria-label={nameWords(row, mark)} className={styles.name} style={{ width: namePx, paddingLeft: 8 + row.depth * 14 }} data-active={active === -1 || undefined} title={row.isGone ? t("{{task}}: not in the DAG as it is today", { task: row.id }) : row.id}>
        {row.isGroup ? row.isFolded ? <ChevronRight size={13} aria-hidden /> : <ChevronDown size={13} aria-hidden /> : <span className={styles.noFold} />}
        <span className={row.isGroup ? `${styles.nameText} ${styles.groupName}` : styles.nameText}>{row.id}</span>
        {row.isGroup && <span className={styles.count}>{row.tasks.length}</span>}
        {mark !== null && <span className={styles.count} title={t("Instances of the shown run that have ended")}>{mark}</span>}
      </div>
      <div className={cellStyles.cells} data-gone={row.isGone || undefined} style={{ left: namePx + fromColumn * columnPx }} role="presentation">
        {Array.from(cells, (cell, index) => {
          const column = fromColumn + index;
          const number = cell.charCodeAt(0);
          const state = number === absent ? "absent" : stateAt(number);
          const isChosen = selectedFrom !== null && column >= selectedFrom && column <= selectedTo;
          return (
            <span
              key={column}
              role="gridcell"
              {...(active === column ? { id: placeId(gridId, at, column) } : {})}
              aria-colindex={column + 2}
              aria-label={state === "absent" ? absentWord : stateLook(state).word}
              {...(isChosen ? { "aria-selected": true } : {})}
              className={row.isGroup ? cellStyles.groupCell : cellStyles.cell}
              data-state={state}
              data-active={active === column || undefined}
            />
          );
        })}
      </div>
    </div>
  );
});

export function placeId(gridId: string, row: number, column: number): string {
  return `${gridId}-${row}-${column}`;
}

function nameWords({ id, isGroup, isFolded, isGone, tasks }: GridRow, mark: string | null): string {
  if (isGroup) return `${id}, ${t("task group")}, ${t("{{count}} tasks", { count: tasks.length })}, ${isFolded ? t("folded") : t("open")}`;
  return [id, ...(isGone ? [t("not in the DAG as it is today")] : []), ...(mark === null ? [] : [t("{{mark}} instances", { mark })])].join(", ");
}
