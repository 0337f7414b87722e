/**
 * All tasks and lines painted, below those that stand in the page: from afar, where too many are in sight, and until those that
 * come into sight have been put in. Of a large graph it is kept ready all the time. It only draws.
 */
import { useStoreApi, ViewportPortal } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef, type ReactNode } from "react";
import { edgeLines } from "../edge-lines.ts";
import { useGraphScene } from "../graph-context.ts";
import styles from "../graph-view.module.css";
import { createMovedLayer } from "./moved-layer.ts";
import { paintGraph } from "./paint-graph.ts";
import { paintedBounds, type PaintView } from "./painting.ts";
import { createSheets, type Sheets } from "./sheets.ts";
import { useGraphPaint } from "./use-graph-paint.ts";

export function PaintedGraph({ isShown }: { isShown: boolean }): ReactNode {
  return (
    <ViewportPortal>
      <Painting isShown={isShown} />
    </ViewportPortal>
  );
}

/** Inside of the portal: on a canvas that is just opened there is nothing to lie in yet. */
function Painting({ isShown }: { isShown: boolean }): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  const scene = useGraphScene();
  const paint = useGraphPaint();
  const isSeen = useRef(isShown);
  const current = useRef<Sheets | null>(null);
  useLayoutEffect(() => {
    isSeen.current = isShown;
    if (isShown) current.current?.hurry();
  }, [isShown]);

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const viewNow = (): PaintView => {
      const { transform, width, height } = store.getState();
      return { x: transform[0], y: transform[1], zoom: transform[2], width, height };
    };
    const bounds = paintedBounds(scene.layout, edgeLines(scene.index, scene.layout));
    const moved = createMovedLayer(element, scene, paint);
    const sheets = createSheets(element, (context, view) => paintGraph(context, paint.painting(element, moved.ids()), view), { bounds: () => bounds, isSeen: () => isSeen.current });
    current.current = sheets;
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
      current.current = null;
      sheets.dispose();
      moved.dispose();
    };
  }, [store, scene, paint]);

  return <div ref={host} className={styles.painted} data-shown={isShown || undefined} aria-hidden="true" />;
}
