/**
 * Which column each node stands in: every edge leads to the right, and edges are short. Longest path first, then nodes slide
 * to where their edges pull them, then whole parts of the graph do.
 */
import { packRows, rowLength, type Rows } from "./rows.ts";
import { shortenEdges } from "./shorten-edges.ts";

/** Sides through which a node's edges leave and arrive, as rows of neighbours. */
export interface Neighbours {
  readonly before: Rows;
  readonly after: Rows;
}

const slides = 6;

/**
 * @param from, @param to edges of a graph without cycles
 * @param across room that each node takes in its layer
 * @param columnHints by node: about which layer it should be in, NaN: no matter; parts of the graph are shifted as they ask
 * @returns the layer of each node; the least is 0
 */
export function assignLayers(across: Float64Array, from: Int32Array, to: Int32Array, columnHints: Float64Array | null = null): Int32Array {
  const nodes = across.length;
  const links: Neighbours = { before: packRows(nodes, to, from), after: packRows(nodes, from, to) };
  const order = orderByDependency(nodes, links);
  const layer = longestPaths(order, links);
  for (let round = 0; round < slides; round += 1) slide(order, links, layer, round % 2 === 0);
  shortenEdges(nodes, from, to, layer);
  fromZero(layer, links, columnHints);
  even(order, links, layer, across);
  return layer;
}

/** Every node after all that lead to it; among those that are free, file order. */
function orderByDependency(nodes: number, { before, after }: Neighbours): Int32Array {
  const order = new Int32Array(nodes);
  const waiting = new Int32Array(nodes);
  let known = 0;
  for (let node = 0; node < nodes; node += 1) {
    waiting[node] = (before.start[node + 1] ?? 0) - (before.start[node] ?? 0);
    if (waiting[node] === 0) order[known++] = node;
  }
  for (let at = 0; at < known; at += 1) {
    const node = order[at] ?? 0;
    for (let i = after.start[node] ?? 0; i < (after.start[node + 1] ?? 0); i += 1) {
      const next = after.list[i] ?? 0;
      const left = (waiting[next] ?? 0) - 1;
      waiting[next] = left;
      if (left === 0) order[known++] = next;
    }
  }
  return order;
}

function longestPaths(order: Int32Array, { after }: Neighbours): Int32Array {
  const layer = new Int32Array(order.length);
  for (const node of order) {
    const next = (layer[node] ?? 0) + 1;
    for (let i = after.start[node] ?? 0; i < (after.start[node + 1] ?? 0); i += 1) {
      const target = after.list[i] ?? 0;
      if ((layer[target] ?? 0) < next) layer[target] = next;
    }
  }
  return layer;
}

/** Nodes with more edges on one side move that way as far as they may; those with as many on both follow, so that chains move. */
function slide(order: Int32Array, { before, after }: Neighbours, layer: Int32Array, toRight: boolean): void {
  for (let step = 0; step < order.length; step += 1) {
    const node = order[toRight ? order.length - 1 - step : step] ?? 0;
    const pull = rowLength(after, node) - rowLength(before, node);
    if (toRight ? pull < 0 : pull > 0) continue;
    const bound = toRight ? nearest(after, node, layer, Infinity) - 1 : nearest(before, node, layer, -Infinity) + 1;
    if (Number.isFinite(bound)) layer[node] = bound;
  }
}

function nearest(rows: Rows, node: number, layer: Int32Array, none: number): number {
  let found = none;
  for (let i = rows.start[node] ?? 0; i < (rows.start[node + 1] ?? 0); i += 1) {
    const other = layer[rows.list[i] ?? 0] ?? 0;
    found = none > 0 ? Math.min(found, other) : Math.max(found, other);
  }
  return found;
}

/** Each part that edges hold together begins in the first layer, unless its hints ask for a later one. */
function fromZero(layer: Int32Array, { before, after }: Neighbours, hints: Float64Array | null): void {
  let lowest = hints ? Infinity : 0;
  const isSeen = new Uint8Array(layer.length);
  for (let root = 0; root < layer.length; root += 1) {
    if (isSeen[root] === 1) continue;
    isSeen[root] = 1;
    const part = [root];
    let least = Infinity;
    for (let at = 0; at < part.length; at += 1) {
      const node = part[at] ?? 0;
      least = Math.min(least, layer[node] ?? 0);
      for (const rows of [before, after]) {
        for (let i = rows.start[node] ?? 0; i < (rows.start[node + 1] ?? 0); i += 1) {
          const other = rows.list[i] ?? 0;
          if (isSeen[other] === 1) continue;
          isSeen[other] = 1;
          part.push(other);
        }
      }
    }
    const asked = hints ? part.filter((node) => !Number.isNaN(hints[node] ?? Number.NaN)).map((node) => (hints?.[node] ?? 0) - (layer[node] ?? 0) + least) : [];
    const offset = Math.round(asked.sort((a, b) => a - b)[asked.length >> 1] ?? 0);
    lowest = Math.min(lowest, offset);
    for (const node of part) layer[node] = (layer[node] ?? 0) - least + offset;
  }
  if (lowest !== 0) layer.forEach((own, node) => (layer[node] = own - lowest));
}

/** Nodes with as many edges on both sides go to the emptiest layer they may stand in: no edge gets longer on the whole. */
function even(order: Int32Array, { before, after }: Neighbours, layer: Int32Array, across: Float64Array): void {
  const room = new Float64Array(order.length);
  layer.forEach((own, node) => (room[own] = (room[own] ?? 0) + (across[node] ?? 0)));
  for (const node of order.toSorted()) {
    const degree = rowLength(before, node);
    if (degree === 0 || degree !== rowLength(after, node)) continue;
    const own = layer[node] ?? 0;
    const size = across[node] ?? 0;
    const last = nearest(after, node, layer, Infinity);
    let best = own;
    for (let other = nearest(before, node, layer, -Infinity) + 1; other < last; other += 1) {
      const taken = (room[other] ?? 0) + (other === own ? 0 : size);
      if (taken < (room[best] ?? 0) + (best === own ? 0 : size)) best = other;
    }
    room[own] = (room[own] ?? 0) - size;
    room[best] = (room[best] ?? 0) + size;
    layer[node] = best;
  }
}
