/**
 * Which of very many rows of one height are in sight. A browser draws no element higher than some 33 million pixels, so beyond a bound
 * the canvas is shorter than its rows: then a place of the scroll bar stands for a place among the rows, and the wheel moves by rows.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { flushSync } from "react-dom";

export const longestCanvasPx = 15_000_000;

/** `viewPx` is what of the scroller rows can be seen in. */
export interface RowSpan {
  readonly count: number;
  readonly rowPx: number;
  readonly viewPx: number;
}

export function canvasPx({ count, rowPx }: RowSpan): number {
  return Math.min(count * rowPx, longestCanvasPx);
}

/** How far into all rows a place of the scroll bar is, in pixels. */
export function offsetAt(scrollTop: number, span: RowSpan): number {
  const [total, canvas] = [span.count * span.rowPx, canvasPx(span)];
  if (total <= canvas) return scrollTop;
  return (scrollTop / Math.max(1, canvas - span.viewPx)) * (total - span.viewPx);
}

export function scrollTopAt(offset: number, span: RowSpan): number {
  const [total, canvas] = [span.count * span.rowPx, canvasPx(span)];
  if (total <= canvas) return offset;
  return (offset / Math.max(1, total - span.viewPx)) * (canvas - span.viewPx);
}

/** Where to be so that the row is in sight, with as little moving as can be. */
export function offsetFor(row: number, offset: number, { rowPx, viewPx }: RowSpan): number {
  if (row * rowPx < offset) return row * rowPx;
  return (row + 1) * rowPx > offset + viewPx ? (row + 1) * rowPx - viewPx : offset;
}

export interface RowWindow {
  /** `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly heightPx: number;
  /** Rows that a page key moves by. */
  readonly page: number;
  topOf(row: number): number;
  reveal(row: number): void;
}

const overscan = 12;

export function useRowWindow(scrollerRef: RefObject<HTMLDivElement | null>, { count, rowPx, headPx }: { count: number; rowPx: number; headPx: number }): RowWindow {
  const [place, setPlace] = useState({ scrollTop: 0, offset: 0 });
  const [viewPx, setViewPx] = useState(600);
  const span: RowSpan = { count, rowPx, viewPx };
  const now = useRef({ place, span });
  useLayoutEffect(() => void (now.current = { place, span }));

  const moveTo = useCallback(
    (wanted: number) => {
      const { span: at } = now.current;
      const offset = Math.max(0, Math.min(at.count * at.rowPx - at.viewPx, wanted));
      const scrollTop = Math.round(scrollTopAt(offset, at));
      now.current.place = { scrollTop, offset };
      setPlace(now.current.place);
      if (scrollerRef.current !== null) scrollerRef.current.scrollTop = scrollTop;
    },
    [scrollerRef],
  );

  useEffect(() => {
    const element = scrollerRef.current;
    if (element === null) return undefined;
    const onScroll = (): void => {
      const { place: known, span: at } = now.current;
      const { scrollTop } = element;
      // Our own move is exact; the bar knows whole pixels only.
      if (Math.abs(scrollTop - known.scrollTop) < 1) return;
      now.current.place = { scrollTop, offset: offsetAt(scrollTop, at) };
      flushSync(() => setPlace(now.current.place));
    };
    const onWheel = (event: WheelEvent): void => {
      const { place: known, span: at } = now.current;
      if (event.ctrlKey || event.shiftKey || event.deltaY === 0 || at.count * at.rowPx <= longestCanvasPx) return;
      event.preventDefault();
      moveTo(known.offset + event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? at.rowPx : 1));
    };
    const watch = new ResizeObserver(() => setViewPx(Math.max(rowPx, element.clientHeight - headPx)));
    watch.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      watch.disconnect();
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener("wheel", onWheel);
    };
  }, [scrollerRef, moveTo, rowPx, headPx]);

  return {
    from: Math.max(0, Math.floor(place.offset / rowPx) - overscan),
    to: Math.min(count, Math.ceil((place.offset + viewPx) / rowPx) + overscan),
    heightPx: canvasPx(span),
    page: Math.max(1, Math.floor(viewPx / rowPx) - 1),
    topOf: (row) => headPx + place.scrollTop + row * rowPx - place.offset,
    reveal: (row) => {
      const wanted = offsetFor(row, now.current.place.offset, span);
      if (wanted !== now.current.place.offset) moveTo(wanted);
    },
  };
}
