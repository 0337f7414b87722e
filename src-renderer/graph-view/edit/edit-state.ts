/** What is to be seen of a gesture while it lasts. One store a canvas; nothing of it outlives the gesture. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Box, Point } from "../layout.ts";
import type { Guide } from "./snap.ts";

export interface DrawnLine {
  readonly from: Point;
  readonly to: Point;
  /** Null over the empty canvas; otherwise whether the task under the pointer would take the edge. */
  readonly fits: boolean | null;
  /** Why it would not. */
  readonly reason: string | null;
}

export interface EditState {
  readonly lasso: Box | null;
  readonly line: DrawnLine | null;
  readonly guides: readonly Guide[];
  /** Where what is carried would go: into a group, or with null out of any; `box` is the group's. */
  readonly into: { readonly box: Box | null; readonly words: string; readonly at: Point } | null;
  /** The edge under the resting pointer, and where its button sits. */
  readonly hovered: { readonly edgeId: string; readonly at: Point } | null;
}

export const restingState: EditState = { lasso: null, line: null, guides: [], into: null, hovered: null };

export type EditStore = StoreApi<EditState>;

export function createEditStore(): EditStore {
  return createStore(() => restingState);
}
