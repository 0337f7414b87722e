/** Which tasks and edges stand out because of the selected task: itself, what it needs, what needs it. Pure. */
import { reachable, type GraphIndex } from "./graph-index.ts";

export type Emphasis = "selected" | "upstream" | "downstream";

/** Empty when nothing, or something that is not in the graph, is selected. */
export function emphasise(index: GraphIndex, selected: string | null): Map<string, Emphasis> {
  const marks = new Map<string, Emphasis>();
  if (selected === null || !index.byId.has(selected)) return marks;
  for (const id of reachable(index.downstream, selected)) marks.set(id, "downstream");
  for (const id of reachable(index.upstream, selected)) marks.set(id, "upstream");
  return marks.set(selected, "selected");
}

/** One selected task shows its ways; several are only marked themselves. */
export function emphasiseAll(index: GraphIndex, selected: ReadonlySet<string>): Map<string, Emphasis> {
  const [first] = selected;
  if (selected.size === 1 && first !== undefined) return emphasise(index, first);
  return new Map([...selected].map((id) => [id, "selected" as const]));
}

/** True for an edge on a way to or from the selected task. */
export function isOnPath(source: Emphasis | undefined, target: Emphasis | undefined): boolean {
  const above = source === "upstream" && (target === "upstream" || target === "selected");
  const below = target === "downstream" && (source === "downstream" || source === "selected");
  return above || below;
}
