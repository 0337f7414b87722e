/** Something that is dragged from a list onto the canvas: a press, four pixels, and it follows the pointer. Escape lets it go. */
import { useEffect, useRef, useState, type PointerEvent } from "react";
import type { Point } from "../../graph-view/layout.ts";

export interface Held {
  /** Where it is now; null while nothing is dragged. */
  readonly at: Point | null;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerCancel: () => void;
  };
  /** Asked once at a click: the one that ends a drag is none. */
  readonly wasDragged: () => boolean;
}

const dragPx = 4;

export function useHeld({ onMove, onDrop }: { readonly onMove: (at: Point | null) => void; readonly onDrop: (at: Point) => void }): Held {
  const [at, setAt] = useState<Point | null>(null);
  const start = useRef<Point | null>(null);
  const dragged = useRef(false);
  const isHeld = at !== null;
  const letGo = (): void => {
    start.current = null;
    setAt(null);
    onMove(null);
  };
  useEffect(() => {
    if (!isHeld) return;
    const cancel = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      start.current = null;
      setAt(null);
      onMove(null);
    };
    addEventListener("keydown", cancel, { capture: true });
    return () => removeEventListener("keydown", cancel, { capture: true });
  });
  const placeOf = (event: PointerEvent): Point => ({ x: event.clientX, y: event.clientY });
  return {
    at,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = placeOf(event);
        dragged.current = false;
      },
      onPointerMove: (event) => {
        if (start.current === null) return;
        if (!isHeld && Math.hypot(event.clientX - start.current.x, event.clientY - start.current.y) <= dragPx) return;
        dragged.current = true;
        setAt(placeOf(event));
        onMove(placeOf(event));
      },
      onPointerUp: (event) => {
        const place = isHeld ? placeOf(event) : null;
        letGo();
        if (place !== null) onDrop(place);
      },
      onPointerCancel: letGo,
    },
    wasDragged: () => {
      const was = dragged.current;
      dragged.current = false;
      return was;
    },
  };
}
