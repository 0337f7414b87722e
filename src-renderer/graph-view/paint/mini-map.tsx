/** The whole graph in small, with the part on screen framed; click or drag moves the canvas. One canvas, any size of graph. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useRef, type PointerEvent, type ReactNode } from "react";
import { useGraphScene } from "../graph-context.ts";
import styles from "../graph-view.module.css";
import { boundsOf } from "../layout.ts";
import { centred } from "../viewport.ts";
import { paintGraph } from "./paint-graph.ts";
import type { PaintView } from "./painting.ts";
import { useGraphPaint } from "./use-graph-paint.ts";

const size = { width: 176, height: 112 };
const padding = 8;
/** While a run goes on, states change in every frame; the map may be a little late. */
const repaintMs = 150;

export function MiniMap(): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const flow = useReactFlow();
  const paint = useGraphPaint();
  const { layout } = useGraphScene();
  // What a person placed may lie anywhere, left of and above the origin too.
  const whole = useMemo(() => boundsOf([...layout.nodes.values(), ...layout.groups.values()]) ?? { x: 0, y: 0, width: 1, height: 1 }, [layout]);
  const zoom = Math.min((size.width - 2 * padding) / Math.max(1, whole.width), (size.height - 2 * padding) / Math.max(1, whole.height), 0.12);
  const left = (size.width - whole.width * zoom) / 2 - whole.x * zoom;
  const top = (size.height - whole.height * zoom) / 2 - whole.y * zoom;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const view: PaintView = { ...size, zoom, x: left, y: top };
    const picture = document.createElement("canvas");
    let accent = "";
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ratio = devicePixelRatio;
    for (const each of [element, picture]) Object.assign(each, { width: Math.round(size.width * ratio), height: Math.round(size.height * ratio) });

    const show = (): void => {
      const { transform, width, height } = store.getState();
      const scale = zoom / transform[2];
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, element.width, element.height);
      context.drawImage(picture, 0, 0);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.strokeStyle = accent;
      context.lineWidth = 1.5;
      context.strokeRect(left - transform[0] * scale, top - transform[1] * scale, width * scale, height * scale);
    };
    const ask = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(show);
    };
    const repaint = (): void => {
      timer = undefined;
      const painting = { ...paint.painting(element), hasNames: false };
      const onto = picture.getContext("2d");
      if (onto === null) return;
      accent = painting.colours.accent;
      onto.setTransform(ratio, 0, 0, ratio, 0, 0);
      onto.clearRect(0, 0, size.width, size.height);
      const steps = paintGraph(onto, painting, view);
      while (steps.next().done !== true);
      ask();
    };
    repaint();
    const stops = [paint.subscribe(() => (timer ??= setTimeout(repaint, repaintMs))), store.subscribe((now, before) => now.transform !== before.transform && ask())];
    return () => {
      for (const stop of stops) stop();
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [store, paint, zoom, left, top]);

  const moveTo = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const area = event.currentTarget.getBoundingClientRect();
    const at = { x: (event.clientX - area.left - left) / zoom, y: (event.clientY - area.top - top) / zoom };
    const { width, height, transform } = store.getState();
    void flow.setViewport(centred(at, { width, height }, transform[2]));
  };

  return (
    <canvas ref={canvas} className={styles.map} style={size} role="img" aria-label="Map of the whole graph" onPointerDown={moveTo} onPointerMove={moveTo} data-minimap />
  );
}
