/** Builds what the parts of one canvas share, and keeps its stores in step with what the caller hands in. */
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { emphasise, emphasiseAll, type Emphasis } from "./emphasis.ts";
import type { EdgeMark, EdgeRows, GraphScene, PointedEdge, TaskPin } from "./graph-context.ts";
import { isSameTaskDiff, type GraphDiff } from "./graph-diff.ts";
import { isFramed, type FoldedGraph } from "./groups/fold-graph.ts";
import { foldedRows } from "./groups/folded-rows.ts";
import { groupBadges } from "./groups/group-badges.ts";
import { isSameGroupStatus, statusesOfMany, type GroupStatus } from "./groups/group-status.ts";
import { createKeyedStore, type KeyedStore } from "./keyed-store.ts";
import type { Box, GraphLayout, Point } from "./layout.ts";
import { placeNotes, type Notes } from "./notes/note-box.ts";
import type { DrawnEditing } from "./edit/drawn-editing.ts";
import type { TaskBadge } from "./edit/editing.ts";
import { noRunMarks, useRunMarkStores, type RunMarks } from "./run-marks.ts";
import { isSameStatus, type TaskStatus } from "./task-status.ts";

const noRows: ReadonlyMap<string, EdgeRows> = new Map();

export interface SceneInput {
  readonly folded: FoldedGraph;
  readonly layout: GraphLayout;
  readonly instances: readonly TaskStatus[] | null;
  /** A node or a frame that is drawn. */
  readonly selected: string | null;
  readonly drawn: DrawnEditing | undefined;
  readonly diff?: GraphDiff | undefined;
  readonly notes?: Notes | undefined;
  readonly pins?: ReadonlyMap<string, TaskPin> | undefined;
  readonly edgeRows?: ReadonlyMap<string, EdgeRows> | undefined;
  readonly marks?: RunMarks | undefined;
  readonly onPointAtEdge?: ((edge: PointedEdge | null) => void) | undefined;
  readonly onSelect: (taskId: string | null) => void;
  readonly onOpen: (taskId: string) => void;
  readonly onFold: (group: string, isFolded: boolean) => void;
}

export function useScene({ folded, layout, instances, selected, drawn, diff, notes = noNotes, pins: kept, edgeRows: flows, marks: written = noRunMarks, onPointAtEdge = undefined, onSelect, onOpen, onFold }: SceneInput): GraphScene {
  const { index } = folded;
  const groups = useMemo(() => statusesOf(folded, instances), [folded, instances]);
  const several = drawn?.tasks;
  const marks = useMemo(() => marked(folded, several ?? selected), [folded, several, selected]);
  const [statuses] = useState(() => filledStore(byTask(instances, groups), isSameStatus));
  const [groupStatuses] = useState(() => filledStore(byGroup(groups), isSameGroupStatus));
  const [emphases] = useState(() => filledStore(marks));
  const [offsets] = useState(() => createKeyedStore<Point>());
  const [edgeMarks] = useState(() => createKeyedStore<EdgeMark>());
  const known = drawn?.badges;
  const pinned = drawn?.pinned ?? noPins;
  const [badges] = useState(() => createKeyedStore<TaskBadge>());
  const [taskDiffs] = useState(() => filledStore(diff?.tasks ?? [], isSameTaskDiff));
  const [edgeDiffs] = useState(() => filledStore(diff?.edges ?? []));
  useLayoutEffect(() => taskDiffs.replace(diff?.tasks ?? []), [taskDiffs, diff]);
  useLayoutEffect(() => edgeDiffs.replace(diff?.edges ?? []), [edgeDiffs, diff]);
  const [pins] = useState(() => filledStore<TaskPin>(kept ?? [], (a, b) => a.text === b.text && a.isGone === b.isGone));
  const flowing = useMemo(() => foldedRows(folded, flows ?? noRows), [folded, flows]);
  const [edgeRows] = useState(() => filledStore<EdgeRows>(flowing, (a, b) => a.text === b.text && a.title === b.title));
  useLayoutEffect(() => pins.replace(kept ?? []), [pins, kept]);
  useLayoutEffect(() => edgeRows.replace(flowing), [edgeRows, flowing]);
  const run = useRunMarkStores(folded, written, layout);
  const [noteBoxes] = useState(() => createKeyedStore<Box>());
  const placed = useMemo(() => placeNotes(notes), [notes]);
  useLayoutEffect(() => statuses.replace(byTask(instances, groups)), [statuses, instances, groups]);
  useLayoutEffect(() => groupStatuses.replace(byGroup(groups)), [groupStatuses, groups]);
  useLayoutEffect(() => emphases.replace(marks), [emphases, marks]);
  useLayoutEffect(() => badges.replace(known === undefined ? [] : [...known, ...groupBadges(folded, known)]), [badges, folded, known]);
  useLayoutEffect(() => noteBoxes.replace([]), [noteBoxes, placed]);
  const newest = useRef(drawn?.onTry);
  useLayoutEffect(() => void (newest.current = drawn?.onTry));
  const mayTry = drawn?.onTry !== undefined;
  return useMemo(
    () => ({ index, folded, layout, statuses, groupStatuses, emphases, offsets, edgeMarks, badges, pinned, pins, edgeRows, taskDiffs, edgeDiffs, run, notes: placed, noteBoxes, pointAtEdge: onPointAtEdge ?? null, select: onSelect, open: onOpen, tryTask: mayTry ? (id: string) => newest.current?.(id) : null, fold: onFold }),
    [index, folded, layout, statuses, groupStatuses, emphases, offsets, edgeMarks, badges, pinned, pins, edgeRows, taskDiffs, edgeDiffs, run, placed, noteBoxes, onPointAtEdge, onSelect, onOpen, mayTry, onFold],
  );
}

const noNotes: Notes = {};
const noPins: ReadonlySet<string> = new Set();

/** One selected node shows its ways; frames and several nodes are only marked themselves. */
function marked(folded: FoldedGraph, selected: ReadonlySet<string> | string | null): Map<string, Emphasis> {
  if (selected === null) return new Map();
  if (typeof selected !== "string") {
    const frames = [...selected].filter((id) => isFramed(folded, id));
    return frames.length === 0 ? emphasiseAll(folded.index, selected) : new Map([...selected].map((id) => [id, "selected"]));
  }
  return isFramed(folded, selected) ? new Map([[selected, "selected"]]) : emphasise(folded.index, selected);
}

function filledStore<T>(entries: Iterable<readonly [string, T]>, isSame?: (a: T, b: T) => boolean): KeyedStore<T> {
  const store = createKeyedStore(isSame);
  store.replace(entries);
  return store;
}

function statusesOf({ groups }: FoldedGraph, instances: readonly TaskStatus[] | null): GroupStatus[] {
  return instances === null ? [] : statusesOfMany(groups.values(), instances);
}

function byTask(instances: readonly TaskStatus[] | null, groups: readonly GroupStatus[]): (readonly [string, TaskStatus])[] {
  return [...(instances ?? []), ...groups].map((instance) => [instance.taskId, instance] as const);
}

function byGroup(groups: readonly GroupStatus[]): (readonly [string, GroupStatus])[] {
  return groups.map((group) => [group.taskId, group] as const);
}
