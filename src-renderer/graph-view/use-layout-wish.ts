/** How a graph is to be laid out, from what the file says; the same object for as long as it says the same. */
import { useMemo } from "react";
import type { GraphViewProps } from "./graph-view.tsx";
import type { FoldedGraph } from "./groups/fold-graph.ts";
import { nodeSizeFor, type LayoutWish, type Point } from "./layout.ts";

const none: readonly string[] = [];

/** Of a graph that is only looked at. */
export function layoutWish(folded: FoldedGraph, { direction, places, pinned }: { readonly direction: "LR" | "TB"; readonly places: Readonly<Record<string, Point>>; readonly pinned: readonly string[] }): LayoutWish {
  return { size: nodeSizeFor(folded.index.tasks), direction, parents: folded.parents, pinned: new Map(pinsAt(folded, places, pinned)) };
}

export function useLayoutWish(folded: FoldedGraph, { direction = "LR", editing, places = {}, pinned: names = none }: Pick<GraphViewProps, "direction" | "editing" | "places" | "pinned">): LayoutWish {
  const size = useMemo(() => nodeSizeFor(folded.index.tasks), [folded]);
  const known = editing?.places ?? places;
  const pinned = JSON.stringify(pinsAt(folded, known, editing?.pinned ?? names));
  return useMemo(() => {
    const entries: [string, Point][] = JSON.parse(pinned);
    return { size, direction, parents: folded.parents, pinned: new Map(entries) };
  }, [size, direction, folded, pinned]);
}

function pinsAt({ index }: FoldedGraph, places: Readonly<Record<string, Point>>, pinned: Iterable<string>): [string, Point][] {
  return [...pinned].flatMap((id): [string, Point][] => {
    const place = Object.hasOwn(places, id) && index.byId.has(id) ? places[id] : undefined;
    return place === undefined ? [] : [[id, place]];
  });
}
