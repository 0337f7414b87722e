/**
 * Scrolls a list of any length by rows: what stands at the top is a row and how much of it is above the edge, so that ten million rows need no
 * element that is higher than a browser can draw, and rows may be of any height. Follows the end while that is asked for.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";

export const linePx = 18;

interface Anchor {
  /** From 1. */
  readonly place: number;
  /** Of that row above the edge; less than 0 where it stands below. */
  readonly px: number;
  /** The last row stands at the lower edge instead. */
  readonly atEnd: boolean;
}

export interface LineScroll {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** The rows to be drawn, both inclusive; `to` is less than `from` when there are none. */
  readonly from: number;
  readonly to: number;
  readonly heightPx: number;
  /** Where the view begins in the whole, from 0 to 1. */
  readonly share: number;
  readonly following: boolean;
  /** The person moved it, rather than the log. */
  readonly wasMoved: boolean;
  readonly top: number;
  scrollBy(px: number): void;
  toShare(share: number): void;
  toEnd(): void;
  /** A little below the top, so that what led to it is seen. */
  toPlace(place: number): void;
  follow(on: boolean): void;
  onKeyDown(event: KeyboardEvent): boolean;
}

const overscan = 24;

export function useLineScroll({ total, wrap, startAtEnd }: { total: number; wrap: boolean; startAtEnd: boolean }): LineScroll {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [heightPx, setHeight] = useState(0);
  const [anchor, setAnchor] = useState<Anchor>({ place: 1, px: 0, atEnd: startAtEnd });
  const [following, setFollowing] = useState(startAtEnd);
  const [wasMoved, setMoved] = useState(false);
  // The truth between two frames: several turns of a wheel may come before the next.
  const latest = useRef(anchor);
  const due = useRef(0);

  const settle = useCallback((next: Anchor): void => {
    latest.current = next;
    if (due.current !== 0) return;
    due.current = requestAnimationFrame(() => {
      due.current = 0;
      setAnchor(latest.current);
    });
  }, []);
  useEffect(() => () => cancelAnimationFrame(due.current), []);

  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    setHeight(element.clientHeight);
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const rows = Math.ceil(heightPx / linePx) + 1;
  const mostTop = Math.max(0, total * linePx - heightPx);
  const isAtEnd = anchor.atEnd || following;
  const top = isAtEnd ? Math.max(1, total - rows + 1) : Math.min(anchor.place, Math.max(1, total));
  const from = Math.max(1, wrap || isAtEnd ? top - overscan : top);
  const to = Math.min(total, top + rows + (wrap ? 2 : 0));

  useLayoutEffect(() => {
    const [outer, inner] = [frame.current, content.current];
    if (outer === null || inner === null) return;
    outer.scrollTop = 0;
    const height = inner.offsetHeight;
    const room = outer.clientHeight;
    let y = 0;
    if (isAtEnd) y = Math.min(0, room - height);
    else {
      const first = inner.children[top - from];
      y = Math.min(0, -(first instanceof HTMLElement ? first.offsetTop : 0) - anchor.px);
      // Below the last row is nothing.
      if (to === total && y + height < room) y = Math.min(0, room - height);
    }
    inner.style.transform = `translateY(${y}px)`;
  });

  /** Rows that are drawn know their height; of others the usual one is taken. */
  function heightOf(place: number): number {
    if (!wrap) return linePx;
    const row = content.current?.children[place - from];
    return row instanceof HTMLElement ? row.offsetHeight : linePx;
  }

  /** The row at the upper edge as it is drawn. */
  function current(): Anchor {
    const { current: now } = latest;
    if (!now.atEnd && !following) return now;
    const inner = content.current;
    if (inner === null) return now;
    let hidden = -Number(/-?[\d.]+/.exec(inner.style.transform.replace("translateY(", ""))?.[0] ?? 0);
    let place = from;
    for (const row of inner.children) {
      if (!(row instanceof HTMLElement) || hidden < row.offsetHeight) break;
      hidden -= row.offsetHeight;
      place += 1;
    }
    return { place, px: Math.max(0, hidden), atEnd: false };
  }

  function scrollBy(dy: number): void {
    setMoved(true);
    const now = current();
    if (!wrap) {
      const y = (now.place - 1) * linePx + now.px + dy;
      if (y >= mostTop && dy > 0) return reachEnd();
      const bounded = Math.max(0, Math.min(mostTop, y));
      const place = Math.floor(bounded / linePx);
      leaveEnd();
      return settle({ place: place + 1, px: bounded - place * linePx, atEnd: false });
    }
    let { place, px } = now;
    px += dy;
    while (px >= heightOf(place) && place < total) px -= heightOf(place++);
    while (px < 0 && place > 1) px += heightOf(--place);
    const inner = content.current;
    const shownEnd = inner === null ? 0 : Number(/-?[\d.]+/.exec(inner.style.transform.replace("translateY(", ""))?.[0] ?? 0) + inner.offsetHeight;
    if (dy > 0 && to === total && shownEnd - dy <= heightPx + 1) return reachEnd();
    leaveEnd();
    settle({ place, px: place === 1 ? Math.max(0, px) : px, atEnd: false });
  }

  function reachEnd(): void {
    setFollowing(true);
    settle({ place: Math.max(1, total - rows + 1), px: 0, atEnd: true });
  }
  function leaveEnd(): void {
    if (following) setFollowing(false);
  }
  function toPlace(place: number): void {
    leaveEnd();
    const before = Math.floor(rows / 3);
    const wanted = Math.max(1, Math.min(place - before, Math.max(1, total - rows + 2)));
    settle(wrap ? { place, px: -Math.round(heightPx / 3), atEnd: false } : { place: wanted, px: 0, atEnd: false });
  }
  function toShare(share: number): void {
    setMoved(true);
    if (share >= 1) return reachEnd();
    leaveEnd();
    if (wrap) return settle({ place: Math.max(1, Math.round(share * total)), px: 0, atEnd: false });
    const y = Math.max(0, Math.min(1, share)) * mostTop;
    settle({ place: Math.floor(y / linePx) + 1, px: y % linePx, atEnd: false });
  }

  function onKeyDown(event: KeyboardEvent): boolean {
    const page = Math.max(linePx, heightPx - 2 * linePx);
    const moves: Record<string, () => void> = {
      ArrowUp: () => scrollBy(-linePx),
      ArrowDown: () => scrollBy(linePx),
      PageUp: () => scrollBy(-page),
      PageDown: () => scrollBy(page),
      " ": () => scrollBy(event.shiftKey ? -page : page),
      Home: () => toShare(0),
      End: () => toShare(1),
    };
    const move = moves[event.key];
    if (move === undefined || event.altKey || event.ctrlKey || event.metaKey || (event.shiftKey && event.key !== " ")) return false;
    move();
    return true;
  }

  const wheel = useRef(scrollBy);
  useEffect(() => void (wheel.current = scrollBy));
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    // React's own listener is passive: it may not keep the page from scrolling too.
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) return;
      event.preventDefault();
      wheel.current(event.deltaY * (event.deltaMode === 1 ? linePx : event.deltaMode === 2 ? element.clientHeight : 1));
    };
    // Something else wanted a row in sight, such as the focus: the rows move instead.
    const onScroll = (): void => {
      const { scrollTop } = element;
      if (scrollTop === 0) return;
      element.scrollTop = 0;
      wheel.current(scrollTop);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("scroll", onScroll);
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("scroll", onScroll);
    };
  }, []);

  const share = isAtEnd ? 1 : wrap ? (total <= 1 ? 0 : (top - 1) / total) : mostTop === 0 ? 0 : Math.min(1, ((anchor.place - 1) * linePx + anchor.px) / mostTop);
  return {
    ...{ frame, content, from, to, heightPx, share, wasMoved, scrollBy, toShare, toPlace, onKeyDown, top },
    following: isAtEnd,
    toEnd: reachEnd,
    follow: (on) => (on ? reachEnd() : (setFollowing(false), settle(current()))),
  };
}
