/**
 * All tasks and lines painted, below those that stand in the page: from afar, where too many are in sight, and until those that
 * come into sight have been put in. It only draws.
 */
import { useStoreApi, ViewportPortal } from "@xyflow/react";
import { useEffect, useRef, type ReactNode } from "react";
import { useGraphScene } from "../graph-context.ts";
import styles from "../graph-view.module.css";
import { boundsOf } from "../layout.ts";
import { createMovedLayer } from "./moved-layer.ts";
import { paintGraph } from "./paint-graph.ts";
import type { PaintView } from "./painting.ts";
import { createSheets } from "./sheets.ts";
import { useGraphPaint } from "./use-graph-paint.ts";

export function PaintedGraph(): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  const scene = useGraphScene();
  const paint = useGraphPaint();

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const viewNow = (): PaintView => {
      const { transform, width, height } = store.getState();
      return { x: transform[0], y: transform[1], zoom: transform[2], width, height };
    };
    const bounds = boundsOf(scene.layout.nodes.values());
    const moved = createMovedLayer(element, scene, paint);
    const sheets = createSheets(element, (context, view) => paintGraph(context, paint.painting(element, moved.ids()), view), () => bounds);
    sheets.look(viewNow());
    const stops = [
      paint.subscribe(() => sheets.outdate()),
      scene.offsets.subscribeAny(() => moved.follow(viewNow(), () => sheets.outdate())),
      store.subscribe((now, before) => {
        if (now.transform === before.transform && now.width === before.width && now.height === before.height) return;
        sheets.look(viewNow());
        moved.follow(viewNow(), () => sheets.outdate());
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      sheets.dispose();
      moved.dispose();
    };
  }, [store, scene, paint]);

  return (
    <ViewportPortal>
      <div ref={host} className={styles.painted} aria-hidden="true" />
    </ViewportPortal>
  );
}
