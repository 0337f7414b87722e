/** Lays out one connected piece of a graph: all the steps in their order. Columns along the flow, rows across it. */
import { assignPieceLayers } from "./assign-piece-layers.ts";
import { upperBorder } from "./layer-chains.ts";
import { layNet } from "./layered-net.ts";
import { orderItems } from "./order-items.ts";
import type { Piece } from "./piece.ts";
import { placeAcross } from "./place-across.ts";
import { routeGaps } from "./route-gaps.ts";
import type { Spacing } from "./spacing.ts";
import { middle, traceEdges, type FlatPoints } from "./trace-edges.ts";
import { findBackEdges } from "./turn-back-edges.ts";

export interface PieceLayout {
  /** Middles of the nodes. */
  readonly along: Float64Array;
  readonly across: Float64Array;
  /** By edge. */
  readonly lines: readonly FlatPoints[];
  /** By group: start and end along, start and end across. */
  readonly groups: readonly (readonly [number, number, number, number])[];
}

/** Room that a group keeps between its border and its contents, by side. */
export interface GroupInsets {
  readonly before: number;
  readonly after: number;
  readonly above: number;
  readonly below: number;
}

export function layPiece(piece: Piece, spacing: Spacing, insets: GroupInsets): PieceLayout {
  const isBack = findBackEdges(piece.nodes, piece.from, piece.to);
  const from = piece.from.map((source, edge) => (isBack[edge] === 1 ? (piece.to[edge] ?? 0) : source));
  const to = piece.to.map((target, edge) => (isBack[edge] === 1 ? (piece.from[edge] ?? 0) : target));
  const net = layNet(piece, isBack, assignPieceLayers(piece, from, to, spacing));
  const { place } = placeAcross(net, orderItems(net), spacing, insets);
  const routes = routeGaps(net, place, spacing, insets);
  return {
    along: Float64Array.from({ length: piece.nodes }, (_, node) => middle(routes.columnStart, routes.columnEnd, net.layerOf[node] ?? 0)),
    across: place.slice(0, piece.nodes),
    lines: traceEdges(net, place, routes),
    groups: Array.from({ length: piece.groups.count }, (_, group) => {
      const upper = upperBorder(net, group);
      return [routes.groupStart[group] ?? 0, routes.groupEnd[group] ?? 0, place[upper] ?? 0, place[upper + 1] ?? 0] as const;
    }),
  };
}
