/** Near the rim of its pane the canvas moves along with a gesture, also under a pointer that rests. Owns the frame that it asked for. */
import { useReactFlow } from "@xyflow/react";
import { useRef, type RefObject } from "react";
import type { Point } from "../layout.ts";

const rimPx = 28;
const panPx = 9;

/** What a gesture needs of the pointer. */
export interface Place {
  readonly clientX: number;
  readonly clientY: number;
  readonly altKey: boolean;
}

export interface RimPan {
  /** `moved` is called after each step; false ends it. */
  readonly along: (place: Place, moved: () => boolean) => void;
  readonly stop: () => void;
}

export function useRimPan(root: RefObject<HTMLElement | null>): RimPan {
  const flow = useReactFlow();
  const frame = useRef(0);
  const stop = (): void => cancelAnimationFrame(frame.current);
  const along: RimPan["along"] = (place, moved) => {
    stop();
    const by = rimPan(root.current, place);
    if (by === null) return;
    frame.current = requestAnimationFrame(() => {
      const view = flow.getViewport();
      void flow.setViewport({ ...view, x: view.x + by.x, y: view.y + by.y });
      if (moved()) along(place, moved);
    });
  };
  return { along, stop };
}

/** How far the canvas moves; null away from its rim. */
function rimPan(root: HTMLElement | null, { clientX, clientY }: Place): Point | null {
  const area = root?.getBoundingClientRect();
  if (!area) return null;
  const x = clientX < area.left + rimPx ? panPx : clientX > area.right - rimPx ? -panPx : 0;
  const y = clientY < area.top + rimPx ? panPx : clientY > area.bottom - rimPx ? -panPx : 0;
  return x === 0 && y === 0 ? null : { x, y };
}
