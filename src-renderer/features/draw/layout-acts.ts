/** What the automatic layout means for the file: places are forgotten, kept or written. Pure, as in `draw-acts.ts`. */
import type { DagEdit } from "../../../shared/dag-file/edit.ts";
import type { Box } from "../../graph-view/layout.ts";
import { t } from "../../strings/t.ts";
import type { Act, Drawing } from "./draw-acts.ts";

/** The layout places everything again; what is pinned stays where it is. */
export function tidyAct(drawing: Drawing): Act | string {
  const moved = loose(drawing);
  if (moved.length === 0) return t("Nothing to tidy: no task was moved by hand.");
  return { name: t("Tidy up"), edits: [forget(moved)] };
}

/** Some tasks get the places that a layout found for them alone; the rest stays. */
export function tidyPartAct(drawing: Drawing, boxes: ReadonlyMap<string, Box>): Act | string {
  const moved = [...boxes].filter(([id, box]) => {
    const now = drawing.boxes.get(id);
    return now !== undefined && !drawing.ui.pinned.includes(id) && (Math.abs(now.x - box.x) >= 1 || Math.abs(now.y - box.y) >= 1);
  });
  if (moved.length === 0) return t("Nothing to tidy: they are in order already.");
  return { name: t("Tidy up {{count}} tasks", { count: boxes.size }), edits: [{ kind: "moveTasks", positions: Object.fromEntries(moved.map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)] as const])) }] };
}

/** The other direction, with everything placed anew that is not pinned. */
export function turnAct(drawing: Drawing): Act {
  const toDown = drawing.ui.layout !== "TB";
  const moved = loose(drawing);
  return { name: toDown ? t("Lay out top to bottom") : t("Lay out left to right"), edits: [{ kind: "setDirection", direction: toDown ? "TB" : null }, ...(moved.length === 0 ? [] : [forget(moved)])] };
}

/** Pins all when one of them is not, else lets all go. A pinned task has its place in the file. */
export function pinAct(drawing: Drawing, ids: readonly string[]): Act | string {
  const chosen = ids.filter((id) => drawing.boxes.has(id) && !drawing.groups.has(id));
  if (chosen.length === 0) return t("Select tasks to pin them.");
  const isPinned = !chosen.every((id) => drawing.ui.pinned.includes(id));
  const homeless = isPinned ? chosen.filter((id) => !Object.hasOwn(drawing.ui.positions, id)) : [];
  const places = homeless.flatMap((id) => {
    const box = drawing.boxes.get(id);
    return box ? [[id, [Math.round(box.x), Math.round(box.y)] as const] as const] : [];
  });
  const what = chosen.length === 1 ? (chosen[0] ?? "") : t("{{count}} tasks", { count: chosen.length });
  return {
    name: isPinned ? t("Pin {{what}}", { what }) : t("Unpin {{what}}", { what }),
    edits: [...(places.length === 0 ? [] : [{ kind: "moveTasks" as const, positions: Object.fromEntries(places) }]), { kind: "setPinned", tasks: chosen, isPinned }],
    say: !isPinned ? t("Unpinned {{what}}", { what }) : chosen.length === 1 ? t("Pinned {{what}}: an automatic layout leaves it where it is", { what }) : t("Pinned {{what}}: an automatic layout leaves them where they are", { what }),
  };
}

function loose({ ui, tasks, groups }: Drawing): string[] {
  const known = new Set([...tasks.map(({ id }) => id), ...groups.keys()]);
  return Object.keys(ui.positions).filter((id) => known.has(id) && !ui.pinned.includes(id));
}

function forget(ids: readonly string[]): DagEdit {
  return { kind: "moveTasks", positions: Object.fromEntries(ids.map((id) => [id, null])) };
}
