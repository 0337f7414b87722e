/** The layout with the places that the person gave. Pure. */
import { boundsOf, type Box, type GraphLayout, type Point } from "../layout.ts";
import type { GraphIndex } from "../graph-index.ts";
import type { FoldedGraph } from "../groups/fold-graph.ts";

/** Places of what is drawn: a folded group that has none of its own lies where the first of its tasks do. */
export function shownPlaces(folded: FoldedGraph, places: Readonly<Record<string, Point>>): Readonly<Record<string, Point>> {
  const known = new Map(Object.entries(places));
  const derived = folded.index.tasks.flatMap(({ id }): [string, Point][] => {
    const inside = known.has(id) ? [] : (folded.groups.get(id)?.tasks ?? []).flatMap((task) => known.get(task) ?? []);
    return inside.length === 0 ? [] : [[id, { x: Math.min(...inside.map(({ x }) => x)), y: Math.min(...inside.map(({ y }) => y)) }]];
  });
  return derived.length === 0 ? places : { ...places, ...Object.fromEntries(derived) };
}

/** Of those tasks and frames that have a place. */
export function boxesOf(layout: GraphLayout, ids: Iterable<string>): Box[] {
  return [...ids].flatMap((id) => layout.nodes.get(id) ?? layout.groups.get(id) ?? []);
}

/** Places of the person win, and edges at them are drawn anew between the boxes. */
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
  return { ...layout, nodes, edges, width: bounds?.width ?? 0, height: bounds?.height ?? 0 };
}
