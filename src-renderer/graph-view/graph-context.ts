/** What every part of one canvas shares. The stores are per canvas; React Flow hands nodes nothing but their data. */
import { createContext, use, useSyncExternalStore } from "react";
import type { Emphasis } from "./emphasis.ts";
import type { GraphIndex } from "./graph-index.ts";
import type { FoldedGraph } from "./groups/fold-graph.ts";
import type { GroupStatus } from "./groups/group-status.ts";
import type { KeyedStore } from "./keyed-store.ts";
import type { TaskDiff } from "./graph-diff.ts";
import type { Box, GraphLayout, Point } from "./layout.ts";
import type { TaskStatus } from "./task-status.ts";
import type { TaskBadge } from "./edit/editing.ts";
import type { RunMarkStores } from "./run-marks.ts";
import type { PlacedNote } from "./notes/note-box.ts";

/** `hovered` is under the pointer, `splice` would take the task that is dragged over it, `taken` follows the pointer elsewhere. */
export type EdgeMark = "selected" | "hovered" | "splice" | "taken";

/** The kept output of a task. */
export interface TaskPin {
  readonly text: string;
  readonly isGone: boolean;
}

export interface EdgeRows {
  readonly rows: number;
  /** A count, as short as it can be. */
  readonly text: string;
  readonly title: string;
  /** The task before it chose other ways. */
  readonly isLeftOut?: boolean;
}

/** The edges of the file that one drawn edge stands for, and where on the screen it is. */
export interface PointedEdge {
  readonly edges: readonly { readonly source: string; readonly target: string }[];
  readonly at: Point;
}

export interface GraphScene {
  /** What is drawn: tasks in sight, and folded groups as nodes. */
  readonly index: GraphIndex;
  readonly folded: FoldedGraph;
  readonly layout: GraphLayout;
  /** Of tasks and groups. */
  readonly statuses: KeyedStore<TaskStatus>;
  readonly groupStatuses: KeyedStore<GroupStatus>;
  readonly emphases: KeyedStore<Emphasis>;
  /** How far a node or frame is from its place while it is dragged or glides there, in graph units. */
  readonly offsets: KeyedStore<Point>;
  /** What stands out of the edges, by edge id. */
  readonly edgeMarks: KeyedStore<EdgeMark>;
  readonly badges: KeyedStore<TaskBadge>;
  readonly pins: KeyedStore<TaskPin>;
  /** What flows along an edge, by edge id. */
  readonly edgeRows: KeyedStore<EdgeRows>;
  /** Of two graphs in one drawing: what is different, by task id and by edge id. */
  readonly taskDiffs: KeyedStore<TaskDiff>;
  readonly edgeDiffs: KeyedStore<"added" | "removed">;
  readonly run: RunMarkStores;
  readonly notes: readonly PlacedNote[];
  /** Where a note is drawn while it is dragged or pulled by a corner. */
  readonly noteBoxes: KeyedStore<Box>;
  /** Tasks that an automatic layout leaves at their places. */
  readonly pinned: ReadonlySet<string>;
  readonly select: (taskId: string | null) => void;
  readonly open: (taskId: string) => void;
  readonly fold: (group: string, isFolded: boolean) => void;
  /** The pointer is on the words of a drawn edge, or no longer. */
  readonly pointAtEdge: ((edge: PointedEdge | null) => void) | null;
  /** Null where nothing can be tried. */
  readonly tryTask: ((taskId: string) => void) | null;
}

export const GraphSceneContext = createContext<GraphScene | null>(null);

export function useGraphScene(): GraphScene {
  const scene = use(GraphSceneContext);
  if (!scene) throw new Error("A part of the graph was drawn outside GraphView.");
  return scene;
}

/** The value of one key, redrawn only when that one changes. */
export function useKeyed<T>(store: KeyedStore<T>, key: string): T | undefined {
  return useSyncExternalStore(
    (changed) => store.subscribe(key, changed),
    () => store.get(key),
  );
}
