/**
 * Runs as columns, newest at the right, tasks as rows; virtual both ways. One tab stop: arrows, Page, Home and End move the active cell, Enter
 * shows its task, Space folds a group, with Shift they and clicks draw a rectangle. What is shown is the page's one selection.
 */
import { ChevronLeft } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import type { GridRun } from "../../../../shared/run-view/run-grid.ts";
import { t } from "../../../strings/t.ts";
import { useNow } from "../../../ui/clock.ts";
import { formatDuration } from "../../../ui/format.ts";
import { useDisplayZone, usePreferences } from "../../../ui/preferences.tsx";
import { rowSignature } from "./grid-cells.ts";
import { GridHeadCell } from "./grid-head.tsx";
import { GridHover, type HoverHandle } from "./grid-hover.tsx";
import { extendedPlace, movedPlace, type GridPlace } from "./grid-keys.ts";
import { GridRowView, placeId } from "./grid-row.tsx";
import type { GridRow } from "./grid-rows.ts";
import styles from "./grid.module.css";
import { runColumns } from "./run-columns.ts";
import type { GridRangeState } from "./use-grid-range.ts";
import { useSameList } from "./use-same-list.ts";
import { useGridWindow, useSteadyColumns, type GridShape } from "./use-grid-window.ts";

export interface GridViewProps {
  readonly label: string;
  readonly rows: readonly GridRow[];
  /** Oldest first. */
  readonly runs: readonly GridRun[];
  readonly runId: string | null;
  readonly taskId: string | null;
  /** Of mapped tasks in the shown run: how many instances have ended. */
  readonly marks: ReadonlyMap<string, string>;
  readonly hasOlder: boolean;
  readonly isReadingOlder: boolean;
  readonly onOlder: () => void;
  readonly onSelect: (runId: string, taskId: string | null) => void;
  readonly onTask: (taskId: string) => void;
  readonly onFold: (group: string, isFolded: boolean) => void;
  /** Null where nothing may be done to what is selected. */
  readonly range: GridRangeState | null;
}

/** As the style sheet has it. */
const columnPx = 20;
const headPx = 84;
const rowHeights = { compact: 22, comfortable: 28 } as const;

