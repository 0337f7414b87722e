/**
 * Shows where things went when the layout changes: what is in sight glides to its new place, and what the eye rests on
 * stays where it is on the screen. Nothing moves under reduced motion, from afar, or when there is too much of it.
 */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import type { GraphScene } from "./graph-context.ts";
import type { GraphLayout, Point } from "./layout.ts";
import { anchorOf, travel } from "./layout-motion.ts";
import { useMotionMs } from "./use-motion-ms.ts";
import { zoomLevelOf } from "./zoom-level.ts";

/** More than these in sight would not glide but stutter. */
const mostGliding = 250;

export interface MotionInput {
  readonly scene: GraphScene;
  readonly selected: string | null;
  /** False while the graph is being put in place at first. */
  readonly placed: boolean;
  /** The person decides where the canvas is; otherwise it is fitted anew by itself. */
  readonly isTaken: () => boolean;
}

/** Returns the call that ends a glide at once. */
export function useLayoutMotion({ scene, selected, placed, isTaken }: MotionInput): () => void {
  const flow = useReactFlow();
  const flowStore = useStoreApi();
  const motionMs = useMotionMs();
  const last = useRef<GraphLayout | null>(null);
  const frame = useRef(0);
  const { layout, offsets, folded } = scene;

  useLayoutEffect(() => {
    const before = last.current;
    last.current = layout;
    if (before === layout) return;
    cancelAnimationFrame(frame.current);
    const way = before === null || !placed ? null : travel(before, layout, offsets.get, folded);
    offsets.replace([]);
    if (before === null || way === null || way.from.size === 0) return;
    const { transform, width, height } = flowStore.getState();
    const [x, y, zoom] = transform;
    const anchor = way.isWhole && isTaken() ? anchorOf(before, layout, selected, { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom }) : null;
    const held = (anchor === null ? undefined : way.from.get(anchor)) ?? { x: 0, y: 0 };
    if (held.x !== 0 || held.y !== 0) void flow.setViewport({ x: x + held.x * zoom, y: y + held.y * zoom, zoom });
    if (motionMs === 0 || zoomLevelOf(zoom) === "far") return;
    const view = { x: x + held.x * zoom, y: y + held.y * zoom, zoom, width, height };
    const gliding = [...way.from].flatMap(([id, from]): [string, Point][] => {
      const by = { x: from.x - held.x, y: from.y - held.y };
      return isSeen(layout, id, view) ? [[id, by]] : [];
    });
    if (gliding.length === 0 || gliding.length > mostGliding) return;
    const start = performance.now();
    const step = (now: number): void => {
      const left = (1 - Math.min(1, Math.max(0, now - start) / motionMs)) ** 2;
      if (left === 0) return offsets.replace([]);
      offsets.replace(gliding.map(([id, by]) => [id, { x: by.x * left, y: by.y * left }] as const));
      frame.current = requestAnimationFrame(step);
    };
    step(start);
  }, [layout, folded, offsets, flow, flowStore, motionMs, placed, selected, isTaken]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  return useCallback(() => {
    cancelAnimationFrame(frame.current);
    offsets.replace([]);
  }, [offsets]);
}

/** Frames glide whenever anything does: they are few, and often larger than the pane. */
function isSeen(layout: GraphLayout, id: string, view: { x: number; y: number; zoom: number; width: number; height: number }): boolean {
  const box = layout.nodes.get(id);
  if (!box) return true;
  const left = box.x * view.zoom + view.x;
  const top = box.y * view.zoom + view.y;
  return left < view.width && top < view.height && left + box.width * view.zoom > 0 && top + box.height * view.zoom > 0;
}
