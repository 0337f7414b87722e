/** Draws one piece of a graph, turned as the flow asks: from along and across to x and y. */
import type { Contents } from "./drawing.ts";
import { keepPins } from "./keep-pins.ts";
import { layPiece, type GroupInsets } from "./lay-piece.ts";
import type { Box, Direction, Point } from "./layout-graph.ts";
import { packPieces } from "./pack-pieces.ts";
import type { Spacing } from "./spacing.ts";
import type { GraphNumbers, PieceOfGraph } from "./split-pieces.ts";

export function drawPiece({ piece, ...own }: PieceOfGraph, direction: Direction, spacing: Spacing): Contents {
  const insets = insetsOf(direction, spacing);
  const laid = keepPins(piece, layPiece(piece, spacing, insets), spacing, insets);
  const toPoint = (along: number, across: number): Point => (direction === "LR" ? { x: along, y: across } : { x: across, y: along });
  const toBox = (along: number, across: number, length: number, breadth: number): Box => {
    const [width, height] = direction === "LR" ? [length, breadth] : [breadth, length];
    return { ...toPoint(along, across), width, height };
  };
  const nodes = new Map<number, Box>();
  own.nodes.forEach((node, at) => {
    const length = piece.along[at] ?? 0;
    const breadth = piece.across[at] ?? 0;
    nodes.set(node, toBox((laid.along[at] ?? 0) - length / 2, (laid.across[at] ?? 0) - breadth / 2, length, breadth));
  });
  const edges = new Map<number, Point[]>();
  own.edges.forEach((edge, at) => {
    const flat = laid.lines[at] ?? [];
    edges.set(edge, Array.from({ length: flat.length / 2 }, (_, i) => toPoint(flat[2 * i] ?? 0, flat[2 * i + 1] ?? 0)));
  });
  const groups = new Map<number, Box>();
  laid.groups.forEach(([start, end, upper, lower], at) => groups.set(own.groups[at] ?? 0, toBox(start, upper, end - start, lower - upper)));
  return { nodes, edges, groups };
}

/** The name of a group stands above its contents, whichever way the graph flows. */
function insetsOf(direction: Direction, { groupInset, groupHead }: Spacing): GroupInsets {
  const head = groupInset + groupHead;
  return direction === "LR"
    ? { before: groupInset, after: groupInset, above: head, below: groupInset }
    : { before: head, after: groupInset, above: groupInset, below: groupInset };
}

/**
 * Nodes that nothing joins to anything: a grid of their own, in file order.
 * @param width what the grid has at least, if there are enough
 */
export function drawAlone(nodes: readonly number[], graph: GraphNumbers, { direction, gap, width }: { direction: Direction; gap: number; width: number }): Contents {
  const sizes = nodes.map((node) => {
    const [x, y] = direction === "LR" ? [graph.along[node], graph.across[node]] : [graph.across[node], graph.along[node]];
    return { width: x ?? 0, height: y ?? 0 };
  });
  const places = packPieces(sizes, gap, width);
  return { nodes: new Map(nodes.map((node, at) => [node, { x: 0, y: 0, ...places[at], width: 0, height: 0, ...sizes[at] }])), edges: new Map(), groups: new Map() };
}
