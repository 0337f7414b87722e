/**
 * The left button on a canvas that is drawn on: press, then click, lasso, drag, a new line, or an edge taken by its end.
 * States: none → pressed → (lasso | drag | line | reattach) → none; Escape and a lost pointer end any of them unheard.
 * Hits are geometry, never the DOM, and a drag moves only what it must: the graph itself changes when the button goes up.
 */
import { useKeyPress, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef, type MouseEvent, type PointerEvent, type RefObject } from "react";
import type { EdgeMark, GraphScene } from "../graph-context.ts";
import type { GraphEdge } from "../graph-index.ts";
import { boundsOf, type Box, type Point } from "../layout.ts";
import { edgePoints } from "../map-graph.ts";
import { notesWithin, pullCorner, type Corner } from "../notes/note-box.ts";
import { carriedBy, dropGroup, lassoed } from "./carry.ts";
import { isPlainEdge, type DrawnEditing } from "./drawn-editing.ts";
import type { LineSide, Spot } from "./editing.ts";
import { restingState, type EditStore } from "./edit-state.ts";
import { edgeUnder, frameHeadUnder, handleOf, hitAt, middleOf, tasksWithin, taskUnder, type Hit } from "./hit-test.ts";
import { gridStep, snapMove } from "./snap.ts";

