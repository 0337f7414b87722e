/** The layout as it is drawn, frames included, and the bounds of what is selected in it; anew only when either changes. */
import { useMemo } from "react";
import type { FoldedGraph } from "../groups/fold-graph.ts";
import { frameBoxes } from "../groups/frame-boxes.ts";
import { boundsOf, type Box, type GraphLayout, type Point } from "../layout.ts";
import type { PlacedNote } from "../notes/note-box.ts";
import type { DrawnEditing } from "./drawn-editing.ts";
import { boxesOf, placeTasks, shownPlaces } from "./place-tasks.ts";

export function usePlacedLayout(folded: FoldedGraph, found: GraphLayout, places: Readonly<Record<string, Point>> | undefined): GraphLayout {
  return useMemo(() => {
    const placed = placeTasks(folded.index, found, places && shownPlaces(folded, places));
    if (folded.frames.length === 0) return placed.groups.size === 0 ? placed : { ...placed, groups: new Map() };
    const stays = (id: string): boolean => placed.nodes.get(id) === found.nodes.get(id);
    return { ...placed, groups: frameBoxes(folded, placed, (frame) => folded.within(frame).every(stays)) };
  }, [folded, found, places]);
}

export function useBoundsOf(layout: GraphLayout, editing: DrawnEditing | undefined, notes: readonly PlacedNote[]): Box | null {
  const tasks = editing?.tasks;
  const chosen = editing?.notes.selected;
  return useMemo(() => (tasks === undefined || chosen === undefined ? null : boundsOf([...boxesOf(layout, tasks), ...notes.filter(({ id }) => chosen.has(id)).map(({ box }) => box)])), [layout, tasks, chosen, notes]);
}
