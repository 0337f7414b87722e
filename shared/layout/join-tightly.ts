/** Shifts the parts of a layered graph against each other, each as most of its edges pull, until a tree of tight edges (one layer long) spans it. */
import { otherEnd, type LayerGraph } from "./layer-graph.ts";

interface Parts {
  readonly headOf: Int32Array;
  /** Members of each part as a ring. */
  readonly next: Int32Array;
  readonly size: Int32Array;
}

/**
 * Changes `layer`, and makes `isTree` a tree. Before, it marks tight edges that hold the parts together; circles among them are
 * cut. A graph in pieces gets a tree for each.
 */
export function joinTightly(graph: LayerGraph, isTree: Uint8Array): void {
  const { nodes, from, to } = graph;
  const parts = { headOf: Int32Array.from({ length: nodes }, (_, i) => i), next: Int32Array.from({ length: nodes }, (_, i) => i), size: new Int32Array(nodes).fill(1) };
  let left = nodes;
  const take = (edge: number): void => {
    const a = headOf(parts, from[edge] ?? 0);
    const b = headOf(parts, to[edge] ?? 0);
    isTree[edge] = Number(a !== b);
    if (a === b) return;
    join(parts, a, b);
    left -= 1;
  };
  for (let edge = 0; edge < from.length; edge += 1) if (isTree[edge] === 1) take(edge);
  while (left > 1) {
    const before = left;
    for (let node = 0; node < nodes && left > 1; node += 1) {
      // A part with more than half of all nodes stays: the others come to it.
      if (parts.headOf[node] !== node || (parts.size[node] ?? 0) * 2 > nodes) continue;
      const edge = shiftPart(graph, parts, node);
      if (edge !== -1) take(edge);
    }
    // Where no edge joins parts any more, the graph itself is in pieces.
    if (left === before) return;
  }
}

/** Moves the part, the way most of its edges pull, until its nearest edge that way is tight. @returns that edge */
function shiftPart(graph: LayerGraph, parts: Parts, head: number): number {
  const { from, to, layer, touching } = graph;
  let right = -1;
  let left = -1;
  let slackRight = Infinity;
  let slackLeft = Infinity;
  let pull = 0;
  let node = head;
  do {
    for (let i = touching.start[node] ?? 0; i < (touching.start[node + 1] ?? 0); i += 1) {
      const edge = touching.list[i] ?? 0;
      if (headOf(parts, otherEnd(graph, edge, node)) === head) continue;
      const slack = (layer[to[edge] ?? 0] ?? 0) - (layer[from[edge] ?? 0] ?? 0) - 1;
      const isOut = from[edge] === node;
      pull += isOut ? 1 : -1;
      if (isOut && slack < slackRight) {
        right = edge;
        slackRight = slack;
      } else if (!isOut && slack < slackLeft) {
        left = edge;
        slackLeft = slack;
      }
    }
    node = parts.next[node] ?? 0;
  } while (node !== head);
  const toRight = right !== -1 && (left === -1 || pull > 0 || (pull === 0 && slackRight <= slackLeft));
  shiftRing(layer, parts.next, head, toRight ? slackRight : -slackLeft);
  return toRight ? right : left;
}

function shiftRing(layer: Int32Array, next: Int32Array, head: number, by: number): void {
  if (by === 0 || !Number.isFinite(by)) return;
  let node = head;
  do {
    layer[node] = (layer[node] ?? 0) + by;
    node = next[node] ?? 0;
  } while (node !== head);
}

function headOf({ headOf: heads }: Parts, node: number): number {
  let head = node;
  while (heads[head] !== head) {
    const up = heads[heads[head] ?? 0] ?? 0;
    heads[head] = up;
    head = up;
  }
  return head;
}

function join({ headOf: heads, next, size }: Parts, a: number, b: number): void {
  const [big, small] = (size[a] ?? 0) >= (size[b] ?? 0) ? [a, b] : [b, a];
  heads[small] = big;
  size[big] = (size[big] ?? 0) + (size[small] ?? 0);
  const after = next[big] ?? 0;
  next[big] = next[small] ?? 0;
  next[small] = after;
}
