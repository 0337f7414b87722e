/** Keeps a growing list at its end until the person scrolls up, and counts what came in since. */
import { useLayoutEffect, useRef, useState, type RefObject } from "react";

const nearPx = 24;

export interface Follow {
  readonly following: boolean;
  /** Lines that came in since following stopped. */
  readonly newLines: number;
  readonly onScroll: () => void;
  readonly setFollowing: (on: boolean) => void;
}

export function useFollow(scroller: RefObject<HTMLElement | null>, lineCount: number, startFollowing: boolean, toEnd: () => void): Follow {
  const [following, setOn] = useState(startFollowing);
  const [stoppedAt, setStoppedAt] = useState(0);
  const lastTop = useRef(0);

  function setFollowing(on: boolean): void {
    setOn(on);
    setStoppedAt(lineCount);
    if (on) toEnd();
  }

  function onScroll(): void {
    const element = scroller.current;
    if (!element) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
    const movedUp = element.scrollTop < lastTop.current - 1;
    lastTop.current = element.scrollTop;
    if (following && movedUp && !atEnd) setFollowing(false);
    else if (!following && atEnd && !movedUp) setOn(true);
  }

  useLayoutEffect(() => {
    if (following && lineCount > 0) toEnd();
    // Only new lines move the list; `toEnd` is new at each render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [following, lineCount]);

  return { following, newLines: following ? 0 : Math.max(0, lineCount - stoppedAt), onScroll, setFollowing };
}
