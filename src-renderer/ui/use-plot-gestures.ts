/** What the pointer does on a time axis: a cross-hair, Mod and wheel zoom, the wheel sideways moves, a drag zooms to a range, a double click resets. */
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from "react";
import type { TimeView } from "./use-time-view.ts";

export interface PlotGestures {
  /** The range that is being dragged over, as shares of the plot. */
  readonly dragged: { readonly from: number; readonly to: number } | null;
  readonly on: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: () => void;
    readonly onPointerLeave: () => void;
    readonly onDoubleClick: (event: React.MouseEvent) => void;
  };
  /** True right after a drag: the click that ends it selects nothing. */
  readonly hasDragged: () => boolean;
}

const leastDragPx = 5;

/** `plot` is the box of the axis; `hair` is moved and told the instant without drawing anything anew. */
export function usePlotGestures(plot: RefObject<HTMLElement | null>, view: TimeView, hair: (at: number | null, share: number) => void): PlotGestures {
  const [dragged, setDragged] = useState<PlotGestures["dragged"]>(null);
  const start = useRef<{ share: number; x: number } | null>(null);
  const moved = useRef(false);

  const shareOf = (clientX: number): number | null => {
    const box = plot.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return null;
    const share = (clientX - box.left) / box.width;
    return share < 0 || share > 1 ? null : share;
  };
  const instantOf = (share: number): number => view.span.from + share * (view.span.to - view.span.from);

  useWheel(plot, (event) => {
    const share = shareOf(event.clientX);
    if (share === null) return false;
    if (event.ctrlKey || event.metaKey) {
      view.zoomBy(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 200))), instantOf(share));
      return true;
    }
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY) || view.zoom <= 1) return false;
    view.moveBy(sideways / 1000);
    return true;
  });

  const end = (): void => {
    start.current = null;
    setDragged(null);
  };
  return {
    dragged,
    hasDragged: () => moved.current,
    on: {
      onPointerDown: (event) => {
        moved.current = false;
        const share = shareOf(event.clientX);
        start.current = share === null || event.button !== 0 ? null : { share, x: event.clientX };
      },
      onPointerMove: (event) => {
        const share = shareOf(event.clientX);
        hair(share === null ? null : instantOf(share), share ?? 0);
        const began = start.current;
        if (began === null || share === null || (event.buttons & 1) === 0) return;
        if (!moved.current && Math.abs(event.clientX - began.x) < leastDragPx) return;
        moved.current = true;
        setDragged({ from: Math.min(began.share, share), to: Math.max(began.share, share) });
      },
      onPointerUp: () => {
        if (dragged !== null) view.show({ from: instantOf(dragged.from), to: instantOf(dragged.to) });
        end();
      },
      onPointerCancel: end,
      onPointerLeave: () => {
        hair(null, 0);
        end();
      },
      onDoubleClick: (event) => {
        if (shareOf(event.clientX) !== null) view.reset();
      },
    },
  };
}

/** React listens to the wheel without a say in scrolling; here the page must stay where it is. */
function useWheel(plot: RefObject<HTMLElement | null>, onWheel: (event: WheelEvent) => boolean): void {
  const current = useRef(onWheel);
  useEffect(() => {
    current.current = onWheel;
  });
  useEffect(() => {
    const area = plot.current?.closest<HTMLElement>("[data-time-area]");
    if (!area) return undefined;
    const listen = (event: WheelEvent): void => {
      if (current.current(event)) event.preventDefault();
    };
    area.addEventListener("wheel", listen, { passive: false });
    return () => area.removeEventListener("wheel", listen);
  }, [plot]);
}
