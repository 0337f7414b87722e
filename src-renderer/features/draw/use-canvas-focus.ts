/**
 * Whether keys mean the drawing: since the canvas or the task tree had the focus last. What opens above the page (menus,
 * dialogs, the palette) does not take that away, so that a command chosen there still finds what was selected.
 */
import { useEffect, useState, type RefObject } from "react";

export interface CanvasFocus {
  readonly isOn: boolean;
  /** Until the next arrow key or click, keys are the page's again. */
  readonly letGo: () => void;
}

const ours = "[data-draw-keys]";
const overlays = "[role=dialog], [role=menu], [aria-modal=true]";

export function useCanvasFocus(board: RefObject<HTMLElement | null>): CanvasFocus {
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    const judge = (target: EventTarget | null): void => {
      if (!(target instanceof Element) || target.closest(overlays) !== null) return;
      setOn(board.current?.contains(target) === true && target.closest(ours) !== null && target.closest("input") === null);
    };
    const onFocus = (event: FocusEvent): void => judge(event.target);
    const onPointer = (event: PointerEvent): void => judge(event.target);
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Tab" && event.key !== "Escape" && event.key !== "Shift") judge(document.activeElement);
    };
    addEventListener("focusin", onFocus);
    addEventListener("pointerdown", onPointer);
    addEventListener("keydown", onKey, { capture: true });
    return () => {
      removeEventListener("focusin", onFocus);
      removeEventListener("pointerdown", onPointer);
      removeEventListener("keydown", onKey, { capture: true });
    };
  }, [board]);
  return { isOn, letGo: () => setOn(false) };
}
