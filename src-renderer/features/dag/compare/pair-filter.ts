/** Which tasks of a comparison are listed. Pure. */
import type { Facet, TaskPair } from "../../../../shared/run-view/comparison.ts";

export type Shown = "notable" | "different" | "all";

export interface PairFilter {
  readonly shown: Shown;
  readonly facet: Facet | null;
  readonly text: string;
}

export function filterPairs(pairs: readonly TaskPair[], { shown, facet, text }: PairFilter): TaskPair[] {
  const wanted = text.trim().toLowerCase();
  return pairs.filter((pair) => isShown(pair, shown) && (facet === null || facetsOf(pair, shown).includes(facet)) && (wanted === "" || pair.taskId.toLowerCase().includes(wanted)));
}

function isShown({ notable, minor }: TaskPair, shown: Shown): boolean {
  return shown === "all" || notable.length > 0 || (shown === "different" && minor.length > 0);
}

/** In what a task is different, as far as that is looked at. */
export function facetsOf({ notable, minor }: TaskPair, shown: Shown): readonly Facet[] {
  return shown === "notable" ? notable : [...notable, ...minor];
}

/** How many tasks are different in each respect; the facets that there are, in their order. */
export function countFacets(pairs: readonly TaskPair[], shown: Shown, order: readonly Facet[]): { facet: Facet; count: number }[] {
  const counts = new Map<Facet, number>();
  for (const pair of pairs) for (const facet of facetsOf(pair, shown)) counts.set(facet, (counts.get(facet) ?? 0) + 1);
  return order.flatMap((facet) => ((counts.get(facet) ?? 0) > 0 ? [{ facet, count: counts.get(facet) ?? 0 }] : []));
}
