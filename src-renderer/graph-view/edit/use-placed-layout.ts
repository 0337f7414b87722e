/** The layout as it is drawn, and the bounds of what is selected in it; anew only when either changes. */
import { useMemo } from "react";
import type { GraphIndex } from "../graph-index.ts";
import { boundsOf, type Box, type GraphLayout, type Point } from "../layout.ts";
import type { PlacedNote } from "../notes/note-box.ts";
import type { GraphEditing } from "./editing.ts";
import { boxesOf, placeTasks } from "./place-tasks.ts";

export function usePlacedLayout(index: GraphIndex, found: GraphLayout, places: Readonly<Record<string, Point>> | undefined): GraphLayout {
  return useMemo(() => placeTasks(index, found, places), [index, found, places]);
}

export function useBoundsOf(layout: GraphLayout, editing: GraphEditing | undefined, notes: readonly PlacedNote[]): Box | null {
  const tasks = editing?.tasks;
  const chosen = editing?.notes.selected;
  return useMemo(() => (tasks === undefined || chosen === undefined ? null : boundsOf([...boxesOf(layout, tasks), ...notes.filter(({ id }) => chosen.has(id)).map(({ box }) => box)])), [layout, tasks, chosen, notes]);
}
