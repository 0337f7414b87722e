/** The bar beside the log: where the view is in the whole, to be dragged, and where the matches are. */
import { useLayoutEffect, useRef, type PointerEvent, type ReactNode } from "react";
import styles from "./log.module.css";
import type { LineScroll } from "./use-line-scroll.ts";
import { linePx } from "./use-line-scroll.ts";

export interface ScrollMarksProps {
  readonly scroll: LineScroll;
  readonly total: number;
  /** Lines that matched, from 1, and the one that the person is at. */
  readonly hits: readonly number[];
  readonly current: number | null;
  /** Of a line in the view, from 0 to 1. */
  readonly shareOf: (line: number) => number;
}

const leastThumbPx = 28;

export function ScrollMarks({ scroll, total, hits, current, shareOf }: ScrollMarksProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useRef<{ y: number; share: number } | null>(null);
  const { heightPx } = scroll;
  const whole = Math.max(1, total * linePx);
  const thumb = Math.min(heightPx, Math.max(leastThumbPx, (heightPx * heightPx) / whole));
  const room = Math.max(0, heightPx - thumb);

  useLayoutEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (!element || !pen) return;
    const style = getComputedStyle(element);
    pen.clearRect(0, 0, element.width, element.height);
    pen.fillStyle = style.getPropertyValue("--log-mark");
    let last = -1;
    for (const hit of hits) {
      const y = Math.round(shareOf(hit) * (heightPx - 3));
      if (y !== last) pen.fillRect(2, y, element.width - 4, 3);
      last = y;
    }
    if (current !== null) {
      pen.fillStyle = style.getPropertyValue("--dw-accent");
      pen.fillRect(0, Math.round(shareOf(current) * (heightPx - 3)), element.width, 3);
    }
  }, [hits, current, heightPx, total, shareOf]);

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    event.currentTarget.setPointerCapture(event.pointerId);
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
    const at = scroll.share * room;
    if (y < at || y > at + thumb) scroll.toShare(room === 0 ? 0 : (y - thumb / 2) / room);
    drag.current = { y: event.clientY, share: y < at || y > at + thumb ? Math.max(0, Math.min(1, (y - thumb / 2) / Math.max(1, room))) : scroll.share };
  }
  function onPointerMove(event: PointerEvent): void {
    if (drag.current !== null && room > 0) scroll.toShare(drag.current.share + (event.clientY - drag.current.y) / room);
  }

  return (
    <div className={styles.track} aria-hidden="true" data-testid="log-track" onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={() => void (drag.current = null)}>
      <canvas ref={canvas} width={12} height={Math.max(1, heightPx)} />
      {whole > heightPx && <div className={styles.thumb} style={{ height: thumb, transform: `translateY(${scroll.share * room}px)` }} />}
    </div>
  );
}
