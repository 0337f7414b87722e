/** Turns a request into numbers: places instead of names, along and across the flow instead of width and height. */
import { readGroups } from "./group-tree.ts";
import type { LayoutRequest } from "./layout-graph.ts";
import type { Pins } from "./piece.ts";
import type { GraphNumbers } from "./split-pieces.ts";

export interface NumberedGraph {
  readonly graph: GraphNumbers;
  /** By edge of the request: its edge in the graph; -1: left out. */
  readonly edgeOf: Int32Array;
}

export function numberGraph(request: LayoutRequest): NumberedGraph {
  const { nodes, edges } = request;
  const number = new Map<string, number>();
  nodes.forEach((node, at) => number.has(node.id) || number.set(node.id, at));
  const seen = new Map<number, number>();
  const from: number[] = [];
  const to: number[] = [];
  const edgeOf = Int32Array.from(edges, ({ source, target }) => {
    const a = number.get(source);
    const b = number.get(target);
    if (a === undefined || b === undefined || a === b) return -1;
    const key = a * nodes.length + b;
    const known = seen.get(key);
    if (known !== undefined) return known;
    seen.set(key, from.length);
    from.push(a);
    return to.push(b) - 1;
  });
  const widths = Float64Array.from(nodes, (node) => node.width);
  const heights = Float64Array.from(nodes, (node) => node.height);
  const [along, across] = request.direction === "TB" ? [heights, widths] : [widths, heights];
  return { graph: { nodes: nodes.length, along, across, from: Int32Array.from(from), to: Int32Array.from(to), groups: readGroups(request), pins: readPins(request) }, edgeOf };
}

function readPins({ nodes, pinned, direction }: LayoutRequest): Pins | null {
  if (!pinned || !nodes.some((node) => pinned.has(node.id))) return null;
  const middles = (side: "x" | "y"): Float64Array =>
    Float64Array.from(nodes, (node) => {
      const at = pinned.get(node.id);
      return at ? at[side] + (side === "x" ? node.width : node.height) / 2 : Number.NaN;
    });
  return direction === "TB" ? { along: middles("y"), across: middles("x") } : { along: middles("x"), across: middles("y") };
}
