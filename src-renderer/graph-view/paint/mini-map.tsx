/**
 * The whole graph in small, with the part on screen framed; click or drag moves the canvas. One canvas for any size of graph, which stays
 * as it is while the canvas moves: the frame is an element of its own. It makes way for the selected task.
 */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useRef, type PointerEvent, type ReactNode } from "react";
import { t } from "../../strings/t.ts";
import { useGraphScene } from "../graph-context.ts";
import styles from "../graph-view.module.css";
import type { Emphasis } from "../emphasis.ts";
import type { KeyedStore } from "../keyed-store.ts";
import { boundsOf, type Box, type NodeSize } from "../layout.ts";
import { centred } from "../viewport.ts";
import { paintGraph } from "./paint-graph.ts";
import type { PaintView } from "./painting.ts";
import { useGraphPaint } from "./use-graph-paint.ts";

const size = { width: 176, height: 112 };
const padding = 8;
/** From the corner of the pane, as in the style sheet. */
const margin = 12;
/** While a run goes on, states change in every frame; the map may be a little late. */
const repaintMs = 150;

export function MiniMap(): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const sight = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  const flow = useReactFlow();
  const paint = useGraphPaint();
  const { layout, emphases } = useGraphScene();
  // What a person placed may lie anywhere, left of and above the origin too.
  const whole = useMemo(() => boundsOf([...layout.nodes.values(), ...layout.groups.values()]) ?? { x: 0, y: 0, width: 1, height: 1 }, [layout]);
  const zoom = Math.min((size.width - 2 * padding) / Math.max(1, whole.width), (size.height - 2 * padding) / Math.max(1, whole.height), 0.12);
  const left = (size.width - whole.width * zoom) / 2 - whole.x * zoom;
  const top = (size.height - whole.height * zoom) / 2 - whole.y * zoom;

  useEffect(() => {
    const element = canvas.current;
    const frameOf = sight.current;
    const context = element?.getContext("2d");
    if (!element || !frameOf || !context) return;
    const view: PaintView = { ...size, zoom, x: left, y: top };
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ratio = devicePixelRatio;
    Object.assign(element, { width: Math.round(size.width * ratio), height: Math.round(size.height * ratio) });

    let chosen = onlySelected(emphases);
    const show = (): void => {
      const { transform, width, height } = store.getState();
      const box = chosen === null ? undefined : (layout.nodes.get(chosen) ?? layout.groups.get(chosen));
      // Not from under the hand that holds it.
      if (root.current?.matches(":active") === false) root.current.toggleAttribute("data-aside", box !== undefined && isBelowMap(box, transform, { width, height }));
      const scale = zoom / transform[2];
      Object.assign(frameOf.style, { width: `${width * scale}px`, height: `${height * scale}px`, transform: `translate(${left - transform[0] * scale}px, ${top - transform[1] * scale}px)` });
    };
    const ask = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(show);
    };
    const repaint = (): void => {
      timer = undefined;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      const steps = paintGraph(context, { ...paint.painting(element), hasNames: false }, view);
      while (steps.next().done !== true);
    };
    repaint();
    show();
    const stops = [paint.subscribe(() => (timer ??= setTimeout(repaint, repaintMs))), store.subscribe((now, before) => (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) && ask()), emphases.subscribeAny(() => ((chosen = onlySelected(emphases)), ask()))];
    return () => {
      for (const stop of stops) stop();
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [store, paint, zoom, left, top, layout, emphases]);

  const moveTo = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const area = event.currentTarget.getBoundingClientRect();
    const at = { x: (event.clientX - area.left - left) / zoom, y: (event.clientY - area.top - top) / zoom };
    const { width, height, transform } = store.getState();
    void flow.setViewport(centred(at, { width, height }, transform[2]));
  };

  return (
    <div ref={root} className={styles.map} onPointerDown={moveTo} onPointerMove={moveTo} data-minimap>
      <canvas ref={canvas} className={styles.mapPicture} style={size} role="img" aria-label={t("Map of the whole graph")} />
      <div className={styles.mapSight}>
        <div ref={sight} className={styles.mapFrame} />
      </div>
    </div>
  );
}

/** Several are all over the canvas: no corner is free of them. */
function onlySelected(emphases: KeyedStore<Emphasis>): string | null {
  const selected = [...emphases.keys()].filter((id) => emphases.get(id) === "selected");
  return selected.length === 1 ? (selected[0] ?? null) : null;
}

/** Whether the box would lie under the map in its corner at the right below. */
function isBelowMap(box: Box, [x, y, zoom]: readonly [number, number, number], pane: NodeSize): boolean {
  const right = (box.x + box.width) * zoom + x;
  const bottom = (box.y + box.height) * zoom + y;
  return right > pane.width - size.width - 2 * margin && box.x * zoom + x < pane.width && bottom > pane.height - size.height - 2 * margin && box.y * zoom + y < pane.height;
}
