/** What is different between the version of a run and today's file: worked out when the page has a moment, for it reads both texts. */
import { useEffect, useState } from "react";
import { compareTexts, type Comparison } from "../../../graph-view/diff/compare-texts.ts";
import { t } from "../../../strings/t.ts";

interface Compared {
  readonly before: string;
  readonly after: string;
  readonly comparison: Comparison;
}

/** Null until it is known, and without a version of the run's own. */
export function useComparison(before: string | null, after: string): Comparison | null {
  const [compared, setCompared] = useState<Compared | null>(null);
  useEffect(() => {
    if (before === null) return;
    const compare = (): void => setCompared({ before, after, comparison: compareTexts({ title: t("The version of this run"), text: before }, { title: t("Today's file"), text: after }) });
    const asked = requestIdleCallback(compare, { timeout: 1_000 });
    return () => cancelIdleCallback(asked);
  }, [before, after]);
  return compared !== null && compared.before === before && compared.after === after ? compared.comparison : null;
}
