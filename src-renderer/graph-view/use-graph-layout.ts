/** The layout of a graph for a component: of a large one what is there of the last layout, or the simple one, at once, and the good one as soon as the worker has it. */
import { createContext, use, useEffect, useMemo, useState } from "react";
import type { GraphIndex } from "./graph-index.ts";
import { createLayouter } from "./layouter.ts";
import { carryOver } from "./carry-over.ts";
import type { GraphLayout, LayoutWish } from "./layout.ts";
import { layoutSimply } from "./simple-layout.ts";

/** One layouter, and so one worker and one cache, for the whole window unless a provider says otherwise. */
const windowLayouter = createLayouter();
export const LayouterContext = createContext(windowLayouter);

/** Called where a graph is likely to be looked at soon. */
export function warmGraphLayout(): void {
  if (typeof Worker !== "undefined") windowLayouter.warm();
}

/** Set in the page's own timeline when a graph stands in its good layout; the launch benchmark reads it. */
const drawnMark = "dagwright:graph-drawn";

export interface LayoutState {
  readonly layout: GraphLayout;
  /** False while (or, with `trouble`, for as long as) the simple layout stands in. */
  readonly settled: boolean;
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
  const before = answer?.layout ?? null;
  const first = useMemo(() => layouter.peek(index, wish) ?? carryOver(before, index, layoutSimply(index, wish.size, wish.direction)), [index, layouter, wish, before]);

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

  const current = answer?.index === index && answer.wish === wish ? answer : null;
  const settled = current !== null || layouter.peek(index, wish) !== null;
  useEffect(() => {
    if (settled) requestAnimationFrame(() => performance.mark(drawnMark));
  }, [settled]);

  const good = current?.layout ?? layouter.peek(index, wish);
  return { layout: good ?? first, settled: good !== null, trouble: current?.trouble ?? null };
}
