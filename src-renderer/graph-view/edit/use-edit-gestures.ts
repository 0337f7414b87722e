/**
 * The left button on a canvas that is drawn on: press, then click, lasso, drag, a new line, or an edge taken by its end.
 * States: none → pressed → (lasso | drag | pull | line | reattach) → none; Escape and a lost pointer end any of them unheard.
 */
import { useKeyPress, useReactFlow } from "@xyflow/react";
import { useEffect, useEffectEvent, useLayoutEffect, useRef, type MouseEvent, type PointerEvent, type RefObject } from "react";
import type { EdgeMark, GraphScene } from "../graph-context.ts";
import type { GraphEdge } from "../graph-index.ts";
import type { Point } from "../layout.ts";
import type { DrawnEditing } from "./drawn-editing.ts";
import type { Spot } from "./editing.ts";
import { restingState, type EditStore } from "./edit-state.ts";
import { finishGesture, openHit, openMenu } from "./finish-gesture.ts";
import { followGesture } from "./follow-gesture.ts";
import { beginGesture, spliceReach, type Gesture, type Ground, type Press } from "./gesture.ts";
import { edgeUnder, hitAt, taskUnder } from "./hit-test.ts";
import { hover, isTool, pressHit } from "./pointer-hits.ts";
import { useSpots } from "./use-spots.ts";

const dragPx = 4;
/** Nearer to the rim of the pane than this, the canvas moves along. */
const rimPx = 28;
const panPx = 9;

/** What a gesture needs of the pointer. */
interface Place {
  readonly clientX: number;
  readonly clientY: number;
  readonly altKey: boolean;
}

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
  const flow = useReactFlow();
  const panning = useKeyPress("Space");
  const gesture = useRef<Gesture | null>(null);
  const resting = useRef<Spot | null>(null);
  const frame = useRef(0);
  const { spotOf, spotAt, zoom, sight } = useSpots(root);
  const mark = useSelectedMarks(scene, editing?.edges);

  function end(): void {
    gesture.current = null;
    cancelAnimationFrame(frame.current);
    store.setState(restingState);
  }
  function giveUp(): void {
    end();
    putBack(scene);
    mark();
  }
  useEscape(() => {
    if (gesture.current === null) return false;
    giveUp();
    return true;
  });

  if (editing === undefined) return { handlers: {}, pointer: () => null, spotAt: () => null, edgeAt: () => null };
  const ground: Ground = { editing, scene, store, far, zoom, sight, mark };

  function follow(place: Place): void {
    if (gesture.current !== null) followGesture(ground, gesture.current, spotOf(place).at, place.altKey);
  }
  /** Near the rim the canvas goes on moving under a pointer that rests. */
  function panAlong(place: Place): void {
    cancelAnimationFrame(frame.current);
    const by = rimPan(root.current, place);
    if (by === null) return;
    frame.current = requestAnimationFrame(() => {
      if (gesture.current === null) return;
      const view = flow.getViewport();
      void flow.setViewport({ ...view, x: view.x + by.x, y: view.y + by.y });
      follow(place);
      panAlong(place);
    });
  }
  /** False where the press turns into nothing. */
  function takeHold(now: Press, event: PointerEvent): boolean {
    if (Math.hypot(event.clientX - now.start.screen.x, event.clientY - now.start.screen.y) < dragPx) return false;
    // In hand mode a click still selects; a drag is the canvas' own.
    if (ground.editing.mode === "hand") return (gesture.current = null), false;
    if (far && now.hit.kind !== "pane") return false;
    if (now.hit.kind === "note" && ground.editing.notes.written === now.hit.id) return false;
    gesture.current = beginGesture(ground, now);
    root.current?.setPointerCapture(event.pointerId);
    return true;
  }
  function rest(event: PointerEvent): void {
    const spot = spotOf(event);
    resting.current = spot;
    if (!isTool(event.target)) hover(ground, spot.at);
  }

  const handlers: EditGestures["handlers"] = {
    onPointerDown: (event) => {
      if (event.button !== 0 || panning || isTool(event.target)) return;
      onPress();
      root.current?.focus({ preventScroll: true });
      const start = spotOf(event);
      gesture.current = { kind: "pressed", hit: pressHit(ground, start.at), start, adds: event.shiftKey || event.ctrlKey || event.metaKey };
    },
    onPointerMove: (event) => {
      // The button went up outside, before the press was a gesture that holds the pointer.
      if (gesture.current !== null && event.buttons % 2 === 0) giveUp();
      const now = gesture.current;
      if (now === null) return event.buttons === 0 ? rest(event) : undefined;
      if (now.kind === "pressed" && !takeHold(now, event)) return;
      const place = { clientX: event.clientX, clientY: event.clientY, altKey: event.altKey };
      follow(place);
      panAlong(place);
    },
    onPointerUp: (event) => {
      const now = gesture.current;
      if (now === null || event.button !== 0) return;
      end();
      mark();
      finishGesture(ground, now, spotOf(event));
    },
    onPointerCancel: giveUp,
    onPointerLeave: () => {
      resting.current = null;
    },
    onDoubleClick: (event) => {
      if (isTool(event.target)) return;
      const spot = spotOf(event);
      openHit(ground, hitAt(scene, spot.at, zoom()), spot);
    },
    onContextMenu: (event) => {
      if (isTool(event.target)) return;
      event.preventDefault();
      // By the menu key: the command has opened what is selected.
      if (event.button !== 2 && !event.ctrlKey) return;
      const spot = spotOf(event);
      openMenu(ground, hitAt(scene, spot.at, zoom()), spot);
    },
  };
  const edgeAt = (screen: Point | null): GraphEdge | null => {
    const spot = screen === null ? null : spotAt(screen);
    // On a task it lies on the task, whatever edge runs below.
    const found = spot === null || taskUnder(scene.layout, spot.at) !== null ? null : (edgeUnder(scene, spot.at, spliceReach)?.edge ?? null);
    mark(found === null ? [] : [[found.id, "splice"]]);
    return found;
  };
  return { handlers, pointer: () => resting.current, spotAt, edgeAt };
}

/** Selected edges stand out; what is said adds others for a moment. */
function useSelectedMarks({ edgeMarks }: GraphScene, edges: ReadonlySet<string> | undefined): Ground["mark"] {
  useLayoutEffect(() => edgeMarks.replace(selectedMarks(edges)), [edgeMarks, edges]);
  return (extra = []) => edgeMarks.replace([...selectedMarks(edges), ...extra]);
}

function selectedMarks(edges: ReadonlySet<string> | undefined): (readonly [string, EdgeMark])[] {
  return [...(edges ?? [])].map((id) => [id, "selected"]);
}

/** Before anybody else hears of the key; nobody does where it ended something. */
function useEscape(cancel: () => boolean): void {
  const onEscape = useEffectEvent(cancel);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || !onEscape()) return;
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, []);
}

function putBack({ offsets, noteBoxes }: GraphScene): void {
  offsets.replace([]);
  noteBoxes.replace([]);
}

/** How far the canvas moves; null away from its rim. */
function rimPan(root: HTMLElement | null, { clientX, clientY }: Place): Point | null {
  const area = root?.getBoundingClientRect();
  if (!area) return null;
  const x = clientX < area.left + rimPx ? panPx : clientX > area.right - rimPx ? -panPx : 0;
  const y = clientY < area.top + rimPx ? panPx : clientY > area.bottom - rimPx ? -panPx : 0;
  return x === 0 && y === 0 ? null : { x, y };
}
