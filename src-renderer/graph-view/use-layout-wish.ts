/** How a graph is to be laid out, from what the file says; the same object for as long as it says the same. */
import { useMemo } from "react";
import type { GraphViewProps } from "./graph-view.tsx";
import type { FoldedGraph } from "./groups/fold-graph.ts";
import { nodeSizeFor, type LayoutWish, type Point } from "./layout.ts";

export function useLayoutWish(folded: FoldedGraph, { direction = "LR", editing }: Pick<GraphViewProps, "direction" | "editing">): LayoutWish {
  const size = useMemo(() => nodeSizeFor(folded.index.tasks), [folded]);
  const pinned = editing === undefined ? "" : JSON.stringify([...editing.pinned].flatMap((id) => (Object.hasOwn(editing.places, id) && folded.index.byId.has(id) ? [[id, editing.places[id]]] : [])));
  return useMemo(() => {
    const entries: [string, Point][] = pinned === "" ? [] : JSON.parse(pinned);
    return { size, direction, parents: folded.parents, pinned: new Map(entries) };
  }, [size, direction, folded, pinned]);
}
