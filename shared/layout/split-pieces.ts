/** Cuts a graph into the pieces that no edge and no group joins, each with numbers of its own. */
import type { NamedGroups } from "./group-tree.ts";
import type { Piece, Pins } from "./piece.ts";

export interface GraphNumbers {
  readonly nodes: number;
  readonly along: Float64Array;
  readonly across: Float64Array;
  /** None from a node to itself, none twice. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly groups: NamedGroups;
  readonly pins: Pins | null;
}

/** A piece and, by its own numbers, those of the whole graph. */
export interface PieceOfGraph {
  readonly piece: Piece;
  readonly nodes: Int32Array;
  readonly edges: Int32Array;
  readonly groups: Int32Array;
}

/** Pieces in the order of their first nodes. */
export function splitPieces(graph: GraphNumbers): PieceOfGraph[] {
  const heads = joinAll(graph);
  const pieceAt = new Map<number, { nodes: number[]; edges: number[]; groups: number[] }>();
  for (let node = 0; node < graph.nodes; node += 1) {
    const piece = pieceAt.get(heads[node] ?? 0) ?? { nodes: [], edges: [], groups: [] };
    piece.nodes.push(node);
    pieceAt.set(heads[node] ?? 0, piece);
  }
  graph.from.forEach((source, edge) => pieceAt.get(heads[source] ?? 0)?.edges.push(edge));
  for (let group = 0; group < graph.groups.tree.count; group += 1) pieceAt.get(heads[graph.nodes + group] ?? 0)?.groups.push(group);
  const own = new Int32Array(graph.nodes);
  const ownGroup = new Int32Array(graph.groups.tree.count);
  return [...pieceAt.values()].map((piece) => cutOut(graph, piece, own, ownGroup));
}

function cutOut(graph: GraphNumbers, piece: { nodes: number[]; edges: number[]; groups: number[] }, own: Int32Array, ownGroup: Int32Array): PieceOfGraph {
  piece.nodes.forEach((node, at) => (own[node] = at));
  piece.groups.forEach((group, at) => (ownGroup[group] = at));
  const groupNumber = (group: number | undefined): number => (group === undefined || group === -1 ? -1 : (ownGroup[group] ?? -1));
  return {
    nodes: Int32Array.from(piece.nodes),
    edges: Int32Array.from(piece.edges),
    groups: Int32Array.from(piece.groups),
    piece: {
      nodes: piece.nodes.length,
      along: Float64Array.from(piece.nodes, (node) => graph.along[node] ?? 0),
      across: Float64Array.from(piece.nodes, (node) => graph.across[node] ?? 0),
      from: Int32Array.from(piece.edges, (edge) => own[graph.from[edge] ?? 0] ?? 0),
      to: Int32Array.from(piece.edges, (edge) => own[graph.to[edge] ?? 0] ?? 0),
      groupOf: Int32Array.from(piece.nodes, (node) => groupNumber(graph.groups.groupOf[node])),
      pins: pinsOf(graph.pins, piece.nodes),
      groups: { count: piece.groups.length, parent: Int32Array.from(piece.groups, (group) => groupNumber(graph.groups.tree.parent[group])) },
    },
  };
}

function pinsOf(pins: Pins | null, nodes: readonly number[]): Pins | null {
  if (!pins || nodes.every((node) => Number.isNaN(pins.along[node] ?? Number.NaN))) return null;
  return { along: Float64Array.from(nodes, (node) => pins.along[node] ?? Number.NaN), across: Float64Array.from(nodes, (node) => pins.across[node] ?? Number.NaN) };
}

/** The piece of each node, and after the nodes of each group, named after one member. */
function joinAll({ nodes, from, to, groups, pins }: GraphNumbers): Int32Array {
  const heads = Int32Array.from({ length: nodes + groups.tree.count }, (_, at) => at);
  const headOf = (one: number): number => {
    let head = one;
    while (heads[head] !== head) head = heads[head] = heads[heads[head] ?? 0] ?? 0;
    return head;
  };
  from.forEach((source, edge) => (heads[headOf(source)] = headOf(to[edge] ?? 0)));
  groups.groupOf.forEach((group, node) => group !== -1 && (heads[headOf(node)] = headOf(nodes + group)));
  groups.tree.parent.forEach((parent, group) => parent !== -1 && (heads[headOf(nodes + group)] = headOf(nodes + parent)));
  // Pinned nodes share one drawing: two pieces cannot both be moved out of each other's way.
  const pinned = pins ? [...pins.along.keys()].filter((node) => !Number.isNaN(pins.along[node] ?? Number.NaN)) : [];
  for (const node of pinned) heads[headOf(node)] = headOf(pinned[0] ?? node);
  return heads.map((_, at) => headOf(at));
}
