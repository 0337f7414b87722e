/** Drawing in terms of what is drawn; the selection is a new object only when it is another one. */
import { useMemo } from "react";
import type { FoldedGraph } from "../groups/fold-graph.ts";
import { drawnEditing, drawnSelection, type DrawnEditing } from "./drawn-editing.ts";
import type { GraphEditing } from "./editing.ts";

const nothing: ReadonlySet<string> = new Set();

export function useDrawnEditing(editing: GraphEditing | undefined, folded: FoldedGraph, onFold: (group: string, isFolded: boolean) => void): DrawnEditing | undefined {
  const { tasks = nothing, groups = nothing, edges = nothing } = editing ?? {};
  const selection = useMemo(() => drawnSelection({ tasks, groups, edges }, folded), [tasks, groups, edges, folded]);
  return useMemo(() => editing && drawnEditing(editing, selection, folded, onFold), [editing, selection, folded, onFold]);
}
