/** What is selected in a drawn DAG, for all of its views at once: canvas, task tree, YAML and forms. Kept per DAG while the window is open. */
import { create } from "zustand";

export interface DrawSelection {
  readonly tasks: readonly string[];
  /** Ids of edges, as the graph makes them. */
  readonly edges: readonly string[];
  /** The task that keys and forms are about; the last one that was picked. */
  readonly primary: string | null;
  /** Who picked it: the others bring it into sight. `keys` is the canvas, by keyboard. */
  readonly setBy: "canvas" | "keys" | "yaml" | "tree" | "form";
}

export const nothingSelected: DrawSelection = { tasks: [], edges: [], primary: null, setBy: "canvas" };

const useSelections = create<Readonly<Record<string, DrawSelection>>>(() => ({}));

export function useDrawSelection(dagId: string): DrawSelection {
  return useSelections((all) => all[dagId] ?? nothingSelected);
}

/** The last task given becomes the primary one. */
export function selectInDrawing(dagId: string, tasks: readonly string[], setBy: DrawSelection["setBy"], edges: readonly string[] = []): void {
  useSelections.setState({ [dagId]: { tasks, edges, primary: tasks.at(-1) ?? null, setBy } });
}

/** What is left of a selection in a graph that changed. The same object when nothing is missing. */
export function stillThere(selection: DrawSelection, tasks: ReadonlySet<string>, edges: ReadonlySet<string>): DrawSelection {
  const kept = selection.tasks.filter((id) => tasks.has(id));
  const keptEdges = selection.edges.filter((id) => edges.has(id));
  if (kept.length === selection.tasks.length && keptEdges.length === selection.edges.length) return selection;
  return { ...selection, tasks: kept, edges: keptEdges, primary: kept.at(-1) ?? null };
}
