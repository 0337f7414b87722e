/** The cross-hair over the grid and what the cell below it says. It is drawn by itself: moving the pointer draws no cell anew. */
import { useImperativeHandle, useState, type ReactNode, type Ref } from "react";
import { createPortal } from "react-dom";
import { cellOf, type GridRun } from "../../../../shared/run-view/run-grid.ts";
import { kindWord } from "../../../graph-view/task-status.ts";
import { t } from "../../../strings/t.ts";
import { formatDuration, formatGoing, formatInstant } from "../../../ui/format.ts";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { stateLook } from "../../../ui/state-look.ts";
import { groupCell } from "./grid-cells.ts";
import { runWords, type RunColumn } from "./grid-head.tsx";
import type { GridPlace } from "./grid-keys.ts";
import type { GridRow } from "./grid-rows.ts";
import type { GridShape } from "./use-grid-window.ts";
import styles from "./grid.module.css";

export interface HoverHandle {
  show(place: GridPlace | null): void;
}

export interface GridHoverProps {
  readonly ref: Ref<HoverHandle>;
  readonly shape: GridShape;
  readonly rows: readonly GridRow[];
  /** Oldest first. */
  readonly runs: readonly GridRun[];
  readonly columns: readonly RunColumn[];
  readonly now: number;
  readonly zone: string | undefined;
  /** Where a cell is on the screen. */
  readonly screenOf: (place: GridPlace) => { readonly left: number; readonly top: number } | null;
}

export function GridHover({ ref, shape, rows, runs, columns, now, zone, screenOf }: GridHoverProps): ReactNode {
  const [place, setPlace] = useState<GridPlace | null>(null);
  useImperativeHandle(ref, () => ({ show: (next) => setPlace((before) => (before?.row === next?.row && before?.column === next?.column ? before : next)) }), []);
  if (place === null) return null;
  const { rowPx, columnPx, namePx, headPx } = shape;
  const run = runs[place.column];
  const row = rows[place.row];
  const column = columns[place.column];
  return (
    <>
      {place.row >= 0 && <div className={styles.crossRow} style={{ transform: `translateY(${headPx + place.row * rowPx}px)`, height: rowPx }} />}
      {place.column >= 0 && <div className={styles.crossColumn} style={{ transform: `translateX(${namePx + place.column * columnPx}px)`, width: columnPx }} />}
      {run !== undefined && column !== undefined && (
        <Tip at={screenOf(place)} rowPx={rowPx}>
          {row === undefined ? runWords(column, zone).map((line) => <div key={line}>{line}</div>) : <CellWords row={row} run={run} column={column} now={now} zone={zone} />}
        </Tip>
      )}
    </>
  );
}

const tipPx = { width: 320, height: 170 };

function Tip({ at, rowPx, children }: { readonly at: { readonly left: number; readonly top: number } | null; readonly rowPx: number; readonly children: ReactNode }): ReactNode {
  if (at === null) return null;
  const left = Math.max(4, Math.min(at.left + 24, innerWidth - tipPx.width - 8));
  const isBelow = at.top + rowPx + tipPx.height < innerHeight;
  const place = isBelow ? { top: at.top + rowPx + 6 } : { bottom: innerHeight - at.top + 6 };
  // A grid has nothing but rows in it.
  return createPortal(
    <div role="tooltip" className={styles.tip} style={{ left, ...place }}>
      {children}
    </div>,
    document.body,
  );
}

interface CellWordsProps {
  readonly row: GridRow;
  readonly run: GridRun;
  readonly column: RunColumn;
  readonly now: number;
  readonly zone: string | undefined;
}

function CellWords({ row, run, column, now, zone }: CellWordsProps): ReactNode {
  const [runName] = runWords(column, zone);
  return (
    <>
      <div className={styles.tipName}>
        <strong>{row.id}</strong> <span className="dw-dim">{kindWord(row.kind)}</span>
      </div>
      {row.isGroup ? <GroupWords row={row} run={run} /> : <TaskWords row={row} run={run} now={now} zone={zone} />}
      <div className={styles.tipRun}>{runName}</div>
    </>
  );
}

function GroupWords({ row, run }: { readonly row: GridRow; readonly run: GridRun }): ReactNode {
  const { counts } = groupCell(run, row.tasks);
  if (counts.length === 0) return <div className="dw-dim">{t("Not in this run's version of the DAG")}</div>;
  return counts.map(([state, count]) => (
    <div key={state} style={{ color: stateLook(state).color }}>
      {`${count} ${stateLook(state).word.toLowerCase()}`}
    </div>
  ));
}

function TaskWords({ row, run, now, zone }: Omit<CellWordsProps, "column">): ReactNode {
  const cell = cellOf(run, row.id);
  if (cell === null) return <div className="dw-dim">{t("Not in this run's version of the DAG")}</div>;
  const { state, tryNumber, maxTries, startedAt, endedAt } = cell;
  const facts = [
    ...(tryNumber === 0 ? [] : [t("try {{tryNumber}} of {{maxTries}}", { tryNumber, maxTries })]),
    ...(startedAt === null ? [] : [endedAt === null ? formatGoing(now - startedAt) : formatDuration(endedAt - startedAt)]),
  ];
  return (
    <>
      <div className={styles.tipState}>
        <StateBadge state={state} />
        <span className="dw-num">{facts.join(" · ")}</span>
      </div>
      {startedAt !== null && <div className="dw-dim dw-num">{t("started {{instant}}", { instant: formatInstant(startedAt, zone) })}</div>}
    </>
  );
}
