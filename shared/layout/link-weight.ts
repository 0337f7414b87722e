/** How much a link wants to be straight. */
import type { LayeredNet } from "./layered-net.ts";
import { rowLength } from "./rows.ts";

/** A bend in a long line is worse than one in a chain, that worse than one where a line leaves, and that than any other. */
const lineWeight = 8;
const chainWeight = 3;
const endWeight = 2;

/** @param a, @param b linked items, in any order */
export function linkWeight(net: LayeredNet, a: number, b: number): number {
  const { nodes } = net.piece;
  if (a >= nodes && b >= nodes) return lineWeight;
  const left = (net.layerOf[a] ?? 0) < (net.layerOf[b] ?? 0) ? a : b;
  const right = left === a ? b : a;
  if (rowLength(net.after, left) === 1 && rowLength(net.before, right) === 1) return chainWeight;
  return a < nodes && b < nodes ? 1 : endWeight;
}
