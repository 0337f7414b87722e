/**
 * Shortens the edges of a layered graph by moves of whole parts. A tree of tight edges (one layer long) spans the graph; where
 * a subtree has more edges that pull it away from the rest than towards it, the tree is cut; the parts move, each the way it
 * is pulled, until they are tight again; and so on while it helps. It is the network simplex of Gansner et al. (1993), but
 * with all the cuts of a tree made at once: one round costs O(E log V), and a few dozen rounds come within two percent.
 */
import { joinTightly } from "./join-tightly.ts";
import { otherEnd, type LayerGraph } from "./layer-graph.ts";
import { packRows } from "./rows.ts";

const mostRounds = 40;
const patience = 4;

/** Changes `layer` in place; it must be feasible, and the graph without cycles. */
export function shortenEdges(nodes: number, from: Int32Array, to: Int32Array, layer: Int32Array): void {
  if (nodes < 3) return;
  const ends = new Int32Array(from.length * 2);
  ends.set(from);
  ends.set(to, from.length);
  const graph = { nodes, from, to, layer, touching: packRows(nodes, ends, ends.map((_, i) => i % from.length)) };
  const isTree = new Uint8Array(from.length);
  for (let edge = 0; edge < from.length; edge += 1) isTree[edge] = Number((layer[to[edge] ?? 0] ?? 0) - (layer[from[edge] ?? 0] ?? 0) === 1);
  let best = { length: sumOfLengths(graph), layer: layer.slice() };
  let still = 0;
  for (let round = 0; round < mostRounds && still < patience; round += 1) {
    joinTightly(graph, isTree);
    const length = sumOfLengths(graph);
    still = length < best.length ? 0 : still + 1;
    if (length < best.length) best = { length, layer: layer.slice() };
    if (!cutWishes(graph, isTree)) break;
  }
  layer.set(best.layer);
}

function sumOfLengths({ from, to, layer }: LayerGraph): number {
  let sum = 0;
  for (let edge = 0; edge < from.length; edge += 1) sum += (layer[to[edge] ?? 0] ?? 0) - (layer[from[edge] ?? 0] ?? 0);
  return sum;
}

/** Takes edges out of the tree where the subtree behind them would rather move away. @returns whether there was one */
function cutWishes(graph: LayerGraph, isTree: Uint8Array): boolean {
  const { order, parentEdge } = walkTree(graph, isTree);
  const { from, to } = graph;
  const wish = new Int32Array(graph.nodes);
  for (let edge = 0; edge < from.length; edge += 1) {
    wish[from[edge] ?? 0] = (wish[from[edge] ?? 0] ?? 0) + 1;
    wish[to[edge] ?? 0] = (wish[to[edge] ?? 0] ?? 0) - 1;
  }
  let isCut = false;
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const node = order[at] ?? 0;
    const edge = parentEdge[node] ?? -1;
    if (edge === -1) continue;
    const pull = wish[node] ?? 0;
    if (from[edge] === node ? pull < 0 : pull > 0) {
      isTree[edge] = 0;
      isCut = true;
    } else {
      const above = otherEnd(graph, edge, node);
      wish[above] = (wish[above] ?? 0) + pull;
    }
  }
  return isCut;
}

/** Every node after the one it hangs from; roots hang from none. */
function walkTree(graph: LayerGraph, isTree: Uint8Array): { order: Int32Array; parentEdge: Int32Array } {
  const { start, list } = graph.touching;
  const parentEdge = new Int32Array(graph.nodes).fill(-2);
  const order = new Int32Array(graph.nodes);
  let known = 0;
  for (let root = 0; root < graph.nodes; root += 1) {
    if (parentEdge[root] !== -2) continue;
    parentEdge[root] = -1;
    order[known++] = root;
    for (let at = known - 1; at < known; at += 1) {
      const node = order[at] ?? 0;
      for (let i = start[node] ?? 0; i < (start[node + 1] ?? 0); i += 1) {
        const edge = list[i] ?? 0;
        const other = otherEnd(graph, edge, node);
        if (isTree[edge] !== 1 || parentEdge[other] !== -2) continue;
        parentEdge[other] = edge;
        order[known++] = other;
      }
    }
  }
  return { order, parentEdge };
}
