/** All tasks as coloured dashes on one canvas, for zooms at which cards could not be read. It only draws. */
import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef, type ReactNode } from "react";
import styles from "./graph-view.module.css";
import type { PaintView } from "./paint-graph.ts";
import { useGraphPaint } from "./use-graph-paint.ts";

export function FarCanvas(): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const viewNow = (): PaintView => {
    const { transform, width, height } = store.getState();
    return { x: transform[0], y: transform[1], zoom: transform[2], width, height };
  };
  const ask = useGraphPaint(canvas, viewNow);
  useEffect(
    () =>
      store.subscribe((now, before) => {
        if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) ask();
      }),
    [store, ask],
  );
  return <canvas ref={canvas} className={styles.far} aria-hidden="true" />;
}
