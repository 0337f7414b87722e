/** The layout of a graph for a component: of a large one the simple layout at once, the good one as soon as the worker has it. */
import { createContext, use, useEffect, useMemo, useState } from "react";
import type { GraphIndex } from "./graph-index.ts";
import { createLayouter } from "./layouter.ts";
import { nodeSizeFor, type GraphLayout } from "./layout.ts";
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
  readonly layout: GraphLayout | null;
  readonly trouble: string | null;
}

export function useGraphLayout(index: GraphIndex): LayoutState {
  const layouter = use(LayouterContext);
  const size = useMemo(() => nodeSizeFor(index.tasks), [index]);
  const first = useMemo(() => layouter.peek(index, size) ?? layoutSimply(index, size), [index, layouter, size]);
  const [answer, setAnswer] = useState<Answer | null>(null);

  useEffect(() => {
    if (layouter.peek(index, size)) return;
    let wanted = true;
    layouter.layout(index, size).then(
      (layout) => wanted && setAnswer({ index, layout, trouble: null }),
      (reason: unknown) => wanted && setAnswer({ index, layout: null, trouble: reason instanceof Error ? reason.message : String(reason) }),
    );
    return () => {
      wanted = false;
    };
  }, [index, layouter, size]);

  const settled = answer?.index === index || layouter.peek(index, size) !== null;
  useEffect(() => {
    if (settled) requestAnimationFrame(() => performance.mark(drawnMark));
  }, [settled]);

  const current = answer?.index === index ? answer : null;
  const good = current?.layout ?? layouter.peek(index, size);
  return { layout: good ?? first, settled: good !== null, trouble: current?.trouble ?? null };
}
