/** Builds what the parts of one canvas share, and keeps its stores in step with what the caller hands in. */
import { useLayoutEffect, useMemo, useState } from "react";
import { emphasise, emphasiseAll, type Emphasis } from "./emphasis.ts";
import type { EdgeMark, GraphScene } from "./graph-context.ts";
import { isSameTaskDiff, type GraphDiff } from "./graph-diff.ts";
import type { GraphIndex } from "./graph-index.ts";
import { createKeyedStore, type KeyedStore } from "./keyed-store.ts";
import type { Box, GraphLayout, Point } from "./layout.ts";
import { placeNotes, type Notes } from "./notes/note-box.ts";
import type { GraphEditing, TaskBadge } from "./edit/editing.ts";
import { isSameStatus, type TaskStatus } from "./task-status.ts";

export interface SceneInput {
  readonly index: GraphIndex;
  readonly layout: GraphLayout;
  readonly instances: readonly TaskStatus[] | null;
  readonly selected: string | null;
  readonly editing?: GraphEditing | undefined;
  readonly diff?: GraphDiff | undefined;
  readonly notes?: Notes | undefined;
  readonly onSelect: (taskId: string | null) => void;
  readonly onOpen: (taskId: string) => void;
}

export function useScene({ index, layout, instances, selected, editing, diff, notes = noNotes, onSelect, onOpen }: SceneInput): GraphScene {
  const [statuses] = useState(() => filledStore(byTask(instances), isSameStatus));
  const several = editing?.tasks;
  const [emphases] = useState(() => filledStore<Emphasis>(emphasise(index, selected)));
  const [offsets] = useState(() => createKeyedStore<Point>());
  const [edgeMarks] = useState(() => createKeyedStore<EdgeMark>());
  const [badges] = useState(() => createKeyedStore<TaskBadge>());
  const [taskDiffs] = useState(() => filledStore(diff?.tasks ?? [], isSameTaskDiff));
  const [edgeDiffs] = useState(() => filledStore(diff?.edges ?? []));
  useLayoutEffect(() => taskDiffs.replace(diff?.tasks ?? []), [taskDiffs, diff]);
  useLayoutEffect(() => edgeDiffs.replace(diff?.edges ?? []), [edgeDiffs, diff]);
  const [noteBoxes] = useState(() => createKeyedStore<Box>());
  const placed = useMemo(() => placeNotes(notes), [notes]);
  useLayoutEffect(() => statuses.replace(byTask(instances)), [statuses, instances]);
  useLayoutEffect(() => emphases.replace(several === undefined ? emphasise(index, selected) : emphasiseAll(index, several)), [emphases, index, selected, several]);
  useLayoutEffect(() => badges.replace(editing?.badges ?? []), [badges, editing?.badges]);
  // The dragged tasks are drawn at their new place by the layout from here on.
  useLayoutEffect(() => offsets.replace([]), [offsets, layout]);
  useLayoutEffect(() => noteBoxes.replace([]), [noteBoxes, placed]);
  return useMemo(
    () => ({ index, layout, statuses, emphases, offsets, edgeMarks, badges, taskDiffs, edgeDiffs, notes: placed, noteBoxes, select: onSelect, open: onOpen }),
    [index, layout, statuses, emphases, offsets, edgeMarks, badges, taskDiffs, edgeDiffs, placed, noteBoxes, onSelect, onOpen],
  );
}

const noNotes: Notes = {};

function filledStore<T>(entries: Iterable<readonly [string, T]>, isSame?: (a: T, b: T) => boolean): KeyedStore<T> {
  const store = createKeyedStore(isSame);
  store.replace(entries);
  return store;
}

function byTask(instances: readonly TaskStatus[] | null): (readonly [string, TaskStatus])[] {
  return (instances ?? []).map((instance) => [instance.taskId, instance] as const);
}
