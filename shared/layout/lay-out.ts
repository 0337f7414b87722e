/**
 * The layout of a DAG: columns of nodes along the flow, few crossings, straight lines, upright and level legs. Pure: the same
 * request gets the same answer, on every machine. Takes any graph, cycles included.
 */
import { drawAlone, drawPiece } from "./draw-piece.ts";
import { boundsOfContents, shifted, type Contents } from "./drawing.ts";
import { foldFamilies } from "./fold-families.ts";
import type { Box, Layout, LayoutRequest, Point } from "./layout-graph.ts";
import { numberGraph, type NumberedGraph } from "./number-graph.ts";
import { packPieces } from "./pack-pieces.ts";
import { defaultSpacing, type Spacing } from "./spacing.ts";
import { splitPieces } from "./split-pieces.ts";

/** Begins at 0, 0; with pinned nodes it lies where these are. Many nodes between the same ones stand in a grid. */
export function layOut(request: LayoutRequest, spacing: Spacing = defaultSpacing): Layout {
  const folded = foldFamilies(request, spacing);
  return folded === null ? layOutInColumns(request, spacing) : folded.unfold(layOutInColumns(folded.request, spacing));
}

/** However many nodes a column has. */
export function layOutInColumns(request: LayoutRequest, spacing: Spacing = defaultSpacing): Layout {
  const direction = request.direction ?? "LR";
  const numbered = numberGraph(request);
  const pieces = splitPieces(numbered.graph);
  const isAlone = (piece: (typeof pieces)[number]): boolean => piece.piece.nodes === 1 && piece.piece.groups.count === 0 && piece.piece.pins === null;
  const joined = pieces.filter((one) => !isAlone(one)).sort((a, b) => b.piece.nodes - a.piece.nodes);
  const pinned = joined.filter((one) => one.piece.pins !== null).map((one) => drawPiece(one, direction, spacing));
  const free = joined.filter((one) => one.piece.pins === null).map((one) => drawPiece(one, direction, spacing));
  const alone = pieces.filter(isAlone).flatMap((one) => [...one.nodes]);
  if (alone.length > 0) {
    const width = [...pinned, ...free].reduce((most, one) => Math.max(most, boundsOfContents(one).width), 0);
    free.push(drawAlone(alone, numbered.graph, { direction, gap: spacing.nodes, width }));
  }
  return name(request, numbered, arrange(pinned, free, spacing.pieces));
}

/** Free pieces side by side, below what is pinned. */
function arrange(pinned: readonly Contents[], free: readonly Contents[], gap: number): Contents[] {
  const bounds = free.map(boundsOfContents);
  const anchor = pinned[0] ? boundsOfContents(pinned[0]) : null;
  const corner = anchor ? { x: anchor.x, y: anchor.y + anchor.height + gap } : { x: 0, y: 0 };
  const places = packPieces(bounds, gap, anchor?.width ?? 0);
  return [...pinned, ...free.map((one, at) => shifted(one, { x: corner.x + (places[at]?.x ?? 0) - (bounds[at]?.x ?? 0), y: corner.y + (places[at]?.y ?? 0) - (bounds[at]?.y ?? 0) }))];
}

function name(request: LayoutRequest, { graph, edgeOf }: NumberedGraph, drawn: readonly Contents[]): Layout {
  const all: Contents = {
    nodes: new Map(drawn.flatMap((one) => [...one.nodes])),
    edges: new Map(drawn.flatMap((one) => [...one.edges])),
    groups: new Map(drawn.flatMap((one) => [...one.groups])),
  };
  const nodes = new Map<string, Box>();
  const edges = new Map<string, readonly Point[]>();
  const groups = new Map<string, Box>();
  const put = <T>(into: Map<string, T>, key: string | undefined, value: T | undefined): void => {
    if (key !== undefined && value !== undefined && !into.has(key)) into.set(key, value);
  };
  request.nodes.forEach((node, at) => put(nodes, node.id, all.nodes.get(at)));
  request.edges.forEach((edge, at) => put(edges, edge.id, all.edges.get(edgeOf[at] ?? -1)));
  graph.groups.names.forEach((group, at) => put(groups, group, all.groups.get(at)));
  const { width, height } = boundsOfContents(all);
  return { nodes, edges, groups, width, height };
}
