/** While a better layout is computed: what stood somewhere stays there, so that nothing jumps twice. Pure. */
import type { GraphIndex } from "./graph-index.ts";
import type { Box, GraphLayout, Point } from "./layout.ts";

const gap = 64;

/** `simple` is for graphs of which nothing, or less than half, was there before. */
export function carryOver(before: GraphLayout | null, index: GraphIndex, simple: GraphLayout): GraphLayout {
  if (before === null || before.direction !== simple.direction) return simple;
  const kept = index.tasks.filter(({ id }) => before.nodes.has(id)).length;
  if (kept * 2 < index.tasks.length) return simple;
  const nodes = new Map<string, Box>();
  for (const { id } of index.tasks) {
    const box = before.nodes.get(id) ?? simple.nodes.get(id);
    if (box) nodes.set(id, before.nodes.has(id) ? box : { ...box, ...besideUpstream(index, before, id) });
  }
  const edges = new Map<string, readonly Point[]>();
  for (const { id, source, target } of index.edges) {
    const points = before.nodes.has(source) && before.nodes.has(target) ? before.edges.get(id) : undefined;
    if (points) edges.set(id, points);
  }
  return { nodes, edges, groups: before.groups, direction: before.direction, width: before.width, height: before.height };
}

function besideUpstream(index: GraphIndex, { nodes, direction, height }: GraphLayout, id: string): Point {
  const last = (index.upstream.get(id) ?? []).flatMap((source) => nodes.get(source) ?? []).at(-1);
  if (last === undefined) return { x: 0, y: height + gap };
  return direction === "LR" ? { x: last.x + last.width + gap, y: last.y } : { x: last.x, y: last.y + last.height + gap };
}
