/** The keys of the canvas while it has the focus. Data, so that the help window and the tests read the same list. */
import { t } from "../strings/t.ts";
import type { Direction } from "./walk-graph.ts";

export type GraphAction =
  | { readonly kind: "walk"; readonly direction: Direction }
  | { readonly kind: "zoom"; readonly to: "in" | "out" | "whole" | "fit" | "selection" }
  | { readonly kind: "open" }
  | { readonly kind: "fold" }
  | { readonly kind: "deselect" };

export interface GraphKey {
  /** `KeyboardEvent.key`. */
  readonly keys: readonly string[];
  readonly title: string;
  readonly action: GraphAction;
}

export const graphKeys: readonly GraphKey[] = [
  { keys: ["ArrowLeft"], title: t("Go to a dependency"), action: { kind: "walk", direction: "left" } },
  { keys: ["ArrowRight"], title: t("Go to a dependent task"), action: { kind: "walk", direction: "right" } },
  { keys: ["ArrowUp"], title: t("Go up in the column"), action: { kind: "walk", direction: "up" } },
  { keys: ["ArrowDown"], title: t("Go down in the column"), action: { kind: "walk", direction: "down" } },
  { keys: ["Enter"], title: t("Open the task"), action: { kind: "open" } },
  { keys: [" "], title: t("Fold or unfold the group"), action: { kind: "fold" } },
  { keys: ["Escape"], title: t("Select nothing"), action: { kind: "deselect" } },
  { keys: ["0"], title: t("Zoom to 100 %"), action: { kind: "zoom", to: "whole" } },
  { keys: ["1"], title: t("Fit the graph"), action: { kind: "zoom", to: "fit" } },
  { keys: ["2"], title: t("Fit the selection"), action: { kind: "zoom", to: "selection" } },
  { keys: ["+", "="], title: t("Zoom in"), action: { kind: "zoom", to: "in" } },
  { keys: ["-", "_"], title: t("Zoom out"), action: { kind: "zoom", to: "out" } },
];

/** Null when the key is not ours, or is held with a modifier that belongs to the page or the system. */
export function graphActionFor(event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }): GraphAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  // Shift belongs to "+" on many keyboards; Shift+arrows move between runs.
  if (event.shiftKey && event.key.startsWith("Arrow")) return null;
  return graphKeys.find((entry) => entry.keys.includes(event.key))?.action ?? null;
}
