/** The marks of the time axis above a chart, and the lines below them. */
import { memo, type ReactNode } from "react";
import { ticksOf, type Span } from "../../shared/run-view/time-view.ts";
import { clockText, dateText, offsetOf, sinceText } from "./time-axis.ts";
import styles from "./time-marks.module.css";

export interface AxisScale {
  readonly view: Span;
  readonly widthPx: number;
  readonly zone: string | undefined;
  /** Counted from there; null is the clock. */
  readonly zero: number | null;
}

const labelPx = 96;
const characterPx = 6.4;

export function axisMarks({ view, widthPx, zone, zero }: AxisScale): { readonly stepMs: number; readonly marks: readonly { readonly at: number; readonly share: number; readonly text: string }[] } {
  const { stepMs, at } = ticksIn({ view, widthPx, zone, zero });
  const text = (one: number): string => (zero === null ? clockText(one, zone, stepMs) : sinceText(one - zero, stepMs));
  return { stepMs, marks: at.map((one) => ({ at: one, share: (one - view.from) / (view.to - view.from), text: text(one) })) };
}

const hourMs = 3_600_000;

function ticksIn({ view, widthPx, zone, zero }: AxisScale): ReturnType<typeof ticksOf> {
  const before = zero === null ? offsetOf(view.from, zone) : -zero;
  const ticks = ticksOf(view, Math.max(2, Math.floor(widthPx / labelPx)), before);
  if (zero !== null || ticks.stepMs < hourMs) return ticks;
  // The clocks may be put forward or back in between: round hours and days are those of the clock at each mark.
  const { stepMs } = ticks;
  const at: number[] = [];
  for (let wall = Math.ceil((view.from + before - 2 * hourMs) / stepMs) * stepMs; wall <= view.to + before + 2 * hourMs; wall += stepMs) {
    const instant = instantOf(wall, before, zone);
    if (instant !== null && instant >= view.from && instant <= view.to) at.push(instant);
  }
  return { stepMs, at };
}

/** When the clock of the zone shows that; null where it is put forward over it. `offsetMs` is about how far it is ahead of UTC. */
function instantOf(wall: number, offsetMs: number, zone: string | undefined): number | null {
  const guess = wall - offsetOf(wall - offsetMs, zone);
  const instant = wall - offsetOf(guess, zone);
  return instant + offsetOf(instant, zone) === wall ? instant : null;
}

/** The day at the left end of the axis, where its marks do not say it. */
export function dayOfAxis({ view, zone, zero, widthPx }: AxisScale): string | null {
  return zero === null && axisMarks({ view, zone, zero, widthPx }).stepMs < 86_400_000 ? dateText(view.from, zone) : null;
}

/** A label at the rim would be cut. */
function wholeMarks(scale: AxisScale): ReturnType<typeof axisMarks>["marks"] {
  return axisMarks(scale).marks.filter(({ share, text }) => (1 - share) * scale.widthPx > text.length * characterPx + 8);
}

export const TimeMarks = memo(function TimeMarks(scale: AxisScale): ReactNode {
  return (
    <>
      {wholeMarks(scale).map(({ at, share, text }) => (
        <span key={at} className={styles.mark} style={{ left: `${share * 100}%` }}>
          {text}
        </span>
      ))}
    </>
  );
});

export const TimeLines = memo(function TimeLines(scale: AxisScale): ReactNode {
  return (
    <>
      {axisMarks(scale).marks.map(({ at, share }) => (
        <i key={at} className={styles.line} style={{ left: `${share * 100}%` }} />
      ))}
    </>
  );
});
