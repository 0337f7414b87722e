/** What the events of the pointer mean for the gesture that is under way; each begins, follows or ends one. */
import type { MouseEvent, PointerEvent, RefObject } from "react";
import type { Spot } from "./editing.ts";
import { finishGesture, openHit, openMenu } from "./finish-gesture.ts";
import { followGesture } from "./follow-gesture.ts";
import { beginGesture, type Gesture, type Ground, type Press } from "./gesture.ts";
import { hitAt } from "./hit-test.ts";
import { hover, isTool, pressHit } from "./pointer-hits.ts";
import type { Place, RimPan } from "./use-rim-pan.ts";

const dragPx = 4;

export interface PointerHandlers {
  readonly onPointerDown?: (event: PointerEvent) => void;
  readonly onPointerMove?: (event: PointerEvent) => void;
  readonly onPointerUp?: (event: PointerEvent) => void;
  readonly onPointerCancel?: () => void;
  readonly onPointerLeave?: () => void;
  readonly onDoubleClick?: (event: MouseEvent) => void;
  readonly onContextMenu?: (event: MouseEvent) => void;
}

export interface Hand {
  readonly ground: Ground;
  readonly root: RefObject<HTMLDivElement | null>;
  readonly gesture: RefObject<Gesture | null>;
  /** Where the pointer rests on the canvas. */
  readonly resting: RefObject<Spot | null>;
  readonly spotOf: (place: Pick<Place, "clientX" | "clientY">) => Spot;
  readonly rim: RimPan;
  /** Space is held: the drag is the canvas' own. */
  readonly isPanning: boolean;
  /** The button went down on the canvas. */
  readonly onPress: () => void;
  /** The gesture is over, or is to be as if it had never been. */
  readonly end: () => void;
  readonly giveUp: () => void;
}

export function openAt({ ground, spotOf }: Hand, event: MouseEvent): void {
  if (isTool(event.target)) return;
  const spot = spotOf(event);
  openHit(ground, hitAt(ground.scene, spot.at, ground.zoom()), spot);
}

export function openMenuAt({ ground, spotOf }: Hand, event: MouseEvent): void {
  if (isTool(event.target)) return;
  event.preventDefault();
  // By the menu key: the command has opened what is selected.
  if (event.button !== 2 && !event.ctrlKey) return;
  const spot = spotOf(event);
  openMenu(ground, hitAt(ground.scene, spot.at, ground.zoom()), spot);
}

export function press({ ground, root, gesture, spotOf, isPanning, onPress }: Hand, event: PointerEvent): void {
  if (event.button !== 0 || isPanning || isTool(event.target)) return;
  onPress();
  root.current?.focus({ preventScroll: true });
  const start = spotOf(event);
  gesture.current = { kind: "pressed", hit: pressHit(ground, start.at), start, adds: event.shiftKey || event.ctrlKey || event.metaKey };
}

export function move(hand: Hand, event: PointerEvent): void {
  const { gesture, rim } = hand;
  // The button went up outside, before the press was a gesture that holds the pointer.
  if (gesture.current !== null && event.buttons % 2 === 0) hand.giveUp();
  const now = gesture.current;
  if (now === null) return event.buttons === 0 ? rest(hand, event) : undefined;
  if (now.kind === "pressed" && !takeHold(hand, now, event)) return;
  const place = { clientX: event.clientX, clientY: event.clientY, altKey: event.altKey };
  follow(hand, place);
  rim.along(place, () => follow(hand, place));
}

export function release({ ground, gesture, spotOf, end }: Hand, event: PointerEvent): void {
  const now = gesture.current;
  if (now === null || event.button !== 0) return;
  end();
  ground.mark();
  finishGesture(ground, now, spotOf(event));
}

/** False when there is nothing to follow any more. */
function follow({ ground, gesture, spotOf }: Hand, place: Place): boolean {
  if (gesture.current === null) return false;
  followGesture(ground, gesture.current, spotOf(place).at, place.altKey);
  return true;
}

function rest({ ground, resting, spotOf }: Hand, event: PointerEvent): void {
  const spot = spotOf(event);
  resting.current = spot;
  if (!isTool(event.target)) hover(ground, spot.at);
}

/** False where the press turns into nothing. */
function takeHold({ ground, gesture, root }: Hand, now: Press, event: PointerEvent): boolean {
  if (Math.hypot(event.clientX - now.start.screen.x, event.clientY - now.start.screen.y) < dragPx) return false;
  // In hand mode a click still selects; a drag is the canvas' own.
  if (ground.editing.mode === "hand") return (gesture.current = null), false;
  if (ground.far && now.hit.kind !== "pane") return false;
  if (now.hit.kind === "note" && ground.editing.notes.written === now.hit.id) return false;
  gesture.current = beginGesture(ground, now);
  root.current?.setPointerCapture(event.pointerId);
  return true;
}
