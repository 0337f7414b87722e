/** A graph and the layer of each node, while edges are being shortened. */
import type { Rows } from "./rows.ts";

export interface LayerGraph {
  readonly nodes: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly layer: Int32Array;
  /** Edges by node, either end. */
  readonly touching: Rows;
}

export function otherEnd({ from, to }: Pick<LayerGraph, "from" | "to">, edge: number, node: number): number {
  return (from[edge] === node ? to[edge] : from[edge]) ?? 0;
}
