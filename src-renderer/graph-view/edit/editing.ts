/**
 * What a canvas needs to be drawn on, and what it then says: gestures in the words of the DAG. The canvas changes nothing
 * itself; whoever hears of a gesture edits the document, and the graph comes back changed.
 */
import type { GraphEdge } from "../graph-index.ts";
import type { Point } from "../layout.ts";
import type { NoteEditing } from "../notes/note-editing.ts";
import type { FlowViewport } from "../viewport.ts";

export interface TaskBadge {
  readonly severity: "error" | "warning";
  /** All that is wrong with the task, for the tooltip and for screen readers. */
  readonly text: string;
}

/** Where a gesture ended: in the graph, and on the screen for what opens there. */
export interface Spot {
  readonly at: Point;
  readonly screen: Point;
}

export type MenuTarget =
  | { readonly kind: "task"; readonly id: string }
  | { readonly kind: "group"; readonly id: string }
  | { readonly kind: "edge"; readonly edge: GraphEdge }
  | { readonly kind: "note"; readonly id: string }
  | { readonly kind: "pane" };

/** `out` comes after the task that the line starts from, `in` before it. */
export type LineSide = "out" | "in";

export interface GraphEditing {
  /** Upper left corners that the person gave; all others come from the layout. */
  readonly places: Readonly<Record<string, Point>>;
  readonly tasks: ReadonlySet<string>;
  /** Ids of selected edges. */
  readonly edges: ReadonlySet<string>;
  /** Selected groups, open or folded; their tasks need not be among `tasks`. */
  readonly groups: ReadonlySet<string>;
  readonly badges: ReadonlyMap<string, TaskBadge>;
  /** Task to bring into sight; null leaves the viewport alone. */
  readonly reveal: string | null;
  readonly snap: boolean;
  /** `hand`: the left button moves the canvas instead of what is on it. */
  readonly mode: "select" | "hand";
  /** Tasks that an automatic layout leaves at their places. */
  readonly pinned: ReadonlySet<string>;
  /** Where the person was when last here. */
  readonly viewport: FlowViewport | null;
  /** Why `to` may not come after `from`; null when it may. Either may be a folded group. */
  readonly whyNot: (from: string, to: string) => string | null;
  readonly onViewport: (viewport: FlowViewport) => void;
  readonly onSelect: (tasks: readonly string[], edges: readonly string[], notes: readonly string[], groups: readonly string[]) => void;
  /** New upper left corners. False: it was not taken, and all go back. */
  readonly onMove: (places: ReadonlyMap<string, Point>, drop: Drop) => boolean;
  readonly onConnect: (from: string, to: string) => void;
  /** The end of a line was dragged elsewhere; any of the ids may be a folded group's. */
  readonly onReconnect: (edge: GraphEdge, from: string, to: string) => void;
  readonly onDisconnect: (edges: readonly GraphEdge[]) => void;
  /** A new task is wanted: here, after or before a task, or on an edge. */
  readonly onAdd: (spot: Spot, link: AddLink | null) => void;
  readonly onOpen: (taskId: string) => void;
  /** The button of a task that tries it. */
  readonly onTry?: (taskId: string) => void;
  /** The sign of what is wrong with a task was clicked. */
  readonly onBadge: (taskId: string) => void;
  readonly notes: NoteEditing;
  readonly onMenu: (target: MenuTarget, spot: Spot) => void;
  /** A gesture was refused; said once, when the pointer was let go. */
  readonly onRefused: (reason: string) => void;
}

/** What a drop means beside the new places. */
export interface Drop {
  /** The line that a lone task was dropped on; either end may be a folded group. */
  readonly spliced: GraphEdge | null;
  /** New upper left corners of notes. */
  readonly notes: ReadonlyMap<string, Point>;
  /** What was carried into a group, or with null out of any. */
  readonly into: { readonly group: string | null; readonly tasks: readonly string[]; readonly groups: readonly string[] } | null;
}

/** Either id may be a folded group's. */
export type AddLink = { readonly kind: "task"; readonly id: string; readonly side: LineSide } | { readonly kind: "edge"; readonly edge: GraphEdge };