export function GridView({ label, rows, runs, runId, taskId, marks, hasOlder, isReadingOlder, onOlder, onSelect, onTask, onFold, range }: GridViewProps): ReactNode {
  const id = useId();
  const zone = useDisplayZone();
  const scroller = useRef<HTMLDivElement>(null);
  const hover = useRef<HoverHandle>(null);
  const rowPx = rowHeights[usePreferences().density];
  const namePx = useMemo(() => namesWidth(rows), [rows]);
  const now = useNow(runs.some(({ run }) => run.state === "running"));
  const summaries = useSameList(runs.map(({ run }) => run));
  const dayOf = useMemo(() => dayNamer(zone), [zone]);
  const { columns, longestMs } = useMemo(() => runColumns(summaries, now, dayOf), [summaries, now, dayOf]);
  const shape: GridShape = { rows: rows.length, columns: runs.length, rowPx, columnPx, namePx, headPx };
  const runIds = useSameList(summaries.map((run) => run.runId));
  useSteadyColumns(scroller, runIds, columnPx);
  const window = useGridWindow(scroller, shape, onOlder);

  const selectedColumn = runId === null ? -1 : runIds.lastIndexOf(runId);
  const selectedRow = useMemo(() => (taskId === null ? -1 : rows.findIndex((row) => row.id === taskId && !row.isGroup)), [rows, taskId]);
  const [active, setActive] = useState<GridPlace | null>(null);
  const at: GridPlace = active ?? { row: Math.max(0, selectedRow), column: selectedColumn >= 0 ? selectedColumn : runs.length - 1 };
  const [hasFocus, setHasFocus] = useState(false);

  // What is chosen elsewhere, or by Shift and arrows, is brought into sight. A run chosen at its head, or at a group, has no task: one stays there.
  const { reveal } = window;
  useEffect(() => {
    if (selectedRow >= 0 || selectedColumn >= 0) reveal(selectedRow, selectedColumn);
    setActive((place) => (selectedRow < 0 && place?.column === selectedColumn ? place : null));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- rows that come or go move nothing
  }, [runId, taskId, reveal]);

  const placeAt = (event: MouseEvent): GridPlace | null => {
    const element = scroller.current;
    if (element === null) return null;
    const box = element.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const column = x < namePx ? -1 : Math.floor((x + element.scrollLeft - namePx) / columnPx);
    const row = y < headPx ? -1 : Math.floor((y + element.scrollTop - headPx) / rowPx);
    return column < runs.length && row < rows.length ? { row, column } : null;
  };
  const screenOf = ({ row, column }: GridPlace): { left: number; top: number } | null => {
    const element = scroller.current;
    if (element === null) return null;
    const box = element.getBoundingClientRect();
    return { left: box.left + namePx + column * columnPx - element.scrollLeft, top: row < 0 ? box.top + headPx - rowPx : box.top + headPx + row * rowPx - element.scrollTop };
  };

  const choose = ({ row, column }: GridPlace): void => {
    const [of, run] = [rows[row], runs[column]?.run.runId];
    if (run !== undefined) return onSelect(run, of === undefined || of.isGroup ? null : of.id);
    if (of !== undefined && of.isGroup) onFold(of.id, !of.isFolded);
    else if (of !== undefined) onTask(of.id);
  };
  const extendTo = (place: GridPlace): void => {
    range?.extend(at, place);
    moveTo(place);
  };
  const moveTo = (place: GridPlace): void => {
    setActive(place);
    window.reveal(place.row, place.column);
    hover.current?.show(place);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current) return;
    const of = rows[at.row];
    const size = { rows: rows.length, columns: runs.length, page: window.page };
    const next = movedPlace(event, at, size);
    const further = range === null ? null : extendedPlace(event, range.box?.end ?? at, size);
    if (next !== null) moveTo(next);
    else if (further !== null) extendTo(further);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) choose(at);
    else if (event.key === " " && of?.isGroup === true) onFold(of.id, !of.isFolded);
    else if (event.key === "Escape" && range !== null && range.box !== null) range.clear();
    else if (event.key === "Escape") return hover.current?.show(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const box = range?.box ?? null;
  const drawnColumns = columns.slice(window.fromColumn, window.toColumn);
  const drawnRuns = runs.slice(window.fromColumn, window.toColumn);
  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable={range !== null}
      aria-rowcount={rows.length + 1}
      aria-colcount={hasOlder ? -1 : runs.length + 1}
      aria-activedescendant={hasFocus ? placeId(id, at.row, at.column) : undefined}
      data-keeps-scroll={label}
      onKeyDown={onKeyDown}
      onFocus={() => setHasFocus(true)}
      onBlur={() => {
        setHasFocus(false);
        hover.current?.show(null);
      }}
      onPointerMove={(event) => hover.current?.show(placeAt(event))}
      onPointerLeave={() => hover.current?.show(null)}
      onClick={(event) => {
        const place = placeAt(event);
        if (place === null || (event.target instanceof Element && event.target.closest("button") !== null)) return;
        if (place.row < 0 && place.column < 0) return;
        if (event.shiftKey && range !== null) return extendTo(place);
        range?.clear();
        choose(place);
        setActive(place);
      }}
    >
      <div className={styles.canvas} style={{ width: namePx + runs.length * columnPx + columnPx, height: headPx + rows.length * rowPx + 8 }}>
        <div className={styles.painted}>
          {selectedColumn >= 0 && <div className={styles.shownColumn} style={{ left: namePx + selectedColumn * columnPx, width: columnPx }} />}
          {box !== null && <div className={styles.range} style={{ left: namePx + box.left * columnPx, width: (box.right - box.left + 1) * columnPx, top: headPx + box.top * rowPx, height: (box.bottom - box.top + 1) * rowPx }} />}
          <div role="row" aria-rowindex={1} className={styles.head} style={{ height: headPx }}>
            <div role="columnheader" id={placeId(id, -1, -1)} aria-colindex={1} className={styles.corner} style={{ width: namePx }} data-active={hasFocus && at.row < 0 && at.column < 0 ? true : undefined}>
              <span>{t("Task")}</span>
              <span className={styles.cornerFacts}>
                {longestMs > 0 && <span className={styles.longest} title={t("The longest of these runs")}>{formatDuration(longestMs)}</span>}
                {hasOlder && (
                  <button type="button" tabIndex={-1} className={styles.older} disabled={isReadingOlder} onClick={onOlder} title={t("Read older runs")} aria-label={t("Read older runs")}>
                    <ChevronLeft size={14} aria-hidden />
                  </button>
                )}
              </span>
            </div>
            {drawnColumns.map((column, index) => {
              const place = window.fromColumn + index;
              return (
                <GridHeadCell key={column.run.runId} gridId={id} column={place} left={namePx + place * columnPx} width={columnPx} zone={zone} isActive={hasFocus && at.row < 0 && at.column === place} isSelected={box?.isWholeRuns === true ? isWithin(place, box.left, box.right) : place === selectedColumn} {...column} />
              );
            })}
          </div>
          {drawnColumns.map(({ run, former }, index) => former !== null && <div key={run.runId} className={styles.changed} style={{ left: namePx + (window.fromColumn + index) * columnPx }} />)}
          {rows.slice(window.fromRow, window.toRow).map((row, index) => {
            const place = window.fromRow + index;
            return (
              <GridRowView
                key={`${row.isGroup ? "group" : "task"} ${row.id}`}
                gridId={id}
                row={row}
                mark={marks.get(row.id) ?? null}
                at={place}
                top={headPx + place * rowPx}
                height={rowPx}
                columnPx={columnPx}
                namePx={namePx}
                fromColumn={window.fromColumn}
                cells={rowSignature(row, drawnRuns)}
                active={hasFocus && place === at.row ? at.column : null}
                isSelected={place === selectedRow}
                selectedFrom={box === null ? (place === selectedRow && selectedColumn >= 0 ? selectedColumn : null) : isWithin(place, box.top, box.bottom) ? box.left : null}
                selectedTo={box?.right ?? selectedColumn}
              />
            );
          })}
        </div>
        <GridHover ref={hover} shape={shape} rows={rows} runs={runs} columns={columns} now={now} zone={zone} screenOf={screenOf} />
      </div>
    </div>
  );
}

const isWithin = (place: number, from: number, to: number): boolean => place >= from && place <= to;

/** As wide as the longest name wants, within reason. */
function namesWidth(rows: readonly GridRow[]): number {
  const longest = rows.reduce((most, { id, depth }) => Math.max(most, id.length * 7 + depth * 14), 0);
  return Math.max(160, Math.min(280, longest + 56));
}

function dayNamer(zone: string | undefined): (at: number) => string {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, month: "short", day: "numeric" });
  return (at) => format.format(at);
}
