/** Turns points of the screen into points of the graph, as the canvas lies now. */
import { useStoreApi } from "@xyflow/react";
import type { RefObject } from "react";
import type { Box, Point } from "../layout.ts";
import type { Spot } from "./editing.ts";

export interface Spots {
  readonly spotOf: (event: { readonly clientX: number; readonly clientY: number }) => Spot;
  /** Null for a point that is not on the canvas. */
  readonly spotAt: (screen: Point) => Spot | null;
  readonly zoom: () => number;
  /** The part of the graph that is in sight. */
  readonly sight: () => Box;
}

export function useSpots(root: RefObject<HTMLDivElement | null>): Spots {
  const flow = useStoreApi();
  const spotOf: Spots["spotOf"] = ({ clientX, clientY }) => {
    const area = root.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const [x, y, zoom] = flow.getState().transform;
    return { at: { x: (clientX - area.left - x) / zoom, y: (clientY - area.top - y) / zoom }, screen: { x: clientX, y: clientY } };
  };
  const spotAt: Spots["spotAt"] = (screen) => {
    const area = root.current?.getBoundingClientRect();
    const isInside = area !== undefined && screen.x >= area.left && screen.x <= area.right && screen.y >= area.top && screen.y <= area.bottom;
    return isInside ? spotOf({ clientX: screen.x, clientY: screen.y }) : null;
  };
  const sight = (): Box => {
    const { transform, width, height } = flow.getState();
    const [x, y, zoom] = transform;
    return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  };
  return { spotOf, spotAt, zoom: () => flow.getState().transform[2], sight };
}
