/**
 * Drawing on a graph with folded groups: what the caller says in tasks, groups and edges of the file is turned into what is
 * drawn, and gestures back. The gestures themselves know nodes, frames and drawn edges only. Pure.
 */
import type { GraphEdge } from "../graph-index.ts";
import { isFramed, type FoldedGraph } from "../groups/fold-graph.ts";
import type { Point } from "../layout.ts";
import type { Drop, GraphEditing } from "./editing.ts";

/** `tasks` are nodes and frames, `edges` drawn ones; a menu's task may be a group. */
export interface DrawnEditing extends Omit<GraphEditing, "onSelect" | "onMove" | "onDisconnect" | "groups"> {
  readonly onSelect: (ids: readonly string[], edges: readonly string[], notes: readonly string[]) => void;
  readonly onMove: (places: ReadonlyMap<string, Point>, drop: DrawnDrop) => boolean;
  readonly onDisconnect: (edge: GraphEdge) => void;
}

export interface DrawnDrop extends Pick<Drop, "spliced" | "notes"> {
  /** `ids` are nodes and frames. */
  readonly into: { readonly group: string | null; readonly ids: readonly string[] } | null;
}

/** What is selected, as it is drawn. */
export interface DrawnSelection {
  readonly tasks: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

export function drawnSelection({ tasks, groups, edges }: Pick<GraphEditing, "tasks" | "groups" | "edges">, folded: FoldedGraph): DrawnSelection {
  const shown = (ids: Iterable<string>): string[] => [...ids].flatMap((id) => folded.shownFor(id) ?? []);
  return { tasks: new Set([...shown(tasks), ...shown(groups)]), edges: new Set([...edges].flatMap((id) => folded.drawnFor(id) ?? [])) };
}

export function drawnEditing(editing: GraphEditing, selection: DrawnSelection, folded: FoldedGraph, onFold: (group: string, isFolded: boolean) => void): DrawnEditing {
  const isGroup = (id: string): boolean => folded.groups.has(id);
  return {
    ...editing,
    ...selection,
    reveal: editing.reveal === null ? null : folded.shownFor(editing.reveal),
    onSelect: (ids, edges, notes) => editing.onSelect(ids.filter((id) => !isGroup(id)), edges.flatMap((id) => folded.behind(id).map((edge) => edge.id)), notes, ids.filter(isGroup)),
    onMove: (places, { into, ...drop }) => editing.onMove(places, { ...drop, into: into && { group: into.group, tasks: into.ids.filter((id) => !isGroup(id)), groups: into.ids.filter(isGroup) } }),
    onDisconnect: (edge) => editing.onDisconnect(folded.behind(edge.id)),
    onOpen: (id) => (isGroup(id) ? onFold(id, isFramed(folded, id)) : editing.onOpen(id)),
    onMenu: (target, spot) => editing.onMenu(target.kind === "task" && isGroup(target.id) ? { kind: "group", id: target.id } : target, spot),
  };
}
