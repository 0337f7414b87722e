/**
 * Tells the style sheet while the viewport moves (`data-moving`): it then lies on a layer of its own, which is moved as it is instead
 * of being drawn anew in every frame. At rest it is drawn sharp again.
 */
import { useStoreApi } from "@xyflow/react";
import { useEffect, type RefObject } from "react";

const restMs = 150;

export function useMoving(root: RefObject<HTMLElement | null>): void {
  const store = useStoreApi();
  useEffect(() => {
    let resting: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe((now, before) => {
      if (now.transform === before.transform) return;
      root.current?.setAttribute("data-moving", "");
      clearTimeout(resting);
      resting = setTimeout(() => root.current?.removeAttribute("data-moving"), restMs);
    });
    return () => {
      clearTimeout(resting);
      stop();
    };
  }, [store, root]);
}
