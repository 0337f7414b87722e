/** What a drag takes along, and where it would go among the groups. Pure. */
import { t } from "../../strings/t.ts";
import type { GraphScene } from "../graph-context.ts";
import { isFramed, type FoldedGraph } from "../groups/fold-graph.ts";
import type { Box, Point } from "../layout.ts";
import { frameUnder, holds, tasksWithin } from "./hit-test.ts";

type Sight = Pick<GraphScene, "folded" | "layout">;

export interface Carried {
  /** Nodes that move. */
  readonly ids: readonly string[];
  /** Frames that move as a whole. */
  readonly frames: readonly string[];
}

/** A frame that is held takes everything in it along. */
export function carriedBy(folded: FoldedGraph, held: readonly string[]): Carried {
  const ids = new Set(held.flatMap((id) => (isFramed(folded, id) ? folded.within(id) : [id])));
  const isWhole = (frame: string): boolean => held.includes(frame) || folded.groups.get(frame)?.inner.length === 0 || held.some((id) => folded.groups.get(id)?.inner.includes(frame) === true);
  const frames = folded.frames.filter((frame) => isWhole(frame) && folded.within(frame).every((id) => ids.has(id)));
  return { ids: [...ids], frames };
}

export interface DropGroup {
  readonly group: string | null;
  readonly box: Box | null;
  readonly words: string;
}

/** Null where nothing that is held would change its group. */
export function dropGroup({ folded, layout }: Sight, { held, ids }: { held: readonly string[]; ids: readonly string[] }, at: Point): DropGroup | null {
  if (folded.groups.size === 0) return null;
  const isHeld = (group: string): boolean => held.some((id) => id === group || folded.groups.get(id)?.inner.includes(group) === true);
  const group = foldedUnder({ folded, layout }, at, (id) => !ids.includes(id)) ?? frameUnder(layout, at, (id) => !isHeld(id));
  // What lies in something that is held too goes where that goes.
  const own = held.filter((id) => !held.some((other) => other !== id && isFramed(folded, other) && (folded.within(other).includes(id) || folded.groups.get(other)?.inner.includes(id) === true)));
  const leaves = new Set(own.flatMap((id) => folded.parents.get(id) ?? []));
  if (own.every((id) => (folded.parents.get(id) ?? null) === group)) return null;
  const box = group === null ? null : (layout.groups.get(group) ?? layout.nodes.get(group) ?? null);
  return { group, box, words: group === null ? t("Out of {{value}}", { value: [...leaves].join(", ") }) : t("Into {{group}}", { group }) };
}

/** There are few of them, where there may be thousands of tasks. */
function foldedUnder({ folded, layout }: Sight, at: Point, may: (id: string) => boolean): string | null {
  for (const id of folded.groups.keys()) {
    const box = layout.nodes.get(id);
    if (box && may(id) && holds(box, at, 0)) return id;
  }
  return null;
}

/** What a lasso takes: frames that lie in it as a whole stand for what is in them. */
export function lassoed({ folded, layout }: Sight, box: Box): string[] {
  const nodes = tasksWithin(layout, box);
  if (folded.frames.length === 0) return nodes;
  const encloses = (inner: Box): boolean => inner.x >= box.x && inner.y >= box.y && inner.x + inner.width <= box.x + box.width && inner.y + inner.height <= box.y + box.height;
  const frames = folded.frames.filter((id) => {
    const frame = layout.groups.get(id);
    return frame !== undefined && encloses(frame);
  });
  const outer = frames.filter((id) => !frames.some((other) => folded.groups.get(other)?.inner.includes(id) === true));
  const inside = new Set(outer.flatMap((id) => folded.within(id)));
  return [...outer, ...nodes.filter((id) => !inside.has(id))];
}
