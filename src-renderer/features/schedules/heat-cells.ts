/** Hours as rows of the days of a zone: what the heat map draws. Pure. */
import { wallAt } from "../../../shared/schedule/wall-clock.ts";

export interface HeatHour {
  /** When it begins: the first, where the clock shows it twice. */
  readonly at: number;
  readonly value: number;
}

export interface HeatDay {
  /** `03-29`. */
  readonly name: string;
  /** By the clock's 24; null where it lies outside, or the clock skips it. */
  readonly hours: readonly (HeatHour | null)[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * `values`: of each hour from `from` on. An hour that begins between two of the zone's (India's do) stands at the one in which it begins;
 * of an hour that the clock shows twice `both` says what is shown.
 */
export function heatDays(from: number, values: readonly number[], zone: string, both: (one: number, other: number) => number): HeatDay[] {
  const days = new Map<number, (HeatHour | null)[]>();
  for (const [index, value] of values.entries()) {
    const at = from + index * hourMs;
    const wall = wallAt(at, zone);
    const day = Math.floor(wall / dayMs);
    const hours = days.get(day) ?? Array.from({ length: 24 }, () => null);
    const hour = Math.floor((wall - day * dayMs) / hourMs);
    const before = hours[hour] ?? null;
    hours[hour] = before === null ? { at, value } : { at: before.at, value: both(before.value, value) };
    days.set(day, hours);
  }
  return [...days].map(([day, hours]) => ({ name: new Date(day * dayMs).toISOString().slice(5, 10), hours }));
}

/** 0 for nothing, else 1 to 4 between the least and the most: what comes all the time does not hide what comes besides. */
export function heatOf(value: number, least: number, most: number): 0 | 1 | 2 | 3 | 4 {
  if (value <= 0) return 0;
  if (most <= least) return 2;
  const share = (value - least) / (most - least);
  return share > 0.75 ? 4 : share > 0.5 ? 3 : share > 0.25 ? 2 : 1;
}

/** Of more days a strip has weeks. */
export const mostStripDays = 92;

/** The days of a DAG, or its weeks; a last week that is not whole is as full as its days say. */
export function stripOf(days: readonly number[]): readonly number[] {
  if (days.length <= mostStripDays) return days;
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => {
    const some = days.slice(week * 7, week * 7 + 7);
    return (some.reduce((sum, value) => sum + value, 0) * 7) / some.length;
  });
}
