/** Draws a whole graph on a canvas: the far zoom level and the minimap. O(nodes + edges) per frame, no DOM. */
import { edgePoints } from "./map-graph.ts";
import type { GraphIndex } from "./graph-index.ts";
import type { GraphLayout, Point } from "./layout.ts";

export interface PaintView {
  /** Screen = flow × zoom + offset, in CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

export interface PaintColours {
  readonly edge: string;
  readonly accent: string;
  readonly surface: string;
  stateOf(state: string): string;
}

export interface PaintFacts {
  stateOf(taskId: string): string;
  isSelected(taskId: string): boolean;
}

/** States that must be found in a graph of 1,000 at any zoom: drawn last and never smaller than this. */
const loud: ReadonlySet<string> = new Set(["failed", "interrupted"]);
const loudSide = 6;
/** What needs nobody steps back, so that the rest is found among hundreds. */
const settled: ReadonlySet<string> = new Set(["success", "skipped", "removed", "none"]);
const settledAlpha = 0.6;

export interface GraphPainting {
  readonly index: GraphIndex;
  readonly layout: GraphLayout;
  readonly colours: PaintColours;
  readonly facts: PaintFacts;
}

export function paintGraph(context: CanvasRenderingContext2D, painting: GraphPainting, view: PaintView): void {
  context.clearRect(0, 0, view.width, view.height);
  if (view.zoom > 0.03) paintEdges(context, painting, view);
  const later: string[] = [];
  for (const task of painting.index.tasks) {
    if (loud.has(painting.facts.stateOf(task.id)) || painting.facts.isSelected(task.id)) later.push(task.id);
    else paintNode(context, painting, view, task.id);
  }
  for (const id of later) paintNode(context, painting, view, id);
}

function paintEdges(context: CanvasRenderingContext2D, painting: GraphPainting, view: PaintView): void {
  context.beginPath();
  for (const edge of painting.index.edges) {
    const points = edgePoints(painting.layout, edge.id, edge.source, edge.target);
    if (points) trace(context, points, view);
  }
  context.strokeStyle = painting.colours.edge;
  context.globalAlpha = 0.7;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
}

function trace(context: CanvasRenderingContext2D, points: readonly Point[], view: PaintView): void {
  points.forEach((point, at) => {
    const x = point.x * view.zoom + view.x;
    const y = point.y * view.zoom + view.y;
    if (at === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
}

function paintNode(context: CanvasRenderingContext2D, painting: GraphPainting, view: PaintView, id: string): void {
  const box = painting.layout.nodes.get(id);
  if (!box) return;
  const state = painting.facts.stateOf(id);
  const least = loud.has(state) ? loudSide : 2;
  const width = Math.max(least, box.width * view.zoom);
  const height = Math.max(least, box.height * view.zoom);
  const left = (box.x + box.width / 2) * view.zoom + view.x - width / 2;
  const top = (box.y + box.height / 2) * view.zoom + view.y - height / 2;
  if (left > view.width || top > view.height || left + width < 0 || top + height < 0) return;
  context.fillStyle = painting.colours.stateOf(state);
  context.globalAlpha = settled.has(state) ? settledAlpha : 1;
  context.beginPath();
  context.roundRect(left, top, width, height, Math.min(3, height / 4));
  context.fill();
  context.globalAlpha = 1;
  if (loud.has(state)) ring(context, painting.colours.surface, 1);
  if (painting.facts.isSelected(id)) ring(context, painting.colours.accent, 2);
}

function ring(context: CanvasRenderingContext2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** The task under a point of the screen, with a margin that makes small nodes easy to hit. */
export function taskAt(layout: GraphLayout, view: PaintView, at: Point): string | null {
  const margin = 3 / view.zoom;
  const x = (at.x - view.x) / view.zoom;
  const y = (at.y - view.y) / view.zoom;
  for (const [id, box] of layout.nodes) {
    const inside = x >= box.x - margin && x <= box.x + box.width + margin && y >= box.y - margin && y <= box.y + box.height + margin;
    if (inside) return id;
  }
  return null;
}