interface Drag {
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

type Gesture =
  | { readonly kind: "pressed"; readonly hit: Hit; readonly start: Spot; readonly adds: boolean }
  | { readonly kind: "lasso"; readonly start: Spot; readonly base: readonly string[]; readonly baseNotes: readonly string[] }
  | Drag
  | { readonly kind: "pull"; readonly id: string; readonly corner: Corner; readonly box: Box; to: Box }
  | { readonly kind: "line"; readonly id: string; readonly side: LineSide }
  | { readonly kind: "reattach"; readonly edge: GraphEdge; readonly end: "source" | "target" };

const dragPx = 4;
const snapPx = 6;
const spliceReach = 24;
/** Nearer to the rim of the pane than this, the canvas moves along. */
const rimPx = 28;
const badgeSide = 32;
const panPx = 9;

export interface GestureParts {
  readonly editing: DrawnEditing | undefined;
  readonly scene: GraphScene;
  readonly store: EditStore;
  readonly root: RefObject<HTMLDivElement | null>;
  readonly far: boolean;
  /** The button went down on the canvas. */
  readonly onPress: () => void;
}

export interface EditGestures {
  readonly handlers: {
    readonly onPointerDown?: (event: PointerEvent) => void;
    readonly onPointerMove?: (event: PointerEvent) => void;
    readonly onPointerUp?: (event: PointerEvent) => void;
    readonly onPointerCancel?: () => void;
    readonly onPointerLeave?: () => void;
    readonly onDoubleClick?: (event: MouseEvent) => void;
    readonly onContextMenu?: (event: MouseEvent) => void;
  };
  /** Where the pointer rests on the canvas; null when it is elsewhere. */
  readonly pointer: () => Spot | null;
  readonly spotAt: (screen: Point) => Spot | null;
  readonly edgeAt: (screen: Point | null) => GraphEdge | null;
}

export function useEditGestures({ editing, scene, store, root, far, onPress }: GestureParts): EditGestures {
  const flowStore = useStoreApi();
  const flow = useReactFlow();
  const panning = useKeyPress("Space");
  const gesture = useRef<Gesture | null>(null);
  const resting = useRef<Spot | null>(null);
  const frame = useRef(0);
  const { index, folded, layout, offsets, edgeMarks, notes, noteBoxes } = scene;
  const edges = editing?.edges;

  const zoomNow = (): number => flowStore.getState().transform[2];
  function spotOf(event: { clientX: number; clientY: number }): Spot {
    const area = root.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const [x, y, zoom] = flowStore.getState().transform;
    return { at: { x: (event.clientX - area.left - x) / zoom, y: (event.clientY - area.top - y) / zoom }, screen: { x: event.clientX, y: event.clientY } };
  }
  function mark(extra: readonly (readonly [string, EdgeMark])[] = []): void {
    edgeMarks.replace([...[...(edges ?? [])].map((id) => [id, "selected"] as const), ...extra]);
  }
  useLayoutEffect(() => edgeMarks.replace([...(edges ?? [])].map((id) => [id, "selected"] as const)), [edgeMarks, edges]);

  function end(): void {
    gesture.current = null;
    cancelAnimationFrame(frame.current);
    store.setState(restingState);
    mark();
  }
  useEffect(() => {
    const cancel = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || gesture.current === null) return;
      event.preventDefault();
      event.stopPropagation();
      gesture.current = null;
      cancelAnimationFrame(frame.current);
      store.setState(restingState);
      offsets.replace([]);
      noteBoxes.replace([]);
      edgeMarks.replace([]);
    };
    addEventListener("keydown", cancel, { capture: true });
    return () => removeEventListener("keydown", cancel, { capture: true });
  }, [store, offsets, noteBoxes, edgeMarks]);

  if (editing === undefined) return { handlers: {}, pointer: () => null, spotAt: () => null, edgeAt: () => null };

  function begin(press: Extract<Gesture, { kind: "pressed" }>): Gesture | null {
    if (editing === undefined) return null;
    const { hit, start, adds } = press;
    if (hit.kind === "handle") return { kind: "line", id: hit.id, side: hit.side };
    if (hit.kind === "edge") return { kind: "reattach", edge: hit.edge, end: hit.end };
    if (hit.kind === "pane") return { kind: "lasso", start, base: adds ? [...editing.tasks] : [], baseNotes: adds ? [...editing.notes.selected] : [] };
    const pulled = hit.kind === "note" && hit.corner !== null ? notes.find(({ id }) => id === hit.id) : undefined;
    if (hit.kind === "note" && hit.corner !== null && pulled !== undefined) return { kind: "pull", id: hit.id, corner: hit.corner, box: pulled.box, to: pulled.box };
    const isChosen = hit.kind === "note" ? editing.notes.selected.has(hit.id) : editing.tasks.has(hit.id);
    const held = [...(isChosen || adds ? editing.tasks : []), ...(isChosen || hit.kind === "note" ? [] : [hit.id])];
    const noteIds = new Set([...(isChosen || adds ? editing.notes.selected : []), ...(!isChosen && hit.kind === "note" ? [hit.id] : [])]);
    if (!isChosen) editing.onSelect(held, [], [...noteIds]);
    const { ids, frames } = carriedBy(folded, held);
    const movingNotes = notes.filter(({ id }) => noteIds.has(id));
    const bounds = boundsOf([...ids.flatMap((id) => layout.nodes.get(id) ?? []), ...movingNotes.map(({ box }) => box)]);
    if (bounds === null) return null;
    const [only] = ids;
    const lone = ids.length === 1 && movingNotes.length === 0 && only !== undefined && index.upstream.get(only)?.length === 0 && index.downstream.get(only)?.length === 0;
    const still = new Set(ids);
    const inSight = tasksWithin(layout, sight()).filter((id) => !still.has(id));
    const otherNotes = notes.filter(({ id }) => !noteIds.has(id)).map(({ box }) => box);
    return { kind: "drag", start, held, ids, frames, notes: movingNotes, bounds, others: [...inSight.flatMap((id) => layout.nodes.get(id) ?? []), ...otherNotes], lone, delta: { x: 0, y: 0 }, spliced: null, into: null };
  }
  function sight(): Box {
    const { transform, width, height } = flowStore.getState();
    return { x: -transform[0] / transform[2], y: -transform[1] / transform[2], width: width / transform[2], height: height / transform[2] };
  }

  function follow(event: { clientX: number; clientY: number; altKey: boolean }): void {
    const now = gesture.current;
    const { at } = spotOf(event);
    if (now?.kind === "lasso") {
      const frameBox = boxBetween(now.start.at, at);
      store.setState({ lasso: frameBox });
      const ids = [...new Set([...now.base, ...lassoed(scene, frameBox)])];
      const noteIds = [...new Set([...now.baseNotes, ...notesWithin(notes, frameBox)])];
      // Most moves of the pointer take nothing more; a selection draws much anew.
      if (editing !== undefined && !(isSameSet(editing.tasks, ids) && isSameSet(editing.notes.selected, noteIds) && editing.edges.size === 0)) editing.onSelect(ids, [], noteIds);
    } else if (now?.kind === "drag") drag(now, at, event.altKey);
    else if (now?.kind === "pull") pull(now, at);
    else if (now?.kind === "line" || now?.kind === "reattach") draw(now, at);
  }
  function drag(now: Drag, at: Point, alone: boolean): void {
    const wanted = { x: at.x - now.start.at.x, y: at.y - now.start.at.y };
    const snapped = editing?.snap === true ? snapMove(now.bounds, now.others, wanted, snapPx / zoomNow()) : { delta: { x: Math.round(wanted.x), y: Math.round(wanted.y) }, guides: [] };
    now.delta = snapped.delta;
    offsets.replace([...now.ids, ...now.frames].map((id) => [id, snapped.delta] as const));
    noteBoxes.replace(now.notes.map(({ id, box }) => [id, { ...box, x: box.x + snapped.delta.x, y: box.y + snapped.delta.y }] as const));
    const middle = { x: now.bounds.x + now.bounds.width / 2 + snapped.delta.x, y: now.bounds.y + now.bounds.height / 2 + snapped.delta.y };
    now.spliced = now.lone && !alone ? (edgeUnder(scene, middle, spliceReach, (edge) => isPlainEdge(folded, edge))?.edge ?? null) : null;
    const drop = alone ? null : dropGroup(scene, now, at);
    now.into = drop && { group: drop.group };
    mark(now.spliced === null ? [] : [[now.spliced.id, "splice"]]);
    store.setState({ guides: now.spliced === null ? snapped.guides : [], into: drop && { ...drop, at } });
  }
  function pull(now: Extract<Gesture, { kind: "pull" }>, at: Point): void {
    const onGrid = (value: number): number => (editing?.snap === true ? Math.round(value / gridStep) * gridStep : Math.round(value));
    now.to = pullCorner(now.box, now.corner, { x: onGrid(at.x), y: onGrid(at.y) });
    noteBoxes.replace([[now.id, now.to]]);
  }
  /** The two ends that the line would join, in the order of the flow; null over the empty canvas. */
  function joined(now: Extract<Gesture, { kind: "line" | "reattach" }>, at: Point): { from: string; to: string } | null {
    const other = taskUnder(layout, at, 12 / zoomNow());
    if (other === null) return null;
    if (now.kind === "line") return now.side === "out" ? { from: now.id, to: other } : { from: other, to: now.id };
    return now.end === "target" ? { from: now.edge.source, to: other } : { from: other, to: now.edge.target };
  }
  function draw(now: Extract<Gesture, { kind: "line" | "reattach" }>, at: Point): void {
    const outwards = now.kind === "line" ? now.side === "out" : now.end === "target";
    const heldId = now.kind === "line" ? now.id : outwards ? now.edge.source : now.edge.target;
    const held = layout.nodes.get(heldId);
    if (!held) return;
    const anchor = handleOf(held, outwards ? "out" : "in", layout.direction);
    const ends = joined(now, at);
    const same = now.kind === "reattach" && ends?.from === now.edge.source && ends.to === now.edge.target;
    const reason = ends === null || same ? null : (editing?.whyNot(ends.from, ends.to) ?? null);
    store.setState({ hovered: null, line: { from: outwards ? anchor : at, to: outwards ? at : anchor, fits: ends === null ? null : reason === null, reason } });
    if (now.kind === "reattach") mark([[now.edge.id, "taken"]]);
  }
  /** Near the rim the canvas goes on moving under a pointer that rests. */
  function panAlong(event: { clientX: number; clientY: number; altKey: boolean }): void {
    cancelAnimationFrame(frame.current);
    const area = root.current?.getBoundingClientRect();
    if (!area) return;
    const x = event.clientX < area.left + rimPx ? panPx : event.clientX > area.right - rimPx ? -panPx : 0;
    const y = event.clientY < area.top + rimPx ? panPx : event.clientY > area.bottom - rimPx ? -panPx : 0;
    if (x === 0 && y === 0) return;
    frame.current = requestAnimationFrame(() => {
      if (gesture.current === null) return;
      const view = flow.getViewport();
      void flow.setViewport({ ...view, x: view.x + x, y: view.y + y });
      follow(event);
      panAlong(event);
    });
  }

  function rest(event: PointerEvent): void {
    resting.current = spotOf(event);
    if (isTool(event.target)) return;
    const zoom = zoomNow();
    const hit = far ? null : hitAt(scene, resting.current.at, zoom);
    const edge = hit?.kind === "edge" && isPlainEdge(folded, hit.edge) ? hit.edge : null;
    if ((store.getState().hovered?.edgeId ?? null) === (edge?.id ?? null)) return;
    const points = edge === null ? null : edgePoints(layout, edge.id, edge.source, edge.target);
    store.setState({ hovered: edge === null || points === null ? null : { edgeId: edge.id, at: middleOf(points) } });
    mark(edge === null || edges?.has(edge.id) === true ? [] : [[edge.id, "hovered"]]);
  }

  function click({ hit, start, adds }: Extract<Gesture, { kind: "pressed" }>): void {
    if (editing === undefined) return;
    if (hit.kind === "handle") editing.onAdd(start, { kind: "task", id: hit.id, side: hit.side });
    else if (hit.kind === "task" && !adds && isOnBadge(hit.id, start.at)) editing.onBadge(hit.id);
    else if (hit.kind === "task" || hit.kind === "frame") {
      const others = [...editing.tasks].filter((id) => id !== hit.id);
      editing.onSelect(!adds ? [hit.id] : editing.tasks.has(hit.id) ? others : [...others, hit.id], adds ? [...editing.edges] : [], adds ? [...editing.notes.selected] : []);
    } else if (hit.kind === "edge") editing.onSelect(adds ? [...editing.tasks] : [], adds ? [...editing.edges, hit.edge.id] : [hit.edge.id], adds ? [...editing.notes.selected] : []);
    else if (hit.kind === "note") {
      const others = [...editing.notes.selected].filter((id) => id !== hit.id);
      editing.onSelect(adds ? [...editing.tasks] : [], adds ? [...editing.edges] : [], !adds ? [hit.id] : editing.notes.selected.has(hit.id) ? others : [...others, hit.id]);
    } else if (!adds) editing.onSelect([], [], []);
  }
  /** The sign sits in the upper right corner of a card. */
  function isOnBadge(id: string, at: Point): boolean {
    const box = layout.nodes.get(id);
    return box !== undefined && scene.badges.get(id) !== undefined && !far && at.x > box.x + box.width - badgeSide && at.y < box.y + badgeSide;
  }
  function finish(now: Gesture, spot: Spot): void {
    if (editing === undefined) return;
    if (now.kind === "pressed") return click(now);
    if (now.kind === "drag") return drop(now, editing);
    if (now.kind === "lasso") return;
    if (now.kind === "pull") return now.to !== now.box && editing.notes.onResize(now.id, now.to) ? undefined : noteBoxes.replace([]);
    const ends = joined(now, spot.at);
    if (now.kind === "line") {
      if (ends === null) return editing.onAdd(spot, { kind: "task", id: now.id, side: now.side });
      if (ends.from === ends.to) return;
      const reason = editing.whyNot(ends.from, ends.to);
      return reason === null ? editing.onConnect(ends.from, ends.to) : editing.onRefused(reason);
    }
    if (ends === null) return editing.onDisconnect(now.edge);
    if (ends.from === now.edge.source && ends.to === now.edge.target) return;
    const reason = editing.whyNot(ends.from, ends.to);
    return reason === null ? editing.onReconnect(now.edge, ends.from, ends.to) : editing.onRefused(reason);
  }
  function drop(now: Drag, hearer: DrawnEditing): void {
    const places = new Map<string, Point>();
    for (const id of now.ids) {
      const box = layout.nodes.get(id);
      const place = box && { x: Math.round(box.x + now.delta.x), y: Math.round(box.y + now.delta.y) };
      if (place) places.set(id, place);
    }
    const stays = Math.abs(now.delta.x) < 0.5 && Math.abs(now.delta.y) < 0.5 && now.spliced === null;
    const notePlaces = new Map(now.notes.map(({ id, box }) => [id, { x: Math.round(box.x + now.delta.x), y: Math.round(box.y + now.delta.y) }]));
    const into = now.into && { group: now.into.group, ids: now.held };
    if (!stays && hearer.onMove(places, { spliced: now.spliced, notes: notePlaces, into })) return;
    offsets.replace([]);
    noteBoxes.replace([]);
  }

  const handlers: EditGestures["handlers"] = {
    onPointerDown: (event) => {
      if (event.button !== 0 || panning || isTool(event.target)) return;
      onPress();
      root.current?.focus({ preventScroll: true });
      const start = spotOf(event);
      const hit: Hit = far ? farHit(start.at) : hitAt(scene, start.at, zoomNow());
      gesture.current = { kind: "pressed", hit, start, adds: event.shiftKey || event.ctrlKey || event.metaKey };
    },
    onPointerMove: (event) => {
      const now = gesture.current;
      if (now === null) return event.buttons === 0 ? rest(event) : undefined;
      if (now.kind === "pressed") {
        if (Math.hypot(event.clientX - now.start.screen.x, event.clientY - now.start.screen.y) < dragPx) return;
        // In hand mode a click still selects; a drag is the canvas' own.
        if (editing.mode === "hand") return void (gesture.current = null);
        if (far && now.hit.kind !== "pane") return;
        if (now.hit.kind === "note" && editing.notes.written === now.hit.id) return;
        gesture.current = begin(now);
        root.current?.setPointerCapture(event.pointerId);
      }
      const place = { clientX: event.clientX, clientY: event.clientY, altKey: event.altKey };
      follow(place);
      panAlong(place);
    },
    onPointerUp: (event) => {
      const now = gesture.current;
      if (now === null || event.button !== 0) return;
      end();
      finish(now, spotOf(event));
    },
    onPointerCancel: () => {
      end();
      offsets.replace([]);
      noteBoxes.replace([]);
    },
    onPointerLeave: () => {
      resting.current = null;
    },
    onDoubleClick: (event) => {
      if (isTool(event.target)) return;
      const spot = spotOf(event);
      const hit = hitAt(scene, spot.at, zoomNow());
      if (hit.kind === "task" || hit.kind === "frame") editing.onOpen(hit.id);
      else if (hit.kind === "edge" && isPlainEdge(folded, hit.edge)) editing.onAdd(spot, { kind: "edge", edge: hit.edge });
      else if (hit.kind === "note") editing.notes.onWrite(hit.id);
      else if (hit.kind === "pane") editing.onAdd(spot, null);
    },
    onContextMenu: (event) => {
      if (isTool(event.target)) return;
      event.preventDefault();
      // By the menu key: the command has opened what is selected.
      if (event.button !== 2 && !event.ctrlKey) return;
      const spot = spotOf(event);
      const hit = hitAt(scene, spot.at, zoomNow());
      const id = hit.kind === "task" || hit.kind === "handle" || hit.kind === "frame" ? hit.id : null;
      if (id !== null && !editing.tasks.has(id)) editing.onSelect([id], [], []);
      if (hit.kind === "edge" && !editing.edges.has(hit.edge.id)) editing.onSelect([], [hit.edge.id], []);
      if (hit.kind === "note" && !editing.notes.selected.has(hit.id)) editing.onSelect([], [], [hit.id]);
      if (hit.kind === "note") editing.onMenu({ kind: "note", id: hit.id }, spot);
      else editing.onMenu(id !== null ? { kind: "task", id } : hit.kind === "edge" ? { kind: "edge", edge: hit.edge } : { kind: "pane" }, spot);
    },
  };
  const spotAt = (screen: Point): Spot | null => {
    const area = root.current?.getBoundingClientRect();
    const inside = area !== undefined && screen.x >= area.left && screen.x <= area.right && screen.y >= area.top && screen.y <= area.bottom;
    return inside ? spotOf({ clientX: screen.x, clientY: screen.y }) : null;
  };
  const edgeAt = (screen: Point | null): GraphEdge | null => {
    const spot = screen === null ? null : spotAt(screen);
    // On a task it lies on the task, whatever edge runs below.
    const found = spot === null || taskUnder(layout, spot.at) !== null ? null : (edgeUnder(scene, spot.at, spliceReach)?.edge ?? null);
    mark(found === null ? [] : [[found.id, "splice"]]);
    return found;
  };
  return { handlers, pointer: () => resting.current, spotAt, edgeAt };

  function farHit(at: Point): Hit {
    const id = taskUnder(layout, at, 3 / zoomNow());
    if (id !== null) return { kind: "task", id };
    const frame = frameHeadUnder(layout, at, zoomNow());
    return frame === null ? { kind: "pane" } : { kind: "frame", id: frame };
  }
}

/** Buttons, fields and maps on the canvas keep the pointer for themselves. */
function isTool(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button, a, input, textarea, [data-minimap], [data-graph-tool]") !== null;
}

function isSameSet(set: ReadonlySet<string>, ids: readonly string[]): boolean {
  return set.size === ids.length && ids.every((id) => set.has(id));
}

function boxBetween(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
