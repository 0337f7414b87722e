/** What dragging on the canvas does, and whether what is dragged snaps. */
import { useState } from "react";
import { t } from "../../strings/t.ts";
import type { Drawing } from "./use-drawing.ts";

/** Takes what is there, or moves the canvas. */
export type DrawMode = "select" | "hand";

export interface Dragging {
  readonly mode: DrawMode;
  /** To the grid and to other tasks. */
  readonly snap: boolean;
  readonly changeMode: (mode: DrawMode) => void;
  readonly toggleSnap: () => void;
}

export function useDragging({ say }: Drawing): Dragging {
  const [mode, setMode] = useState<DrawMode>("select");
  const [snap, setSnap] = useState(true);
  const changeMode = (next: DrawMode): void => {
    setMode(next);
    say(next === "hand" ? t("Dragging now moves the canvas") : t("Dragging now selects"));
  };
  const toggleSnap = (): void => {
    setSnap(!snap);
    say(snap ? t("Tasks now go anywhere") : t("Tasks now snap to the grid and to each other"));
  };
  return { mode, snap, changeMode, toggleSnap };
}
