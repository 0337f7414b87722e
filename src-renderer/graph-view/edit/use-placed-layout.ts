/** The layout as it is drawn, and the bounds of what is selected in it; anew only when either changes. */
import { useMemo } from "react";
import type { GraphIndex } from "../graph-index.ts";
import type { Box, GraphLayout, Point } from "../layout.ts";
import { boundsOfTasks, placeTasks } from "./place-tasks.ts";

export function usePlacedLayout(index: GraphIndex, found: GraphLayout, places: Readonly<Record<string, Point>> | undefined): GraphLayout {
  return useMemo(() => placeTasks(index, found, places), [index, found, places]);
}

export function useBoundsOf(layout: GraphLayout, tasks: ReadonlySet<string> | undefined): Box | null {
  return useMemo(() => (tasks === undefined ? null : boundsOfTasks(layout, tasks)), [layout, tasks]);
}
