/** Which context menu the menu key opens, and where: of what is selected, at its row in the tree or its place on the canvas. */
import type { MenuTarget, Spot } from "../../graph-view/edit/editing.ts";
import type { Drawing } from "./use-drawing.ts";

export interface MenuAsked {
  readonly kind: "menu";
  readonly target: MenuTarget;
  readonly spot: Spot;
  /** Where the focus was and goes back to; null: the canvas. */
  readonly back: HTMLElement | null;
}

export function keyMenu(drawing: Drawing, board: HTMLElement | null): MenuAsked | null {
  const canvas = drawing.graph.current;
  if (canvas === null) return null;
  const target = menuTarget(drawing);
  const focused = document.activeElement;
  const tree = focused instanceof HTMLElement && focused.role === "tree" && board?.contains(focused) === true ? focused : null;
  const row = tree === null ? null : document.getElementById(tree.getAttribute("aria-activedescendant") ?? "");
  const at = row ?? (target.kind === "note" ? (board?.querySelector(`[data-note-id="${CSS.escape(target.id)}"]`) ?? null) : null);
  const spot = canvas.spotOf(target.kind === "edge" ? target.edge.source : "id" in target ? canvas.folded().shownFor(target.id) : null);
  return { kind: "menu", target, spot: at === null ? inSight(spot, board) : { ...spot, screen: below(at) }, back: tree };
}

function menuTarget({ current, groups, selection, index }: Drawing): MenuTarget {
  if (current !== null) return { kind: groups.has(current) ? "group" : "task", id: current };
  const note = selection.notes.at(-1);
  const edge = index.edges.find(({ id }) => id === selection.edges.at(-1));
  return note !== undefined ? { kind: "note", id: note } : edge !== undefined ? { kind: "edge", edge } : { kind: "pane" };
}

/** Inside its first line, so that what the menu is about is still seen. */
function below(element: Element): Spot["screen"] {
  const { left, top, height } = element.getBoundingClientRect();
  return { x: left + 24, y: top + Math.min(height, 28) };
}

/** What is selected may have been moved off the screen. */
function inSight(spot: Spot, board: HTMLElement | null): Spot {
  const area = board?.querySelector("[role=application]")?.getBoundingClientRect();
  if (area === undefined) return spot;
  const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));
  return { ...spot, screen: { x: within(spot.screen.x + 24, area.left, area.right), y: within(spot.screen.y + 28, area.top, area.bottom) } };
}
