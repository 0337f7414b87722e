/** The spans of one task on the time axis: each kind with a shape of its own, so that none is told by its colour alone. */
import { memo, type ReactNode } from "react";
import type { GanttRow, GanttSpan } from "../../../../shared/run-view/gantt-rows.ts";
import type { Span } from "../../../../shared/run-view/time-view.ts";
import { StateIcon } from "../../../ui/state-badge.tsx";
import { stateLook } from "../../../ui/state-look.ts";
import styles from "./gantt.module.css";
import { spanWords } from "./gantt-words.ts";

export interface GanttSpansProps {
  readonly row: GanttRow;
  readonly view: Span;
  /** Until when what goes on is drawn. */
  readonly now: number;
  readonly zone: string | undefined;
  readonly widthPx: number;
}

const iconPx = 18;

export const GanttSpans = memo(function GanttSpans({ row, view, now, zone, widthPx }: GanttSpansProps): ReactNode {
  const scale = 100 / (view.to - view.from);
  return (
    <>
      {row.spans.map((span) => {
        const to = span.to ?? now;
        if (to < view.from || span.from > view.to) return null;
        const [from, end] = [Math.max(span.from, view.from - (view.to - view.from)), Math.min(to, view.to + (view.to - view.from))];
        const place = { left: `${(from - view.from) * scale}%`, width: `${Math.max(0, end - from) * scale}%` };
        const widePx = ((end - from) * scale * widthPx) / 100;
        return (
          <span key={`${span.tryNumber} ${span.kind}`} className={styles[span.kind]} style={{ ...place, ...(span.kind === "running" && { "--gantt-state": colourOf(row, span) }) }} data-kind={span.kind} data-try={span.tryNumber} data-open={span.to === null || undefined} title={spanWords(row, span, now, zone)}>
            {span.kind === "running" && widePx >= iconPx && <StateIcon state={shownState(row, span)} size={12} />}
          </span>
        );
      })}
      {row.dueAt !== null && row.dueAt <= view.to && <span className={styles.due} style={{ left: `${(row.dueAt - view.from) * scale}%` }} />}
    </>
  );
});

function shownState(row: GanttRow, { state, tryNumber }: GanttSpan): Parameters<typeof stateLook>[0] {
  // A mark by hand is the state of the task, and no outcome of its try.
  return state ?? (tryNumber === row.tries ? row.state : "running");
}

function colourOf(row: GanttRow, span: GanttSpan): string {
  return stateLook(shownState(row, span)).color;
}
