/** Which part of the time axis is in view, and the moves of it. Without a choice it is the whole, which grows while a run goes on. */
import { useMemo, useState } from "react";
import { leastSpanMs, moved, within, zoomed, zoomOf, type Span } from "../../shared/run-view/time-view.ts";

export interface TimeView {
  readonly span: Span;
  /** 1 is the whole. */
  readonly zoom: number;
  readonly mostZoom: number;
  readonly show: (span: Span) => void;
  /** `factor` below 1 looks closer. Without `about`: about the anchor. */
  readonly zoomBy: (factor: number, about?: number) => void;
  readonly moveBy: (share: number) => void;
  readonly reset: () => void;
}

/** `of`: another subject is looked at as a whole. `anchor`: what stays in place where nobody points at anything. */
export function useTimeView(whole: Span, of: string, anchor: "middle" | "end" = "middle"): TimeView {
  const [chosen, setChosen] = useState<{ readonly of: string; readonly span: Span; readonly isAtEnd: boolean } | null>(null);
  const span = useMemo(() => (chosen === null || chosen.of !== of ? whole : within(chosen.isAtEnd && anchor === "end" ? toEnd(chosen.span, whole) : chosen.span, whole)), [chosen, of, whole, anchor]);
  return useMemo(() => {
    const show = (next: Span): void => setChosen(zoomOf(next, whole) <= 1.0001 ? null : { of, span: next, isAtEnd: whole.to - next.to < (next.to - next.from) * 0.01 });
    const zoomBy = (factor: number, about = anchor === "end" ? span.to : (span.from + span.to) / 2): void => show(zoomed(span, about, factor, whole));
    return {
      span,
      zoom: zoomOf(span, whole),
      mostZoom: Math.max(1, (whole.to - whole.from) / leastSpanMs),
      show: (next) => show(zoomed(next, (next.from + next.to) / 2, 1, whole)),
      zoomBy,
      moveBy: (share) => show(moved(span, share * (span.to - span.from), whole)),
      reset: () => setChosen(null),
    };
  }, [span, whole, of, anchor]);
}

/** What ends with the whole goes on with it. */
function toEnd(span: Span, whole: Span): Span {
  return { from: whole.to - (span.to - span.from), to: whole.to };
}
