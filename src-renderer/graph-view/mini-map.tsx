/** The whole graph in small, with the part on screen framed; click or drag moves the canvas. One canvas, any size of graph. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useRef, type PointerEvent, type ReactNode } from "react";
import { useGraphScene } from "./graph-context.ts";
import styles from "./graph-view.module.css";
import type { PaintView } from "./paint-graph.ts";
import { useGraphPaint } from "./use-graph-paint.ts";
import { centred } from "./viewport.ts";

const size = { width: 176, height: 112 };
const padding = 8;

export function MiniMap(): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const flow = useReactFlow();
  const { layout } = useGraphScene();
  const zoom = Math.min((size.width - 2 * padding) / Math.max(1, layout.width), (size.height - 2 * padding) / Math.max(1, layout.height), 0.12);
  const view: PaintView = {
    ...size,
    zoom,
    x: (size.width - layout.width * zoom) / 2,
    y: (size.height - layout.height * zoom) / 2,
  };
  const frameScreen = (context: CanvasRenderingContext2D, accent: string): void => {
    const { transform, width, height } = store.getState();
    const scale = zoom / transform[2];
    context.strokeStyle = accent;
    context.lineWidth = 1.5;
    context.strokeRect(view.x - transform[0] * scale, view.y - transform[1] * scale, width * scale, height * scale);
  };
  const ask = useGraphPaint(canvas, () => view, frameScreen);
  useEffect(() => store.subscribe((now, before) => now.transform !== before.transform && ask()), [store, ask]);

  const moveTo = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const area = event.currentTarget.getBoundingClientRect();
    const at = { x: (event.clientX - area.left - view.x) / zoom, y: (event.clientY - area.top - view.y) / zoom };
    const { width, height, transform } = store.getState();
    void flow.setViewport(centred(at, { width, height }, transform[2]));
  };

  return (
    <canvas ref={canvas} className={styles.map} style={size} role="img" aria-label="Map of the whole graph" onPointerDown={moveTo} onPointerMove={moveTo} data-minimap />
  );
}
