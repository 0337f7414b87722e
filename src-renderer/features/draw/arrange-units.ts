/** What is lined up, spread or moved: tasks, folded groups and open groups, each as one box. A group takes along all that lies in it. Pure. */
import type { FoldedGraph } from "../../graph-view/groups/fold-graph.ts";
import type { GraphLayout, Point } from "../../graph-view/layout.ts";
import type { Boxes } from "./arrange.ts";
import type { Members } from "./group-acts.ts";

export interface Drawn {
  readonly layout: Pick<GraphLayout, "nodes" | "groups">;
  readonly folded: Pick<FoldedGraph, "shownFor" | "within" | "groups">;
}

/** By the ids of what is drawn; what lies in a selected group goes with that. */
export function unitsOf({ layout, folded }: Drawn, { tasks, groups }: Members): Boxes {
  const shown = [...new Set([...tasks, ...groups].flatMap((id) => folded.shownFor(id) ?? []))];
  const inside = new Set(shown.filter((id) => layout.groups.has(id)).flatMap((id) => [...folded.within(id), ...(folded.groups.get(id)?.inner ?? [])]));
  return new Map(
    shown.flatMap((id) => {
      const box = inside.has(id) ? undefined : (layout.nodes.get(id) ?? layout.groups.get(id));
      return box === undefined ? [] : [[id, box] as const];
    }),
  );
}

/** Places of units as places of nodes: those in an open group keep their shape. */
export function nodePlaces({ layout, folded }: Drawn, places: ReadonlyMap<string, Point>): Map<string, Point> {
  const all = new Map<string, Point>();
  for (const [id, at] of places) {
    const frame = layout.nodes.has(id) ? undefined : layout.groups.get(id);
    if (frame === undefined) {
      all.set(id, at);
      continue;
    }
    for (const node of folded.within(id)) {
      const box = layout.nodes.get(node);
      if (box !== undefined) all.set(node, { x: Math.round(box.x + at.x - frame.x), y: Math.round(box.y + at.y - frame.y) });
    }
  }
  return all;
}
