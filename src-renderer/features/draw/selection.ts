/** What is selected in a drawn DAG, for all of its views at once: canvas, task tree, YAML and forms. Kept per DAG while the window is open. */
import { create } from "zustand";

export interface DrawSelection {
  readonly tasks: readonly string[];
  /** Ids of edges, as the graph makes them. */
  readonly edges: readonly string[];
  /** Groups; what lies in them need not be among `tasks`. */
  readonly groups: readonly string[];
  /** Ids of sticky notes. */
  readonly notes: readonly string[];
  /** The task that keys and forms are about; the last one that was picked. */
  readonly primary: string | null;
  /** Who picked it: the others bring it into sight. `keys` is the canvas, by keyboard. */
  readonly setBy: "canvas" | "keys" | "yaml" | "tree" | "form";
}

export const nothingSelected: DrawSelection = { tasks: [], edges: [], groups: [], notes: [], primary: null, setBy: "canvas" };

const useSelections = create<Readonly<Record<string, DrawSelection>>>(() => ({}));

export function useDrawSelection(dagId: string): DrawSelection {
  return useSelections((all) => all[dagId] ?? nothingSelected);
}

/** The last task given becomes the primary one. */
export function selectInDrawing(dagId: string, tasks: readonly string[], setBy: DrawSelection["setBy"], edges: readonly string[] = [], notes: readonly string[] = [], groups: readonly string[] = []): void {
  useSelections.setState({ [dagId]: { tasks, edges, notes, groups, primary: tasks.at(-1) ?? null, setBy } });
}

/** As it was when the DAG was left: nothing moves to it. */
export function restoreSelection(dagId: string, { tasks, edges, notes, groups }: Pick<DrawSelection, "tasks" | "edges" | "notes" | "groups">): void {
  selectInDrawing(dagId, tasks, "canvas", edges, notes, groups);
}

/** Undefined until something was selected in this window. */
export function selectionOf(dagId: string): DrawSelection | undefined {
  return useSelections.getState()[dagId];
}

/** Called when another selection is made; returns the call that stops it. */
export function followSelection(dagId: string, listener: () => void): () => void {
  return useSelections.subscribe((now, before) => now[dagId] !== before[dagId] && listener());
}

/** What is left of a selection in a graph that changed. The same object when nothing is missing. */
export function stillThere(selection: DrawSelection, there: { readonly tasks: ReadonlySet<string>; readonly edges: ReadonlySet<string>; readonly notes: ReadonlySet<string>; readonly groups: ReadonlyMap<string, unknown> }): DrawSelection {
  const tasks = selection.tasks.filter((id) => there.tasks.has(id));
  const edges = selection.edges.filter((id) => there.edges.has(id));
  const notes = selection.notes.filter((id) => there.notes.has(id));
  const groups = selection.groups.filter((id) => there.groups.has(id));
  if (groups.length === selection.groups.length && tasks.length === selection.tasks.length && edges.length === selection.edges.length && notes.length === selection.notes.length) return selection;
  return { ...selection, tasks, edges, notes, groups, primary: tasks.at(-1) ?? null };
}
