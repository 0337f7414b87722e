/** What letting go of what was dragged means for the file. Pure, as in `draw-acts.ts`. */
import type { DagEdit } from "../../../shared/dag-file/edit.ts";
import type { Drop } from "../../graph-view/edit/editing.ts";
import type { Point } from "../../graph-view/layout.ts";
import { t } from "../../strings/t.ts";
import { moveAct, placeEdits, spliceAct, type Act, type Drawing } from "./draw-acts.ts";
import { outermost, regroupEdits, regroupName } from "./group-acts.ts";
import { noteMoves } from "./note-acts.ts";

/** New places of what is drawn; a folded group takes the places of its tasks along. */
export function placesWithin(drawing: Drawing, places: ReadonlyMap<string, Point>): Map<string, Point> {
  const all = new Map<string, Point>();
  for (const [id, at] of places) {
    const group = drawing.groups.get(id);
    const box = drawing.boxes.get(id);
    if (group === undefined || box === undefined) {
      all.set(id, at);
      continue;
    }
    const placed = [...group.tasks, ...group.inner].filter((each) => Object.hasOwn(drawing.ui.positions, each));
    if (placed.length === 0 || Object.hasOwn(drawing.ui.positions, id)) all.set(id, at);
    for (const each of placed) {
      const old = drawing.ui.positions[each];
      if (old) all.set(each, { x: Math.round(old.x + at.x - box.x), y: Math.round(old.y + at.y - box.y) });
    }
  }
  return all;
}

/** What was dragged is let go: at new places, on an edge, in another group. */
export function dropAct(drawing: Drawing, places: ReadonlyMap<string, Point>, { spliced, notes, into }: Drop): Act | string {
  const all = placesWithin(drawing, places);
  const [first] = places;
  const moved = spliced !== null && first !== undefined ? spliceAct(drawing, first[0], spliced, all) : moveAct(all, movedName(places, notes), notes);
  if (into === null || typeof moved === "string") return moved;
  const inside = outermost(drawing, into);
  const name = regroupName(inside, into.group);
  if (spliced !== null) return { ...moved, name, edits: [...moved.edits, ...regroupEdits(drawing, inside, into.group)] };
  // In a group that the layout places as a whole, the layout places newcomers too.
  const target = into.group === null ? undefined : drawing.groups.get(into.group);
  const isPlaced = (id: string): boolean => Object.hasOwn(drawing.ui.positions, id);
  const isFree = target !== undefined && ![target.id, ...target.tasks, ...target.inner].some(isPlaced);
  const positions: DagEdit[] = isFree ? forgetEdits([...all.keys()].filter(isPlaced)) : placeEdits(all);
  return { name, edits: [...positions, ...noteMoves(notes), ...regroupEdits(drawing, inside, into.group)] };
}

function movedName(places: ReadonlyMap<string, Point>, notes: ReadonlyMap<string, Point>): string | undefined {
  const [only] = places.keys();
  return places.size === 1 && notes.size === 0 && only !== undefined ? t("Move {{only}}", { only }) : undefined;
}

function forgetEdits(ids: readonly string[]): DagEdit[] {
  return ids.length === 0 ? [] : [{ kind: "moveTasks", positions: Object.fromEntries(ids.map((id) => [id, null])) }];
}
