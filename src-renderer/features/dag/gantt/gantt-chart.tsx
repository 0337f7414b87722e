/** The chart itself: a grid whose rows are tasks and whose last column is the time. Only rows and spans in view are drawn. */
import { VisuallyHidden } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { spentOf, type GanttRow } from "../../../../shared/run-view/gantt-rows.ts";
import type { Span } from "../../../../shared/run-view/time-view.ts";
import { t } from "../../../strings/t.ts";
import { formatDuration } from "../../../ui/format.ts";
import { useDisplayZone, useRowHeight } from "../../../ui/preferences.tsx";
import rowLook from "../../../ui/row-look.module.css";
import { StateIcon } from "../../../ui/state-badge.tsx";
import { stateLook } from "../../../ui/state-look.ts";
import { clockText, sinceText } from "../../../ui/time-axis.ts";
import { axisMarks, dayOfAxis, TimeLines, TimeMarks } from "../../../ui/time-marks.tsx";
import { moveHair, TimeOverlay } from "../../../ui/time-overlay.tsx";
import plotStyles from "../../../ui/time-plot.module.css";
import { usePlotGestures } from "../../../ui/use-plot-gestures.ts";
import type { TimeView } from "../../../ui/use-time-view.ts";
import type { GanttChoices } from "./gantt-face.tsx";
import { GanttLegend } from "./gantt-legend.tsx";
import { PastLine } from "./past-line.tsx";
import { GanttSpans } from "./gantt-spans.tsx";
import styles from "./gantt.module.css";
import { rowWords } from "./gantt-words.ts";

export interface GanttChartProps {
  readonly label: string;
  readonly rows: readonly GanttRow[];
  readonly view: TimeView;
  readonly whole: Span;
  /** Null once the run is over. */
  readonly now: number | null;
  /** What a relative axis counts from. */
  readonly zero: number;
  readonly choices: GanttChoices;
  readonly selected: string | null;
  readonly onSelect: (taskId: string) => void;
}

const figures = ["waiting", "queued", "running"] as const;
const figureWords = { waiting: t("Waited"), queued: t("Queued"), running: t("Ran") } as const;

export function GanttChart(props: GanttChartProps): ReactNode {
  const { label, rows, view, whole, now, choices, selected, onSelect } = props;
  const zone = useDisplayZone();
  const rowPx = useRowHeight();
  const scroller = useRef<HTMLDivElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const hair = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const [focused, setFocused] = useState(() => Math.max(0, rows.findIndex(({ taskId }) => taskId === selected)));
  const wantsFocus = useRef(false);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 8, getItemKey: (index) => rows[index]?.taskId ?? index, scrollPaddingStart: 28 });
  useEffect(() => virtual.measure(), [virtual, rowPx]);
  const zero = choices.isRelative ? props.zero : null;
  const scale = { view: view.span, widthPx: width, zone, zero };
  const { stepMs } = axisMarks(scale);
  const fineMs = Math.min(stepMs / 10, 1000);
  const tellHair = (at: number | null, share: number): void => moveHair(hair, at, share, (one) => (zero === null ? clockText(one, zone, fineMs) : sinceText(one - zero, fineMs)));
  const gestures = usePlotGestures(plot, view, tellHair);
  const drawnTo = now ?? whole.to;
  const inTab = Math.min(focused, rows.length - 1);
  // What is selected elsewhere is brought into view here.
  useEffect(() => {
    const at = rows.findIndex(({ taskId }) => taskId === selected);
    if (at < 0) return;
    setFocused(at);
    virtual.scrollToIndex(at, { align: "auto" });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a selection moves the rows, not new rows
  }, [selected]);

  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[inTab];
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || row === undefined) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return onSelect(row.taskId);
    }
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      return view.moveBy(event.key === "ArrowLeft" ? -0.2 : 0.2);
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2);
    const to = { ArrowUp: inTab - 1, ArrowDown: inTab + 1, PageUp: inTab - page, PageDown: inTab + page, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(rows.length - 1, to));
    wantsFocus.current = true;
    setFocused(next);
    virtual.scrollToIndex(next);
  }

  return (
    <>
      <div ref={scroller} className={plotStyles.scroller} data-keeps-scroll="gantt" data-figures={choices.hasFigures || undefined} data-time-area {...gestures.on}>
        <div className={styles.grid} role="grid" aria-label={label} aria-rowcount={rows.length + 1} onKeyDown={onKeyDown}>
          <div className={plotStyles.head} role="row" aria-rowindex={1}>
            <div role="columnheader" className={`${plotStyles.name} ${styles.name}`}>
              {t("Task")}
              <span className={plotStyles.date}>{dayOfAxis(scale)}</span>
            </div>
            {figures.map((figure) => (
              <div key={figure} role="columnheader" className={styles.figure}>
                {figureWords[figure]}
              </div>
            ))}
            <div role="columnheader" className={plotStyles.axis} ref={useMergedRef(plot, sized)}>
              <VisuallyHidden>{t("Time")}</VisuallyHidden>
              <span aria-hidden>
                <TimeMarks {...scale} />
              </span>
            </div>
          </div>
          <div className={styles.under} aria-hidden>
            <div className={styles.overPlot}>
              <TimeLines {...scale} />
            </div>
          </div>
          <div className={styles.rows} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              const spent = spentOf(row, drawnTo);
              return (
                <div
                  key={item.key}
                  ref={(element) => {
                    if (element === null || item.index !== inTab || !wantsFocus.current) return;
                    wantsFocus.current = false;
                    element.focus({ preventScroll: true });
                  }}
                  className={`${plotStyles.row} ${rowLook.row}`}
                  role="row"
                  aria-rowindex={item.index + 2}
                  aria-selected={row.taskId === selected}
                  tabIndex={item.index === inTab ? 0 : -1}
                  style={{ top: item.start, height: item.size }}
                  data-task-id={row.taskId}
                  onFocus={() => setFocused(item.index)}
                  onClick={() => {
                    if (!gestures.hasDragged()) onSelect(row.taskId);
                  }}
                >
                  <div role="rowheader" className={`${plotStyles.name} ${styles.name}`} title={row.taskId}>
                    <StateIcon state={row.state} size={13} />
                    <VisuallyHidden>{stateLook(row.state).word}</VisuallyHidden>
                    {choices.order === "group" && row.group !== null && <span className="dw-dim dw-ellipsis">{row.group}</span>}
                    <span className="dw-ellipsis">{row.taskId}</span>
                  </div>
                  {figures.map((figure) => (
                    <div key={figure} role="gridcell" className={styles.figure}>
                      {row.spans.length === 0 ? "–" : formatDuration(figure === "waiting" ? spent.waiting + spent.retry : spent[figure])}
                    </div>
                  ))}
                  <div role="gridcell" className={plotStyles.plot} aria-label={rowWords(row, drawnTo)}>
                    <GanttSpans row={row} view={view.span} now={drawnTo} zone={zone} widthPx={width} />
                  </div>
                </div>
              );
            })}
          </div>
          <div className={styles.over} aria-hidden>
            <div className={styles.overPlot}>
              <TimeOverlay view={view.span} now={now} dragged={gestures.dragged} hair={hair} />
              <PastLine view={view.span} />
            </div>
          </div>
        </div>
      </div>
      <GanttLegend />
    </>
  );
}
