/** How a graph is to be laid out, from what the file says; the same object for as long as it says the same. */
import { useMemo } from "react";
import type { GraphViewProps } from "./graph-view.tsx";
import type { FoldedGraph } from "./groups/fold-graph.ts";
import { nodeSizeFor, type LayoutWish, type Point } from "./layout.ts";

const none: readonly string[] = [];

export function useLayoutWish(folded: FoldedGraph, { direction = "LR", editing, places = {}, pinned: names = none }: Pick<GraphViewProps, "direction" | "editing" | "places" | "pinned">): LayoutWish {
  const size = useMemo(() => nodeSizeFor(folded.index.tasks), [folded]);
  const known = editing?.places ?? places;
  const pinned = JSON.stringify([...(editing?.pinned ?? names)].flatMap((id) => (Object.hasOwn(known, id) && folded.index.byId.has(id) ? [[id, known[id]]] : [])));
  return useMemo(() => {
    const entries: [string, Point][] = JSON.parse(pinned);
    return { size, direction, parents: folded.parents, pinned: new Map(entries) };
  }, [size, direction, folded, pinned]);
}
