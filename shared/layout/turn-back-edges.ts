/** Makes a graph acyclic: the edges that close a cycle are told, to be drawn backwards. Explicit stack, so depth is no limit. */
import { packRows } from "./rows.ts";

/**
 * Depth first, from the nodes that wait for nothing, then from the rest, in file order; an edge into the path that is being
 * walked closes a cycle.
 * @returns 1 for each edge that points backwards. Without these the graph has no cycle.
 */
export function findBackEdges(nodes: number, from: Int32Array, to: Int32Array): Uint8Array {
  const isBack = new Uint8Array(from.length);
  const out = packRows(nodes, from, from.map((_, edge) => edge));
  const isEntered = new Uint8Array(nodes);
  to.forEach((target) => (isEntered[target] = 1));
  const state = new Uint8Array(nodes);
  const next = out.start.slice();
  const path: number[] = [];
  const walk = (root: number): void => {
    path.push(root);
    state[root] = onPath;
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const at = next[node] ?? 0;
      if (at === out.start[node + 1]) {
        state[node] = left;
        path.pop();
        continue;
      }
      next[node] = at + 1;
      const edge = out.list[at] ?? 0;
      const target = to[edge] ?? 0;
      if (state[target] === onPath) isBack[edge] = 1;
      else if (state[target] === unseen) {
        state[target] = onPath;
        path.push(target);
      }
    }
  };
  for (const first of [0, 1]) for (let node = 0; node < nodes; node += 1) if (state[node] === unseen && isEntered[node] === first) walk(node);
  return isBack;
}

const unseen = 0;
const onPath = 1;
const left = 2;
