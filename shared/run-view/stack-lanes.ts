/** Puts what overlaps in time below each other, each as high up as there is room. Pure. */
export interface Stacked<Item> {
  readonly item: Item;
  /** From 0. */
  readonly lane: number;
}

/** `from` and `to` of an item, in any unit. Items that only touch share a lane. Beyond `mostLanes` they share the last. */
export function stackLanes<Item>(items: readonly Item[], spanOf: (item: Item) => { readonly from: number; readonly to: number }, mostLanes: number): { readonly stacked: Stacked<Item>[]; readonly lanes: number } {
  const spans = items.map((item) => ({ item, ...spanOf(item) })).toSorted((a, b) => a.from - b.from || b.to - a.to);
  const ends: number[] = [];
  const stacked = spans.map(({ item, from, to }): Stacked<Item> => {
    const free = ends.findIndex((end) => end <= from);
    const lane = free >= 0 ? free : Math.min(ends.length, mostLanes - 1);
    ends[lane] = Math.max(to, ends[lane] ?? to);
    return { item, lane };
  });
  return { stacked, lanes: Math.max(1, ends.length) };
}
