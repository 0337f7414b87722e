/** Aligns, distributes and nudges what is selected: tasks and groups alike, and notes where they are only moved. */
import type { Point } from "../../graph-view/layout.ts";
import { t } from "../../strings/t.ts";
import { unitsOf, nodePlaces } from "./arrange-units.ts";
import { alignTasks, distributeTasks, moveTasks, type Boxes, type Line } from "./arrange.ts";
import { moveAct } from "./draw-acts.ts";
import { placesWithin } from "./drop-act.ts";
import { outermost, wordFor } from "./group-acts.ts";
import type { Drawing } from "./use-drawing.ts";

export interface Arranging {
  readonly align: (line: Line) => void;
  readonly distribute: (direction: "across" | "down") => void;
  readonly nudge: (by: Point) => void;
}

export function arranging({ selection, perform, say, graph, now, state }: Drawing): Arranging {
  const notes = state.good.ui.notes;
  const arrange = (verb: string, least: number, places: (units: Boxes) => ReadonlyMap<string, Point>): void => {
    const canvas = graph.current;
    if (canvas === null) return;
    const drawn = { layout: canvas.layout(), folded: canvas.folded() };
    const units = unitsOf(drawn, selection);
    if (units.size < least) return say(t("Select {{least}} tasks or groups or more to {{verb}} them.", { least: least === 2 ? t("two") : t("three"), verb: verb.toLowerCase() }), "refused");
    perform(moveAct(placesWithin(now(), nodePlaces(drawn, places(units))), `${verb} ${wordFor(outermost(now(), selection))}`));
  };
  return {
    align: (line) => arrange(t("Align"), 2, (units) => alignTasks(units, line)),
    distribute: (direction) => arrange(t("Distribute"), 3, (units) => distributeTasks(units, direction)),
    nudge: (by) => {
      const canvas = graph.current;
      if (canvas === null) return;
      const drawn = { layout: canvas.layout(), folded: canvas.folded() };
      const moved = new Map(selection.notes.flatMap((id) => (notes[id] === undefined ? [] : [[id, { x: Math.round(notes[id].at.x + by.x), y: Math.round(notes[id].at.y + by.y) }] as const])));
      const units = unitsOf(drawn, selection);
      if (units.size + moved.size > 0) perform(moveAct(placesWithin(now(), nodePlaces(drawn, moveTasks(units, by))), undefined, moved));
    },
  };
}
