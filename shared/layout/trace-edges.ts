/** The line of each edge as points, along and across the flow, from the end of its source to the start of its target. */
import type { GapNet } from "./gap-nets.ts";
import { lineAt, type LayeredNet, type Trunk } from "./layered-net.ts";
import type { Routes } from "./route-gaps.ts";

/** Along and across by turns: x0, y0, x1, y1, … */
export type FlatPoints = number[];

/** Where a leg that gives way leaves a long line, seen from the column. */
const jogAfter = 4;

export function traceEdges(net: LayeredNet, place: Float64Array, routes: Routes): FlatPoints[] {
  const { piece } = net;
  return Array.from(piece.from, (source, edge) => {
    const target = piece.to[edge] ?? 0;
    const trunk = net.trunks[net.trunkOf[edge] ?? -1];
    const pen = startLine(net, place, routes);
    if (trunk?.isBack) traceBack(net, { pen, routes, trunk, index: net.trunkOf[edge] ?? 0, source, target });
    else traceForward(net, { pen, routes, trunk, source, target });
    return pen.end(source, target);
  });
}

interface Tracing {
  readonly pen: Pen;
  readonly routes: Routes;
  readonly source: number;
  readonly target: number;
}

function traceForward(net: LayeredNet, { pen, routes, trunk, source, target }: Tracing & { trunk: Trunk | undefined }): void {
  let item = source;
  const last = net.layerOf[target] ?? 0;
  for (let layer = (net.layerOf[source] ?? 0) + 1; layer <= last; layer += 1) {
    const next = layer === last || !trunk ? target : lineAt(trunk, layer);
    pen.cross(routes.nets.toRight[item], item, next);
    item = next;
  }
}

function traceBack(net: LayeredNet, { pen, routes, trunk, index, source, target }: Tracing & { trunk: Trunk; index: number }): void {
  const last = lineAt(trunk, trunk.last);
  pen.cross(routes.nets.turns.get(index), source, last);
  for (let layer = trunk.last; layer >= (net.layerOf[target] ?? 0); layer -= 1) {
    const isEnd = layer === net.layerOf[target];
    const line = lineAt(trunk, layer);
    pen.cross(routes.nets.toLeft.get(line), line, isEnd ? target : line - 1);
  }
}

interface Pen {
  /** Through the net's gap, from the row of one item to the row of another. */
  cross(net: GapNet | undefined, from: number, to: number): void;
  end(source: number, target: number): FlatPoints;
}

function startLine(net: LayeredNet, place: Float64Array, { uprightAt, shifts, columnStart, columnEnd }: Routes): Pen {
  const points: FlatPoints = [];
  let startShift = 0;
  return {
    cross(gapNet, from, to) {
      const upright = gapNet && uprightAt.get(gapNet);
      const shift = (gapNet && shifts.get(gapNet)?.get(from)) ?? 0;
      const row = place[from] ?? 0;
      if (upright === undefined) return;
      if (shift !== 0 && from >= net.piece.nodes) {
        const jog = (columnEnd[net.layerOf[from] ?? 0] ?? 0) + jogAfter;
        points.push(jog, row, jog, row + shift);
      } else startShift += shift;
      points.push(upright, row + shift, upright, place[to] ?? 0);
    },
    end(source, target) {
      const ofSource = net.layerOf[source] ?? 0;
      const ofTarget = net.layerOf[target] ?? 0;
      const half = (middle(columnStart, columnEnd, ofSource) ?? 0) + (net.piece.along[source] ?? 0) / 2;
      const start = middle(columnStart, columnEnd, ofTarget) - (net.piece.along[target] ?? 0) / 2;
      return withoutStops([half, (place[source] ?? 0) + startShift, ...points, start, place[target] ?? 0]);
    },
  };
}

export function middle(columnStart: Float64Array, columnEnd: Float64Array, layer: number): number {
  return ((columnStart[layer] ?? 0) + (columnEnd[layer] ?? 0)) / 2;
}

/** Leaves out points at which the line does not turn. */
function withoutStops(points: FlatPoints): FlatPoints {
  const kept: FlatPoints = [];
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] ?? 0;
    const y = points[i + 1] ?? 0;
    const n = kept.length;
    const isStop = n >= 4 && ((kept[n - 1] === y && kept[n - 3] === y) || (kept[n - 2] === x && kept[n - 4] === x));
    if (isStop) kept.length = n - 2;
    kept.push(x, y);
  }
  return kept;
}
