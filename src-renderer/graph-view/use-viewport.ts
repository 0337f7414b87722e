/**
 * Moves the canvas: fits the graph until the person takes over, shows the selected task, answers the zoom keys.
 */
import { useReactFlow, useStore } from "@xyflow/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { boundsOf, type Box, type GraphLayout } from "./layout.ts";
import { useMotionMs } from "./use-motion-ms.ts";
import { centred, firstView, refit, reveal, viewportFor, type FlowViewport } from "./viewport.ts";

/** Steps of a pane smaller than this come from a hand that drags its edge. */
const draggedPx = 64;

export interface ViewportMoves {
  /** False until the graph was first put in place: nothing is to be seen before that. */
  readonly placed: boolean;
  readonly zoom: (to: "in" | "out" | "whole" | "fit" | "selection") => void;
  /** From now on the person's viewport is left alone. */
  readonly take: () => void;
  readonly isTaken: () => boolean;
  /** Puts a box into the middle, as large as it is now. */
  readonly centre: (box: Box) => void;
}

export interface KeptView {
  /** False while nothing is laid out yet. */
  readonly isKnown: boolean;
  /** Where the person was when last here. */
  readonly viewport: FlowViewport | null;
  /** What "the selection" is, when it is more than the one task. */
  readonly selection: Box | null;
  /** All that there is to see. */
  readonly whole: Box | null;
}

export function useViewport(layout: GraphLayout, selected: string | null, kept?: KeptView): ViewportMoves {
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const motionMs = useMotionMs();
  const taken = useRef(false);
  const last = useRef<{ layout: GraphLayout; width: number; height: number } | null>(null);
  const [placed, setPlaced] = useState(false);
  // Only the first one counts: from then on the canvas itself knows where it is.
  const [keptView] = useState(kept?.viewport ?? null);
  const isKnown = kept?.isKnown ?? true;
  const selection = kept?.selection ?? null;
  const around = kept?.whole ?? null;
  const whole = useRef(around);
  useEffect(() => {
    whole.current = around;
  }, [around]);
  const selectedBox = selected === null ? undefined : (layout.nodes.get(selected) ?? layout.groups.get(selected));

  const move = useCallback(
    (to: FlowViewport, durationMs: number) => void flow.setViewport(to, durationMs > 0 ? { duration: durationMs } : {}),
    [flow],
  );

  useEffect(() => {
    if (width === 0 || height === 0 || !isKnown) return;
    const pane = { width, height };
    const now = flow.getViewport();
    const before = last.current;
    last.current = { layout, ...pane };
    if (before === null && keptView !== null) {
      taken.current = true;
      move(keptView, 0);
      setPlaced(true);
      return;
    }
    if (before?.layout !== layout && !taken.current) {
      move(firstView(whole.current ?? wholeOf(layout), selectedBox, pane), 0);
      setPlaced(true);
      return;
    }
    const stepPx = Math.abs(width - (before?.width ?? width)) + Math.abs(height - (before?.height ?? height));
    const mayRefit = stepPx > 0 && !taken.current;
    const to = mayRefit ? refit(whole.current ?? wholeOf(layout), selectedBox, now, pane) : selectedBox ? reveal(selectedBox, now, pane) : now;
    // A pane that is being dragged is followed at once; one that jumps is shown where the graph went.
    if (to !== now) move(to, mayRefit && stepPx < draggedPx ? 0 : motionMs);
  }, [layout, width, height, selectedBox, flow, move, motionMs, isKnown, keptView]);

  const zoom = useCallback<ViewportMoves["zoom"]>(
    (to) => {
      const pane = { width, height };
      taken.current = to !== "fit";
      if (to === "in") return void flow.zoomIn({ duration: motionMs });
      if (to === "out") return void flow.zoomOut({ duration: motionMs });
      if (to === "whole") return move(wholeSize(flow.getViewport(), pane, selectedBox), motionMs);
      move(viewportFor(to === "selection" ? (selection ?? selectedBox ?? whole.current ?? wholeOf(layout)) : (whole.current ?? wholeOf(layout)), pane), motionMs);
    },
    [flow, layout, selection, selectedBox, width, height, move, motionMs],
  );

  const take = useCallback(() => {
    taken.current = true;
  }, []);
  const centre = useCallback(
    (box: Box) => {
      taken.current = true;
      move(centred({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, { width, height }, flow.getViewport().zoom), motionMs);
    },
    [flow, width, height, move, motionMs],
  );
  const isTaken = useCallback(() => taken.current, []);
  return { placed, zoom, take, isTaken, centre };
}

/** 100 % about the selected task, or about what is in the middle now. */
function wholeSize(now: FlowViewport, pane: { width: number; height: number }, selected: Box | undefined): FlowViewport {
  const middle = selected
    ? { x: selected.x + selected.width / 2, y: selected.y + selected.height / 2 }
    : { x: (pane.width / 2 - now.x) / now.zoom, y: (pane.height / 2 - now.y) / now.zoom };
  return centred(middle, pane, 1);
}

function wholeOf(layout: GraphLayout): Box {
  return boundsOf(layout.nodes.values()) ?? { x: 0, y: 0, width: 1, height: 1 };
}
