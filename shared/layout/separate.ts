/**
 * Brings everything apart for good. A row of isotonic regression knows its own layer only; a group's border belongs to many.
 * Once everything is pushed down where it is too close, once up; the middle of two such drawings keeps all distances, too.
 */
import type { LayerChains } from "./layer-chains.ts";
import type { LayeredNet } from "./layered-net.ts";
import { packRows, type Rows } from "./rows.ts";

/** Changes `place` so that every distance of the chains holds exactly. */
export function separate(net: LayeredNet, chains: LayerChains, place: Float64Array): void {
  if (net.piece.groups.count === 0) return;
  const pairs = neighbourPairs(net, chains);
  const below = packRows(chains.variables, pairs.upper, pairs.index);
  const order = fromTop(chains.variables, pairs, below);
  const down = place.slice();
  for (const variable of order) {
    for (let i = below.start[variable] ?? 0; i < (below.start[variable + 1] ?? 0); i += 1) {
      const pair = below.list[i] ?? 0;
      const lower = pairs.lower[pair] ?? 0;
      down[lower] = Math.max(down[lower] ?? 0, (down[variable] ?? 0) + (pairs.apart[pair] ?? 0));
    }
  }
  const up = place.slice();
  for (const variable of order.reverse()) {
    for (let i = below.start[variable] ?? 0; i < (below.start[variable + 1] ?? 0); i += 1) {
      const pair = below.list[i] ?? 0;
      up[variable] = Math.min(up[variable] ?? 0, (up[pairs.lower[pair] ?? 0] ?? 0) - (pairs.apart[pair] ?? 0));
    }
  }
  for (let variable = 0; variable < chains.variables; variable += 1) place[variable] = ((down[variable] ?? 0) + (up[variable] ?? 0)) / 2;
}

interface Pairs {
  readonly upper: Int32Array;
  readonly lower: Int32Array;
  readonly apart: Float64Array;
  readonly index: Int32Array;
}

function neighbourPairs(net: LayeredNet, { start, list, apart }: LayerChains): Pairs {
  const places: number[] = [];
  for (let layer = 0; layer < net.layers; layer += 1) for (let at = (start[layer] ?? 0) + 1; at < (start[layer + 1] ?? 0); at += 1) places.push(at);
  return {
    upper: Int32Array.from(places, (at) => list[at - 1] ?? 0),
    lower: Int32Array.from(places, (at) => list[at] ?? 0),
    apart: Float64Array.from(places, (at) => apart[at] ?? 0),
    index: Int32Array.from(places, (_, i) => i),
  };
}

/** Every variable after all that lie above it. The order of groups is the same in all layers, so there is no circle. */
function fromTop(variables: number, { upper, lower }: Pairs, below: Rows): number[] {
  const waiting = new Int32Array(variables);
  for (const variable of lower) waiting[variable] = (waiting[variable] ?? 0) + 1;
  const order: number[] = [];
  for (let variable = 0; variable < variables; variable += 1) if (waiting[variable] === 0) order.push(variable);
  for (let at = 0; at < order.length; at += 1) {
    const variable = order[at] ?? 0;
    for (let i = below.start[variable] ?? 0; i < (below.start[variable + 1] ?? 0); i += 1) {
      const next = lower[below.list[i] ?? 0] ?? 0;
      const left = (waiting[next] ?? 0) - 1;
      waiting[next] = left;
      if (left === 0) order.push(next);
    }
  }
  if (order.length < variables || upper.length !== lower.length) throw new Error(`Graph layout: ${variables - order.length} of ${variables} items lie above each other in a circle`);
  return order;
}
