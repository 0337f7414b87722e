/** The frames of open groups: around everything that lies in them, with room for the name. Pure. */
import { defaultSpacing } from "../../../shared/layout/spacing.ts";
import { boundsOf, type Box, type GraphLayout } from "../layout.ts";
import type { FoldedGraph } from "./fold-graph.ts";

export const frameHead = defaultSpacing.groupHead;
const inset = defaultSpacing.groupInset;

/** `isKept` says which frames of the layout still fit; the others close around their contents anew. */
export function frameBoxes(folded: FoldedGraph, layout: Pick<GraphLayout, "nodes" | "groups">, isKept: (frame: string) => boolean): Map<string, Box> {
  const boxes = new Map<string, Box>();
  const contents = new Map<string, string[]>();
  for (const [id, parent] of folded.parents) contents.set(parent, [...(contents.get(parent) ?? []), id]);
  for (const frame of folded.frames.toReversed()) {
    const known = isKept(frame) ? layout.groups.get(frame) : undefined;
    const inside = boundsOf((contents.get(frame) ?? []).flatMap((id) => boxes.get(id) ?? layout.nodes.get(id) ?? []));
    const box = known ?? (inside && { x: inside.x - inset, y: inside.y - inset - frameHead, width: inside.width + 2 * inset, height: inside.height + 2 * inset + frameHead });
    if (box) boxes.set(frame, box);
  }
  // Outer frames are drawn first.
  return new Map([...boxes].toReversed());
}
