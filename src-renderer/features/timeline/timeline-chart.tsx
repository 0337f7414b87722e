/** The bars: one row a DAG, as high as its runs are stacked. Only rows and bars in view are drawn. Arrows walk the bars, Enter opens. */
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import type { Span } from "../../../shared/run-view/time-view.ts";
import { formatRoute } from "../../app/route.ts";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import { useDisplayZone } from "../../ui/preferences.tsx";
import { clockText } from "../../ui/time-axis.ts";
import { axisMarks, dayOfAxis, TimeLines, TimeMarks } from "../../ui/time-marks.tsx";
import { moveHair, TimeOverlay } from "../../ui/time-overlay.tsx";
import plotStyles from "../../ui/time-plot.module.css";
import { usePlotGestures } from "../../ui/use-plot-gestures.ts";
import type { TimeView } from "../../ui/use-time-view.ts";
import { TimelineBarView } from "./timeline-bar.tsx";
import { lanePx, type TimelineRow } from "./timeline-rows.ts";
import styles from "./timeline.module.css";

const rowRoomPx = 12;

export interface TimelineChartProps {
  readonly rows: readonly TimelineRow[];
  readonly view: TimeView;
  /** Null when another time is looked at. */
  readonly now: number | null;
}

export function TimelineChart({ rows, view, now }: TimelineChartProps): ReactNode {
  const zone = useDisplayZone();
  const scroller = useRef<HTMLDivElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const hair = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: (index) => (rows[index]?.lanes ?? 1) * lanePx + rowRoomPx, overscan: 6, getItemKey: (index) => rows[index]?.dagId ?? index });
  const heights = rows.map(({ lanes }) => lanes).join(" ");
  useEffect(() => virtual.measure(), [virtual, heights]);
  const scale = { view: view.span, widthPx: width, zone, zero: null };
  const { stepMs } = axisMarks(scale);
  const gestures = usePlotGestures(plot, view, (at, share) => moveHair(hair, at, share, (one) => clockText(one, zone, Math.min(stepMs / 10, 60_000))));
  return (
    <div ref={scroller} className={`${plotStyles.scroller} ${styles.chart}`} data-keeps-scroll="timeline" data-time-area {...gestures.on} onClickCapture={(event) => gestures.hasDragged() && (event.preventDefault(), event.stopPropagation())}>
      <div className={plotStyles.head}>
        <span className={plotStyles.name}>
          <span>{t("DAG")}</span>
          <span className={plotStyles.date}>{dayOfAxis(scale)}</span>
        </span>
        <span className={plotStyles.axis} ref={useMergedRef(plot, sized)} aria-hidden>
          <TimeMarks {...scale} />
        </span>
      </div>
      <div className={styles.area} style={{ height: virtual.getTotalSize() }}>
        <div className={styles.over} aria-hidden>
          <TimeLines {...scale} />
        </div>
        <ul className={styles.rows} aria-label={t("Runs by DAG")} onKeyDown={walkBars}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : <Row key={item.key} row={row} top={item.start} height={item.size} view={view.span} now={now} isFirst={item.index === 0} onZoom={view.show} />;
          })}
        </ul>
        <div className={styles.over} aria-hidden>
          <TimeOverlay view={view.span} now={now} dragged={gestures.dragged} hair={hair} />
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: TimelineRow;
  readonly top: number;
  readonly height: number;
  readonly view: Span;
  readonly now: number | null;
  readonly isFirst: boolean;
  readonly onZoom: (span: Span) => void;
}

function Row({ row, top, height, view, now, isFirst, onZoom }: RowProps): ReactNode {
  const counts = row.failed > 0 ? t("{{runs}} runs, {{failed}} failed", { runs: formatCount(row.runs), failed: formatCount(row.failed) }) : t("{{count}} runs", { count: row.runs });
  return (
    <li className={`${plotStyles.row} ${styles.row}`} style={{ top, height }} data-dag-id={row.dagId}>
      <a className={`${plotStyles.name} dw-link`} href={formatRoute({ page: "dag", dagId: row.dagId })} title={`${row.dagId}\n${counts}`}>
        <span className="dw-ellipsis">{row.dagId}</span>
      </a>
      <div className={plotStyles.plot}>
        {row.bars.map(({ item, lane }, index) => (
          <TimelineBarView key={item.kind === "run" ? item.run.runId : `${item.from}`} bar={item} lane={lane} view={view} now={now} inTab={isFirst && index === 0} onZoom={onZoom} />
        ))}
      </div>
    </li>
  );
}

/** From bar to bar of a DAG, and to the nearest bar of the DAG above or below. */
function walkBars(event: KeyboardEvent<HTMLElement>): void {
  const at = event.target;
  if (!(at instanceof HTMLElement) || !at.hasAttribute("data-bar") || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const bars = (row: Element | null | undefined): HTMLElement[] => [...(row?.querySelectorAll<HTMLElement>("[data-bar]") ?? [])];
  const row = at.closest("li");
  const own = bars(row);
  const place = own.indexOf(at);
  const middle = at.getBoundingClientRect().left + at.offsetWidth / 2;
  const nearest = (among: HTMLElement[]): HTMLElement | undefined => among.toSorted((a, b) => Math.abs(a.getBoundingClientRect().left + a.offsetWidth / 2 - middle) - Math.abs(b.getBoundingClientRect().left + b.offsetWidth / 2 - middle))[0];
  const targets: Record<string, () => HTMLElement | undefined> = { ArrowLeft: () => own[place - 1], ArrowRight: () => own[place + 1], Home: () => own[0], End: () => own.at(-1), ArrowUp: () => nearest(bars(row?.previousElementSibling)), ArrowDown: () => nearest(bars(row?.nextElementSibling)) };
  const find = targets[event.key];
  if (find === undefined) return;
  event.preventDefault();
  find()?.focus();
}
