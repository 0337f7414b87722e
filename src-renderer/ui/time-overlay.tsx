/** What lies over a chart over time: now, the range that is dragged over, and the cross-hair, which moves without drawing anything anew. */
import type { ReactNode, RefObject } from "react";
import type { Span } from "../../shared/run-view/time-view.ts";
import styles from "./time-marks.module.css";
import type { PlotGestures } from "./use-plot-gestures.ts";

export interface TimeOverlayProps {
  readonly view: Span;
  /** Null when that is not looked at. */
  readonly now: number | null;
  readonly dragged: PlotGestures["dragged"];
  readonly hair: RefObject<HTMLDivElement | null>;
}

export function TimeOverlay({ view, now, dragged, hair }: TimeOverlayProps): ReactNode {
  return (
    <>
      {now !== null && now >= view.from && now <= view.to && <i className={styles.now} style={{ left: `${((now - view.from) / (view.to - view.from)) * 100}%` }} />}
      {dragged !== null && <i className={styles.range} style={{ left: `${dragged.from * 100}%`, width: `${(dragged.to - dragged.from) * 100}%` }} />}
      <div ref={hair} className={styles.hair} hidden>
        <span />
      </div>
    </>
  );
}

/** Null hides it. */
export function moveHair({ current: element }: RefObject<HTMLDivElement | null>, at: number | null, share: number, textOf: (at: number) => string): void {
  if (element === null) return;
  element.hidden = at === null;
  if (at === null) return;
  element.style.left = `${share * 100}%`;
  element.firstElementChild?.replaceChildren(textOf(at));
}
