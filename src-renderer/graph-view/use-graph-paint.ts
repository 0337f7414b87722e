/**
 * Keeps a canvas painted with the graph: on a change of view, size, state, selection or theme, at most once a frame.
 */
import { useCallback, useEffect, useRef, type RefObject } from "react";
import { onThemeChange, readColours } from "./graph-colours.ts";
import { useGraphScene } from "./graph-context.ts";
import { diffLooks } from "./graph-diff.ts";
import { paintGraph, type PaintView } from "./paint-graph.ts";

/** `viewNow` is read when the frame is painted. Returns the call that asks for a new frame. */
export function useGraphPaint(
  canvas: RefObject<HTMLCanvasElement | null>,
  viewNow: () => PaintView,
  paintOver?: (context: CanvasRenderingContext2D, accent: string) => void,
): () => void {
  const { index, layout, statuses, emphases, taskDiffs } = useGraphScene();
  const frame = useRef(0);
  const latest = useRef(() => {});

  useEffect(() => {
    latest.current = () => {
      const element = canvas.current;
      const context = element?.getContext("2d");
      if (!element || !context) return;
      const view = viewNow();
      scaleTo(element, context, view);
      const colours = readColours(element);
      const facts = {
        stateOf: (id: string) => {
          const diff = taskDiffs.get(id);
          return diff === undefined ? (statuses.get(id)?.state ?? "none") : diffLooks[diff.kind].state;
        },
        isSelected: (id: string) => emphases.get(id) === "selected",
      };
      paintGraph(context, { index, layout, colours, facts }, view);
      paintOver?.(context, colours.accent);
    };
  });

  const ask = useCallback(() => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => latest.current());
  }, []);

  useEffect(() => {
    const stops = [statuses.subscribeAny(ask), emphases.subscribeAny(ask), taskDiffs.subscribeAny(ask), onThemeChange(ask)];
    return () => {
      for (const stop of stops) stop();
      cancelAnimationFrame(frame.current);
    };
  }, [ask, statuses, emphases, taskDiffs]);

  useEffect(ask);
  return ask;
}

/** One canvas pixel per device pixel, coordinates in CSS pixels. */
function scaleTo(element: HTMLCanvasElement, context: CanvasRenderingContext2D, view: PaintView): void {
  const ratio = devicePixelRatio;
  const width = Math.round(view.width * ratio);
  const height = Math.round(view.height * ratio);
  if (element.width !== width || element.height !== height) {
    element.width = width;
    element.height = height;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}
