/** The tasks that are being dragged, with their lines, painted where they are now: once a frame, no more of the canvas than they take. */
import { boxAround, lineThrough } from "../edge-lines.ts";
import { bendsBetween } from "../edge-path.ts";
import type { GraphScene } from "../graph-context.ts";
import type { GraphEdge } from "../graph-index.ts";
import { boundsOf, type Box } from "../layout.ts";
import { paintGraph } from "./paint-graph.ts";
import { areaOf, type PaintView } from "./painting.ts";
import { partOf } from "./part-of.ts";
import type { GraphPaint } from "./use-graph-paint.ts";

export interface MovedLayer {
  ids(): ReadonlySet<string>;
  /** Paints them in the next frame. `changed` is called when others are dragged than before. */
  follow(view: PaintView, changed: () => void): void;
  dispose(): void;
}

export function createMovedLayer(host: HTMLElement, { index, layout, offsets }: GraphScene, paint: GraphPaint): MovedLayer {
  const canvas = document.createElement("canvas");
  let ids: ReadonlySet<string> = new Set(offsets.keys());
  let edges: readonly GraphEdge[] = [];
  let frame = 0;

  const boxOf = (id: string): Box | undefined => {
    const box = layout.nodes.get(id);
    const offset = offsets.get(id);
    return box === undefined || offset === undefined ? box : { ...box, x: box.x + offset.x, y: box.y + offset.y };
  };
  const draw = (view: PaintView): void => {
    const context = canvas.getContext("2d");
    if (context === null) return;
    const lines = edges.flatMap((edge) => {
      const [from, to] = [boxOf(edge.source), boxOf(edge.target)];
      return from && to ? [lineThrough(edge, bendsBetween(from, to, layout.direction))] : [];
    });
    const boxes = [...ids].flatMap((id) => boxOf(id) ?? []);
    const part = partOf(view, boundsOf([...boxes, ...lines.map(boxAround)]));
    canvas.hidden = part === null;
    if (part === null) return;
    const area = areaOf(part);
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(part.width * ratio), Math.round(part.height * ratio)];
    // A canvas of another size is another piece of memory.
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, part.width, part.height);
    const all = paint.painting(host);
    const steps = paintGraph(context, { ...all, frames: new Map(), tasks: [...ids].flatMap((id) => index.byId.get(id) ?? []), lines, boxOf }, part);
    while (steps.next().done !== true);
    Object.assign(canvas.style, { position: "absolute", left: "0", top: "0", zIndex: "1", width: `${area.width}px`, height: `${area.height}px`, transform: `translate(${area.x}px, ${area.y}px)`, pointerEvents: "none" });
    if (!canvas.isConnected) host.append(canvas);
  };

  return {
    ids: () => ids,
    follow(view, changed) {
      const now = new Set(offsets.keys());
      const others = now.size !== ids.size || [...now].some((id) => !ids.has(id));
      cancelAnimationFrame(frame);
      if (others) {
        ids = now;
        edges = index.edges.filter((edge) => now.has(edge.source) || now.has(edge.target));
        changed();
      }
      if (now.size === 0) canvas.remove();
      else frame = requestAnimationFrame(() => draw(view));
    },
    dispose() {
      cancelAnimationFrame(frame);
      canvas.remove();
    },
  };
}
