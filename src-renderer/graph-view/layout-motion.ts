/** From where to where things go when a layout changes, as they are seen. Pure. */
import type { FoldedGraph } from "./groups/fold-graph.ts";
import type { Box, GraphLayout, Point } from "./layout.ts";

export interface Travel {
  /** Where each node and frame that moves comes from, relative to where it is now. */
  readonly from: ReadonlyMap<string, Point>;
  /** Most of the drawing moved: it was laid out anew rather than touched in one place. */
  readonly isWhole: boolean;
}

const least = 1;

/** `offsets` say how far from its old place something was seen already, such as under a drag. */
export function travel(before: GraphLayout, now: GraphLayout, offsetOf: (id: string) => Point | undefined, folded: FoldedGraph): Travel {
  const from = new Map<string, Point>();
  let common = 0;
  for (const [id, box] of [...now.nodes, ...now.groups]) {
    const old = before.nodes.get(id) ?? before.groups.get(id) ?? hiddenIn(before, folded, id);
    if (!old) continue;
    common += 1;
    const seen = offsetOf(id);
    const by = { x: old.x + (seen?.x ?? 0) - box.x, y: old.y + (seen?.y ?? 0) - box.y };
    if (Math.abs(by.x) >= least || Math.abs(by.y) >= least) from.set(id, by);
  }
  return { from, isWhole: from.size * 2 > common };
}

/** The folded group that something came out of. */
function hiddenIn(before: GraphLayout, { parents }: FoldedGraph, id: string): Box | undefined {
  for (let at = parents.get(id); at !== undefined; at = parents.get(at)) {
    const box = before.nodes.get(at);
    if (box) return box;
  }
  return undefined;
}

/** What a person's eye rests on: the selected node, else the one nearest to the middle of what is in sight. */
export function anchorOf(before: GraphLayout, now: GraphLayout, selected: string | null, middle: Point): string | null {
  const boxOf = (layout: GraphLayout, id: string): Box | undefined => layout.nodes.get(id) ?? layout.groups.get(id);
  if (selected !== null && boxOf(before, selected) && boxOf(now, selected)) return selected;
  let best: string | null = null;
  let nearest = Infinity;
  for (const [id, box] of before.nodes) {
    const away = Math.hypot(box.x + box.width / 2 - middle.x, box.y + box.height / 2 - middle.y);
    if (away >= nearest || !now.nodes.has(id)) continue;
    nearest = away;
    best = id;
  }
  return best;
}

