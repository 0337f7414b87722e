/** Quantiles of a few numbers. Pure. */

/** The value below which `share` of the samples lie, between two samples in proportion; `sorted` ascends. Null of none. */
export function quantile(sorted: readonly number[], share: number): number | null {
  const place = (sorted.length - 1) * Math.min(1, Math.max(0, share));
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (place - Math.floor(place));
}

export function ascending(values: Iterable<number>): number[] {
  return [...values].sort((one, other) => one - other);
}
