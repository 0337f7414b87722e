/**
 * The layout of a graph for a component, as soon as the worker has it. Of a large graph there is meanwhile what was there of the last
 * layout; of one that is new here nothing for a moment, in which the layout mostly comes, and then the simple one.
 */
import { createContext, use, useEffect, useMemo, useState } from "react";
import type { GraphTask } from "../../shared/model/dag.ts";
import type { TaskGroup } from "../../shared/model/dag-ui.ts";
import { atLeisure } from "../pace/at-leisure.ts";
import { indexGraph, type GraphIndex } from "./graph-index.ts";
import { foldGraph } from "./groups/fold-graph.ts";
import { createLayouter, type Layouter } from "./layouter.ts";
import { carryOver } from "./carry-over.ts";
import type { GraphLayout, LayoutWish } from "./layout.ts";
import { layoutWish } from "./use-layout-wish.ts";
import { layoutSimply } from "./simple-layout.ts";

/** One layouter, and so one worker and one cache, for the whole window unless a provider says otherwise. */
const windowLayouter = createLayouter();
export const LayouterContext = createContext(windowLayouter);

/** Called where a graph is likely to be looked at soon. */
export function warmGraphLayout(): void {
  if (typeof Worker === "undefined") return;
  windowLayouter.warm();
  atLeisure(() => windowLayouter.practise());
}

/** For a graph that will be looked at in a moment. */
export function layOutAhead(tasks: readonly GraphTask[], { groups, collapsed, ...how }: { readonly groups: readonly TaskGroup[]; readonly collapsed: readonly string[] } & Parameters<typeof layoutWish>[1]): void {
  const folded = foldGraph(indexGraph(tasks), groups, collapsed);
  const wish = layoutWish(folded, how);
  // What goes wrong is told where the graph is shown.
  if (windowLayouter.peek(folded.index, wish) === null) windowLayouter.layout(folded.index, wish).catch(() => {});
}

/** Set in the page's own timeline when a graph stands in its good layout; the launch benchmark reads it. */
const drawnMark = "dagwright:graph-drawn";

/** A graph that is shown like this and changes at once is worse than one that comes a moment later. */
const patienceMs = 300;

export interface LayoutState {
  /** Null for the first moment. */
  readonly layout: GraphLayout | null;
  readonly trouble: string | null;
}

interface Answer {
  readonly index: GraphIndex;
  readonly wish: LayoutWish;
  readonly layout: GraphLayout | null;
  readonly trouble: string | null;
}

export function useGraphLayout(index: GraphIndex, wish: LayoutWish): LayoutState {
  const layouter = use(LayouterContext);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const current = answer?.index === index && answer.wish === wish ? answer : null;
  const good = current?.layout ?? layouter.peek(index, wish);
  const before = useBefore(layouter, index, wish);
  const isLate = useLate(good === null && before === null);

  useEffect(() => {
    if (layouter.peek(index, wish)) return;
    let wanted = true;
    layouter.layout(index, wish).then(
      (layout) => wanted && setAnswer({ index, wish, layout, trouble: null }),
      (reason: unknown) => wanted && setAnswer({ index, wish, layout: null, trouble: reason instanceof Error ? reason.message : String(reason) }),
    );
    return () => {
      wanted = false;
    };
  }, [index, layouter, wish]);

  const settled = good !== null || current !== null;
  useEffect(() => {
    if (settled) requestAnimationFrame(() => performance.mark(drawnMark));
  }, [settled]);

  const isWaiting = good !== null || (before === null && !isLate && current === null);
  const standIn = useMemo(() => (isWaiting ? null : carryOver(before, index, layoutSimply(index, wish.size, wish.direction))), [isWaiting, before, index, wish]);
  return { layout: good ?? standIn, trouble: current?.trouble ?? null };
}

/** The good layout of the graph that was here before this one. */
function useBefore(layouter: Layouter, index: GraphIndex, wish: LayoutWish): GraphLayout | null {
  const [now, setNow] = useState<{ readonly index: GraphIndex; readonly wish: LayoutWish; readonly before: GraphLayout | null }>({ index, wish, before: null });
  if (now.index === index && now.wish === wish) return now.before;
  const before = layouter.peek(now.index, now.wish) ?? now.before;
  setNow({ index, wish, before });
  return before;
}

function useLate(isWaiting: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isLate;
}
