/** What was selected in a drawing comes back with its tab after a restart; while the window is open, the store of selections has it. */
import { useEffect } from "react";
import { useHalfPlace } from "../../app/half-context.tsx";
import { keepSettled } from "../../app/keep-settled.ts";
import { keptView } from "../../app/kept-view.ts";
import { followSelection, nothingSelected, restoreSelection, selectInDrawing, selectionOf } from "./selection.ts";

const lists = ["tasks", "edges", "groups", "notes"] as const;
type Kept = Readonly<Record<(typeof lists)[number], readonly string[]>> & { readonly asked?: string };
/** A larger one is made anew by its key sooner than it is read. */
const mostIds = 2_000;

/** `asked` is the task that the address names: it wins, unless something else was selected since under this same address. */
export function useKeptSelection(dagId: string, asked: string | undefined): void {
  const half = useHalfPlace();
  useEffect(() => {
    const found = half === null ? undefined : keptView(half.id, half.shows, "selection");
    const kept = isKept(found) ? found : null;
    const isNew = selectionOf(dagId) === undefined;
    if (asked !== undefined && !(isNew && kept?.asked === asked)) selectInDrawing(dagId, [asked], "tree");
    else if (isNew && kept !== null) restoreSelection(dagId, kept);
    if (half === null) return;
    const view = keepSettled(half, "selection");
    const stopHearing = followSelection(dagId, () => view.changed(() => writeSelection(dagId, asked)));
    return () => {
      stopHearing();
      view.stop();
    };
  }, [dagId, asked, half]);
}

function writeSelection(dagId: string, asked: string | undefined): Kept | null {
  const { tasks, edges, groups, notes } = selectionOf(dagId) ?? nothingSelected;
  if (tasks.length + edges.length + groups.length + notes.length > mostIds) return null;
  return { tasks, edges, groups, notes, ...(asked === undefined ? {} : { asked }) };
}

/** Whatever an older version may have left. */
function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null) return false;
  return lists.every((name) => {
    const list: unknown = Reflect.get(value, name);
    return Array.isArray(list) && list.every((id) => typeof id === "string");
  });
}
