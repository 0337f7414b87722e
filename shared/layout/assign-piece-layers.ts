/**
 * The layers of a piece's nodes. A group gets two helpers, one before and one after all of its nodes: their edges count like all
 * others, so that groups do not spread over more layers than they need, and a box stays small.
 */
import { assignLayers } from "./assign-layers.ts";
import { groupsAround, type Piece } from "./piece.ts";
import type { Spacing } from "./spacing.ts";

/** @param from, @param to the piece's edges, turned so that there is no cycle */
export function assignPieceLayers(piece: Piece, from: Int32Array, to: Int32Array, spacing: Spacing): Int32Array {
  const hints = columnHints(piece, spacing);
  if (piece.groups.count === 0) return assignLayers(piece.across, from, to, hints);
  const { nodes, groups, groupOf } = piece;
  const tails = [...from];
  const heads = [...to];
  for (let node = 0; node < nodes; node += 1) {
    for (const group of groupsAround(groups, groupOf[node] ?? -1)) {
      tails.push(nodes + 2 * group, node);
      heads.push(node, nodes + 2 * group + 1);
    }
  }
  const across = new Float64Array(nodes + 2 * groups.count);
  across.set(piece.across);
  const allHints = hints && new Float64Array(across.length).fill(Number.NaN);
  if (hints) allHints?.set(hints);
  const layer = assignLayers(across, Int32Array.from(tails), Int32Array.from(heads), allHints).slice(0, nodes);
  const least = layer.reduce((low, one) => Math.min(low, one), Infinity);
  return layer.map((one) => one - least);
}

/** About which column each pin stands in. */
function columnHints({ pins, along }: Piece, spacing: Spacing): Float64Array | null {
  if (!pins) return null;
  const pitch = along.reduce((most, length) => Math.max(most, length), 0) + spacing.columns;
  return pins.along.map((at) => at / pitch);
}
