/**
 * The left button on a canvas that is drawn on: press, then click, lasso, drag, a new line, or an edge taken by its end.
 * States: none → pressed → (lasso | drag | pull | line | reattach) → none; Escape and a lost pointer end any of them unheard.
 */
import { useKeyPress } from "@xyflow/react";
import { useRef, type RefObject } from "react";
import type { GraphScene } from "../graph-context.ts";
import type { GraphEdge } from "../graph-index.ts";
import type { Point } from "../layout.ts";
import type { DrawnEditing } from "./drawn-editing.ts";
import type { Spot } from "./editing.ts";
import { restingState, type EditStore } from "./edit-state.ts";
import { spliceReach, type Gesture, type Ground } from "./gesture.ts";
import { edgeUnder, taskUnder } from "./hit-test.ts";
import { move, openAt, openMenuAt, press, release, type Hand, type PointerHandlers } from "./pointer-handlers.ts";
import { useSelectedMarks } from "./use-selected-marks.ts";
import { useEscape } from "./use-escape.ts";
import { useRimPan } from "./use-rim-pan.ts";
import { useSpots } from "./use-spots.ts";

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
  readonly handlers: PointerHandlers;
  /** Where the pointer rests on the canvas; null when it is elsewhere. */
  readonly pointer: () => Spot | null;
  readonly spotAt: (screen: Point) => Spot | null;
  readonly edgeAt: (screen: Point | null) => GraphEdge | null;
}

export function useEditGestures({ editing, scene, store, root, far, onPress }: GestureParts): EditGestures {
  const isPanning = useKeyPress("Space");
  const gesture = useRef<Gesture | null>(null);
  const resting = useRef<Spot | null>(null);
  const rim = useRimPan(root);
  const { spotOf, spotAt, zoom, sight } = useSpots(root);
  const mark = useSelectedMarks(scene, editing?.edges);
  const end = (): void => {
    gesture.current = null;
    rim.stop();
    store.setState(restingState);
  };
  const giveUp = (): void => {
    end();
    scene.offsets.replace([]);
    scene.noteBoxes.replace([]);
    mark();
  };
  useEscape(() => {
    const isUnderWay = gesture.current !== null;
    if (isUnderWay) giveUp();
    return isUnderWay;
  });
  if (editing === undefined) return { handlers: {}, pointer: () => null, spotAt: () => null, edgeAt: () => null };
  const ground: Ground = { editing, scene, store, far, zoom, sight, mark };
  const hand = (): Hand => ({ ground, root, gesture, resting, spotOf, rim, isPanning, onPress, end, giveUp });
  const handlers: PointerHandlers = {
    onPointerDown: (event) => press(hand(), event),
    onPointerMove: (event) => move(hand(), event),
    onPointerUp: (event) => release(hand(), event),
    onPointerCancel: giveUp,
    onPointerLeave: () => {
      resting.current = null;
    },
    onDoubleClick: (event) => openAt(hand(), event),
    onContextMenu: (event) => openMenuAt(hand(), event),
  };
  return { handlers, pointer: () => resting.current, spotAt, edgeAt: (screen) => markEdgeAt(ground, screen === null ? null : spotAt(screen)) };
}

/** The edge that would take what is dropped there stands out. On a task it lies on the task, whatever edge runs below. */
function markEdgeAt({ scene, mark }: Ground, spot: Spot | null): GraphEdge | null {
  const found = spot === null || taskUnder(scene.layout, spot.at) !== null ? null : (edgeUnder(scene, spot.at, spliceReach)?.edge ?? null);
  mark(found === null ? [] : [[found.id, "splice"]]);
  return found;
}
