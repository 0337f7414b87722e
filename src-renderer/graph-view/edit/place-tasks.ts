/** The layout with the places that the person gave: those win, and edges at them are drawn anew between the boxes. Pure. */
import { boundsOf, type Box, type GraphLayout, type Point } from "../layout.ts";
import type { GraphIndex } from "../graph-index.ts";

/** Of those tasks that have a place. */
export function boxesOf(layout: GraphLayout, ids: Iterable<string>): Box[] {
  return [...ids].flatMap((id) => layout.nodes.get(id) ?? []);
}

export function placeTasks(index: GraphIndex, layout: GraphLayout, places: Readonly<Record<string, Point>> | undefined): GraphLayout {
  if (places === undefined) return layout;
  const moved = new Set<string>();
  const nodes = new Map<string, Box>();
  for (const [id, box] of layout.nodes) {
    const place = Object.hasOwn(places, id) ? places[id] : undefined;
    if (place !== undefined) moved.add(id);
    nodes.set(id, place === undefined ? box : { ...box, ...place });
  }
  if (moved.size === 0) return layout;
  const edges = new Map(layout.edges);
  for (const edge of index.edges) if (moved.has(edge.source) || moved.has(edge.target)) edges.delete(edge.id);
  const bounds = boundsOf(nodes.values());
  return { nodes, edges, width: bounds?.width ?? 0, height: bounds?.height ?? 0 };
}
