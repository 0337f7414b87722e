/** Keeps a growing list at its end until the person scrolls up, and counts what came in below the eye since. */
import { useLayoutEffect, useRef, useState, type RefObject } from "react";

const nearPx = 24;

export interface Follow {
  readonly following: boolean;
  /** Lines that came in out of sight since following stopped; 0 while the end is in sight. */
  readonly newLines: number;
  readonly onScroll: () => void;
  readonly setFollowing: (on: boolean) => void;
}

export interface FollowOptions {
  readonly lineCount: number;
  readonly startFollowing: boolean;
  /** The first reading still goes on: its lines are not news. */
  readonly loading: boolean;
  readonly toEnd: () => void;
}

export function useFollow(scroller: RefObject<HTMLElement | null>, { lineCount, startFollowing, loading, toEnd }: FollowOptions): Follow {
  const [following, setOn] = useState(startFollowing);
  const [seen, setSeen] = useState(lineCount);
  const lastTop = useRef(0);
  const [firstReading, setFirstReading] = useState(true);
  // Once more in the render in which the reading has ended: its last piece comes with the end.
  if (firstReading && seen !== lineCount) setSeen(lineCount);
  if (firstReading && !loading) setFirstReading(false);

  const isAtEnd = (): boolean => {
    const element = scroller.current;
    return element !== null && element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
  };

  function setFollowing(on: boolean): void {
    setOn(on);
    setSeen(lineCount);
    if (on) toEnd();
  }

  function onScroll(): void {
    const element = scroller.current;
    if (!element) return;
    const atEnd = isAtEnd();
    const movedUp = element.scrollTop < lastTop.current - 1;
    lastTop.current = element.scrollTop;
    if (atEnd) setSeen(lineCount);
    if (following && movedUp && !atEnd) setFollowing(false);
    else if (!following && atEnd && !movedUp) setOn(true);
  }

  useLayoutEffect(() => {
    if (lineCount === 0) return;
    if (following) toEnd();
    else if (isAtEnd()) setSeen(lineCount);
    // Only new lines move the list; `toEnd` is new at each render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [following, lineCount]);

  return { following, newLines: following ? 0 : Math.max(0, lineCount - seen), onScroll, setFollowing };
}
