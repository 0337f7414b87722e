/**
 * A cron expression on a clock without zones: wall times in, wall times out. Days are looked at one by one and the times of a day are a
 * list made once, so that a step costs about a microsecond and a year is counted without going through its fires.
 */
import type { Cron } from "./cron.ts";
import type { FieldValues } from "./cron-field.ts";
import type { WallMs } from "./wall-clock.ts";

export interface NaiveClock {
  /** The first match after the wall time, itself not included; null when there is none within a lifetime. */
  next(wall: WallMs): WallMs | null;
  /** The last match before the wall time, itself not included. */
  previous(wall: WallMs): WallMs | null;
  /** How many matches there are in [from, to). */
  count(from: WallMs, to: WallMs): number;
  /** Shows each of them, the earliest first. */
  each(from: WallMs, to: WallMs, show: (wall: WallMs) => void): void;
}

const minuteMs = 60_000;
const dayMinutes = 1_440;
const dayMs = dayMinutes * minuteMs;
/** A fifth Monday of February comes every 28 years, and 40 years apart over 2100. */
const farthestDays = 45 * 366;

export function naiveClock(cron: Cron): NaiveClock {
  const times = cron.hour.values.flatMap((hour) => cron.minute.values.map((minute) => hour * 60 + minute));
  const isDay = dayTest(cron);
  const months = new Set(cron.month.values);

  function seek(day: number, step: 1 | -1): number | null {
    let at = day;
    while (Math.abs(at - day) <= farthestDays) {
      const skipped = cron.month.star ? null : pastMonth(at, step, months);
      if (skipped === null && isDay(at)) return at;
      at = skipped ?? at + step;
    }
    return null;
  }

  function next(wall: WallMs): WallMs | null {
    const minute = Math.floor(wall / minuteMs) + 1;
    const today = Math.floor(minute / dayMinutes);
    const time = isDay(today) ? times[firstFrom(times, minute - today * dayMinutes)] : undefined;
    if (time !== undefined) return today * dayMs + time * minuteMs;
    const day = seek(today + 1, 1);
    return day === null ? null : day * dayMs + (times[0] ?? 0) * minuteMs;
  }

  function previous(wall: WallMs): WallMs | null {
    const minute = Math.ceil(wall / minuteMs) - 1;
    const today = Math.floor(minute / dayMinutes);
    const time = isDay(today) ? times[firstFrom(times, minute - today * dayMinutes + 1) - 1] : undefined;
    if (time !== undefined) return today * dayMs + time * minuteMs;
    const day = seek(today - 1, -1);
    return day === null ? null : day * dayMs + (times.at(-1) ?? 0) * minuteMs;
  }

  /** Of each day with matches: its first minute, and from which to before which of its times they are. */
  function days(from: WallMs, to: WallMs, show: (start: number, first: number, end: number) => void): void {
    const [first, end] = [Math.ceil(from / minuteMs), Math.ceil(to / minuteMs)];
    for (let day = Math.floor(first / dayMinutes); day * dayMinutes < end; day += 1) {
      const start = day * dayMinutes;
      if (isDay(day)) show(start, firstFrom(times, first - start), firstFrom(times, end - start));
    }
  }

  function count(from: WallMs, to: WallMs): number {
    let found = 0;
    days(from, to, (_start, first, end) => void (found += end - first));
    return found;
  }

  function each(from: WallMs, to: WallMs, show: (wall: WallMs) => void): void {
    days(from, to, (start, first, end) => {
      for (let index = first; index < end; index += 1) show((start + (times[index] ?? 0)) * minuteMs);
    });
  }

  return { next, previous, count, each };
}

/** The next day that lies in another month, where this one's month is not wanted; null where it is. */
function pastMonth(day: number, step: 1 | -1, months: ReadonlySet<number>): number | null {
  const date = new Date(day * dayMs);
  const month = date.getUTCMonth();
  if (months.has(month + 1)) return null;
  return Date.UTC(date.getUTCFullYear(), step === 1 ? month + 1 : month, step === 1 ? 1 : 0) / dayMs;
}

/** The place of the first time that is not before the minute of the day. */
function firstFrom(times: readonly number[], minute: number): number {
  if (minute <= 0) return 0;
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < minute) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a day, counted from 1970-01-01, is one of the expression's. Both day fields given mean "or". */
function dayTest({ month, dayOfMonth, dayOfWeek }: Cron): (day: number) => boolean {
  const months = new Set(month.values);
  const isByDate = dateTest(dayOfMonth);
  const isByWeekday = weekdayTest(dayOfWeek);
  const isAnyMonth = month.star;
  if (dayOfMonth.star && dayOfWeek.star && isAnyMonth) return () => true;
  return (day) => {
    const date = new Date(day * dayMs);
    if (!isAnyMonth && !months.has(date.getUTCMonth() + 1)) return false;
    if (dayOfMonth.star) return dayOfWeek.star || isByWeekday(date);
    return isByDate(date) || (!dayOfWeek.star && isByWeekday(date));
  };
}

function dateTest({ values, last }: FieldValues): (date: Date) => boolean {
  const days = new Set(values);
  return (date) => days.has(date.getUTCDate()) || (last && date.getUTCDate() === lengthOfMonth(date));
}

function weekdayTest({ values, nth }: FieldValues): (date: Date) => boolean {
  const days = new Set(values);
  return (date) => {
    const weekday = date.getUTCDay();
    if (days.has(weekday)) return true;
    const dayOfMonth = date.getUTCDate();
    return nth.some(({ day, which }) => day === weekday && (which === "last" ? dayOfMonth + 7 > lengthOfMonth(date) : Math.ceil(dayOfMonth / 7) === which));
  };
}

function lengthOfMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}
