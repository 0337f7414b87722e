/** Hours as rows of UTC days: what the heat map draws. Pure. */
export interface HeatDay {
  /** Midnight, UTC. */
  readonly at: number;
  /** Of its 24 hours; null where it lies outside. */
  readonly hours: readonly (number | null)[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function heatDays(from: number, values: readonly number[]): HeatDay[] {
  const first = Math.floor(from / dayMs) * dayMs;
  const lead = (from - first) / hourMs;
  const days = Math.ceil((lead + values.length) / 24);
  return Array.from({ length: days }, (_, day) => ({ at: first + day * dayMs, hours: Array.from({ length: 24 }, (__, hour) => values[day * 24 + hour - lead] ?? null) }));
}

/** 0 for nothing, else 1 to 4 between the least and the most: what comes all the time does not hide what comes besides. */
export function heatOf(value: number, least: number, most: number): 0 | 1 | 2 | 3 | 4 {
  if (value <= 0) return 0;
  if (most <= least) return 2;
  const share = (value - least) / (most - least);
  return share > 0.75 ? 4 : share > 0.5 ? 3 : share > 0.25 ? 2 : 1;
}
