/** A gesture of the left button while it lasts, and what a press turns into once the pointer moves. Hits are geometry, never the DOM. */
import type { EdgeMark, GraphScene } from "../graph-context.ts";
import type { GraphEdge } from "../graph-index.ts";
import { boundsOf, type Box, type Point } from "../layout.ts";
import type { Corner } from "../notes/note-box.ts";
import { carriedBy } from "./carry.ts";
import type { DrawnEditing } from "./drawn-editing.ts";
import type { EditStore } from "./edit-state.ts";
import type { LineSide, Spot } from "./editing.ts";
import { tasksWithin, taskUnder, type Hit } from "./hit-test.ts";

export interface Press {
  readonly kind: "pressed";
  readonly hit: Hit;
  readonly start: Spot;
  readonly adds: boolean;
}

export interface Drag {
  readonly kind: "drag";
  readonly start: Spot;
  /** Nodes and frames that were taken hold of, and all nodes and frames that they take along. */
  readonly held: readonly string[];
  readonly ids: readonly string[];
  readonly frames: readonly string[];
  readonly notes: readonly { readonly id: string; readonly box: Box }[];
  readonly bounds: Box;
  readonly others: readonly Box[];
  readonly lone: boolean;
  delta: Point;
  spliced: GraphEdge | null;
  into: { readonly group: string | null } | null;
}

export interface Lasso {
  readonly kind: "lasso";
  readonly start: Spot;
  readonly base: readonly string[];
  readonly baseNotes: readonly string[];
}

/** A note, by its corner. */
export interface Pull {
  readonly kind: "pull";
  readonly id: string;
  readonly corner: Corner;
  readonly box: Box;
  to: Box;
}

/** A new line, or an edge taken by its end. */
export type Joining = { readonly kind: "line"; readonly id: string; readonly side: LineSide } | { readonly kind: "reattach"; readonly edge: GraphEdge; readonly end: "source" | "target" };

export type Gesture = Press | Lasso | Drag | Pull | Joining;

/** What gestures are made on. */
export interface Ground {
  readonly editing: DrawnEditing;
  readonly scene: GraphScene;
  readonly store: EditStore;
  readonly far: boolean;
  readonly zoom: () => number;
  /** The part of the graph that is in sight. */
  readonly sight: () => Box;
  /** Edges that stand out, beside the selected ones. */
  readonly mark: (extra?: readonly (readonly [string, EdgeMark])[]) => void;
}

/** The reach of an edge for what is dropped near it. */
export const spliceReach = 24;
const joinReach = 12;

export function beginGesture(ground: Ground, press: Press): Gesture | null {
  const { editing, scene } = ground;
  const { hit, start, adds } = press;
  if (hit.kind === "handle") return { kind: "line", id: hit.id, side: hit.side };
  if (hit.kind === "edge") return { kind: "reattach", edge: hit.edge, end: hit.end };
  if (hit.kind === "pane") return { kind: "lasso", start, base: adds ? [...editing.tasks] : [], baseNotes: adds ? [...editing.notes.selected] : [] };
  const pulled = hit.kind === "note" && hit.corner !== null ? scene.notes.find(({ id }) => id === hit.id) : undefined;
  if (hit.kind === "note" && hit.corner !== null && pulled !== undefined) return { kind: "pull", id: hit.id, corner: hit.corner, box: pulled.box, to: pulled.box };
  return beginDrag(ground, { hit, start, adds });
}

function beginDrag({ editing, scene, sight }: Ground, { hit, start, adds }: { hit: Extract<Hit, { id: string }>; start: Spot; adds: boolean }): Drag | null {
  const { folded, layout, notes } = scene;
  const isChosen = hit.kind === "note" ? editing.notes.selected.has(hit.id) : editing.tasks.has(hit.id);
  const held = [...(isChosen || adds ? editing.tasks : []), ...(isChosen || hit.kind === "note" ? [] : [hit.id])];
  const noteIds = new Set([...(isChosen || adds ? editing.notes.selected : []), ...(!isChosen && hit.kind === "note" ? [hit.id] : [])]);
  if (!isChosen) editing.onSelect(held, [], [...noteIds]);
  const { ids, frames } = carriedBy(folded, held);
  const moving = notes.filter(({ id }) => noteIds.has(id));
  const bounds = boundsOf([...[...ids, ...held].flatMap((id) => layout.nodes.get(id) ?? layout.groups.get(id) ?? []), ...moving.map(({ box }) => box)]);
  if (bounds === null) return null;
  const otherNotes = notes.filter(({ id }) => !noteIds.has(id)).map(({ box }) => box);
  const others = [...stillInSight(scene, sight(), ids), ...otherNotes];
  return { kind: "drag", start, held, ids, frames, notes: moving, bounds, others, lone: moving.length === 0 && isLone(scene, ids), delta: { x: 0, y: 0 }, spliced: null, into: null };
}

/** Tasks, folded groups and frames that stay where they are; a frame around what moves does not. */
export function stillInSight({ folded, layout }: Pick<GraphScene, "folded" | "layout">, sight: Box, moving: readonly string[]): Box[] {
  const moves = new Set(moving);
  const nodes = tasksWithin(layout, sight).filter((id) => !moves.has(id));
  const frames = folded.frames.filter((id) => meets(layout.groups.get(id), sight) && !folded.within(id).some((each) => moves.has(each)));
  return [...nodes.flatMap((id) => layout.nodes.get(id) ?? []), ...frames.flatMap((id) => layout.groups.get(id) ?? [])];
}

function meets(box: Box | undefined, sight: Box): boolean {
  return box !== undefined && box.x < sight.x + sight.width && sight.x < box.x + box.width && box.y < sight.y + sight.height && sight.y < box.y + box.height;
}

/** One task without any edge, which may be dropped on one. */
function isLone({ index }: GraphScene, ids: readonly string[]): boolean {
  const [only] = ids;
  return ids.length === 1 && only !== undefined && index.upstream.get(only)?.length === 0 && index.downstream.get(only)?.length === 0;
}

/** The two ends that the line would join, in the order of the flow; null over the empty canvas. */
export function joinedBy({ scene, zoom }: Ground, now: Joining, at: Point): { readonly from: string; readonly to: string } | null {
  const other = taskUnder(scene.layout, at, joinReach / zoom());
  if (other === null) return null;
  if (now.kind === "line") return now.side === "out" ? { from: now.id, to: other } : { from: other, to: now.id };
  return now.end === "target" ? { from: now.edge.source, to: other } : { from: other, to: now.edge.target };
}
