/** How a DAG is drawn, as its file says under `ui`, and its task groups. Runs read none of it. */
import { z } from "zod";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a sticky note may be coloured as; the screens give each its shade in both themes. */
export const noteColors = ["yellow", "green", "blue", "red", "violet", "grey"] as const;
export type NoteColor = (typeof noteColors)[number];

export interface DagNote {
  /** Markdown. */
  readonly text: string;
  readonly at: Point;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly color: NoteColor | null;
}

export interface DagUi {
  /** Left to right or top to bottom; null where the file does not say. */
  readonly layout: "LR" | "TB" | null;
  /** Upper left corner of tasks, and of groups while they are folded, by id; ids that the DAG has not may be among them. */
  readonly positions: Readonly<Record<string, Point>>;
  /** Tasks that an automatic layout leaves where they are. */
  readonly pinned: readonly string[];
  readonly notes: Readonly<Record<string, DagNote>>;
  /** Groups that are shown as one node. */
  readonly collapsed: readonly string[];
  /** Kept outputs by task, for trying what is downstream; what stands there is up to who keeps them. */
  readonly pins: Readonly<Record<string, unknown>>;
}

export const TaskGroup = z.object({
  id: z.string(),
  doc: z.string().nullable(),
  /** The group it lies in. */
  parent: z.string().nullable(),
});
export type TaskGroup = Readonly<z.infer<typeof TaskGroup>>;

const PointForm = z.object({ x: z.number(), y: z.number() });

/** The part of it that a graph which is only looked at shows. */
export const DagOutline = z.object({
  groups: z.array(TaskGroup),
  layout: z.enum(["LR", "TB"]).nullable(),
  collapsed: z.array(z.string()),
  pinned: z.array(z.string()),
  positions: z.record(z.string(), PointForm),
  notes: z.record(z.string(), z.object({ text: z.string(), at: PointForm, size: z.object({ width: z.number(), height: z.number() }).nullable(), color: z.enum(noteColors).nullable() })),
});
export type DagOutline = z.infer<typeof DagOutline>;

/** Of a file that says nothing of it. */
export const emptyOutline: DagOutline = { groups: [], layout: null, collapsed: [], pinned: [], positions: {}, notes: {} };
