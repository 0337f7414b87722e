/** The graph with its groups folded as the caller says; anew only when tasks, groups or folds change. */
import { useCallback, useMemo } from "react";
import type { TaskGroup } from "../../../shared/model/dag-ui.ts";
import type { GraphIndex } from "../graph-index.ts";
import { foldGraph, type FoldedGraph } from "./fold-graph.ts";

export interface Folding {
  readonly groups?: readonly TaskGroup[];
  readonly collapsed?: readonly string[];
  readonly onFold?: (group: string, isFolded: boolean) => void;
}

const none: readonly never[] = [];

export function useFoldedGraph(full: GraphIndex, { groups = none, collapsed = none, onFold }: Folding): { readonly folded: FoldedGraph; readonly fold: (group: string, isFolded: boolean) => void } {
  const folded = useMemo(() => foldGraph(full, groups, collapsed), [full, groups, collapsed]);
  const fold = useCallback((group: string, isFolded: boolean) => onFold?.(group, isFolded), [onFold]);
  return { folded, fold };
}
