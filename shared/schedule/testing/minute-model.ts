/**
 * A slow model of schedules, for tests: it goes through a window minute by minute and asks the JavaScript engine alone what each minute's wall
 * clock shows. It knows the rule as a person would say it: a time shown twice fires in the second pass; of the skipped times the first one
 * fires, by the gap later, and takes with it what lies before that; free hours fire in every hour there is, counted on from the fire before by a
 * clock that nobody changes meanwhile, as Airflow counts them: that is another minute only where a change is none of whole hours (Lord Howe).
 */
import type { Cron } from "../cron.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What the wall clock shows at every minute of the window, as if that were UTC. */
export function wallsOf(zone: string, from: number, to: number): number[] {
  const wallAt = wallClockOf(zone);
  const walls: number[] = [];
  for (let hour = from; hour < to; hour += hourMs) {
    const [first, last] = [wallAt(hour), wallAt(hour + hourMs)];
    // An hour that shows an hour has no change in it, and needs to be asked about once.
    const isPlain = last - first === hourMs;
    for (let at = hour; at < Math.min(hour + hourMs, to); at += minuteMs) walls.push(isPlain ? first + at - hour : wallAt(at));
  }
  return walls;
}

/** The instants from `from` on, before `to`, at which the clock of a zone is changed, to the minute. */
export function changesOf(zone: string, from: number, to: number): number[] {
  const wallAt = wallClockOf(zone);
  const offsetAt = (at: number): number => wallAt(at) - at;
  const changes: number[] = [];
  const dayMs = 24 * hourMs;
  for (let day = from; day < to; day += dayMs) {
    if (offsetAt(day) === offsetAt(day + dayMs)) continue;
    let [before, after] = [day, day + dayMs];
    while (after - before > minuteMs) {
      const middle = before + Math.floor((after - before) / 2 / minuteMs) * minuteMs;
      if (offsetAt(middle) === offsetAt(before)) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  return changes;
}

function wallClockOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" });
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(part["year"] ?? 0, (part["month"] ?? 1) - 1, part["day"] ?? 1, part["hour"] ?? 0, part["minute"] ?? 0);
  };
}

function matches({ minute, hour, dayOfMonth, month, dayOfWeek }: Cron, wall: number): boolean {
  const date = new Date(wall);
  const byDate = dayOfMonth.values.includes(date.getUTCDate());
  const byWeekday = dayOfWeek.values.includes(date.getUTCDay());
  const day = dayOfMonth.star ? dayOfWeek.star || byWeekday : byDate || (!dayOfWeek.star && byWeekday);
  return day && month.values.includes(date.getUTCMonth() + 1) && hour.values.includes(date.getUTCHours()) && minute.values.includes(date.getUTCMinutes());
}

/** The fires of a cron text in a window of which `wallsOf` told the minutes. What lies near its edges may be half seen. */
export function modelFires(cron: Cron, walls: readonly number[], from: number): number[] {
  const at = (index: number): number => from + index * minuteMs;
  if (cron.hour.star) {
    let counted = walls[0] ?? 0;
    return walls.flatMap((wall, index) => {
      counted += index === 0 ? 0 : minuteMs;
      if (!matches(cron, counted)) return [];
      counted = wall;
      return [at(index)];
    });
  }
  const lastShown = new Map(walls.map((wall, index) => [wall, index]));
  const fires = new Set<number>();
  let moved = from;
  for (let index = 0; index < walls.length; index += 1) {
    const [wall = 0, before = wall - minuteMs] = [walls[index], walls[index - 1]];
    const gap = (wall - before) / minuteMs - 1;
    const skipped = gap <= 0 ? undefined : Array.from({ length: gap }, (_, minute) => before + (minute + 1) * minuteMs).find((one) => matches(cron, one));
    if (skipped !== undefined) fires.add((moved = at(index) + skipped - before - minuteMs));
    const shown = at(lastShown.get(wall) ?? index);
    if (matches(cron, wall) && shown >= moved) fires.add(shown);
  }
  return [...fires].sort((one, other) => one - other);
}

/** Small numbers from a seed, so that a failure can be repeated. */
export function pickerOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Minutes, hours and days of many kinds, most of them near the hours at which clocks are changed. */
export function randomExpression(pick: (below: number) => number): string {
  const minutes = [`${pick(60)}`, `*/${5 + pick(25)}`, `${pick(30)},${30 + pick(30)}`, "0"][pick(4)];
  const hours = ["*", `${pick(5)}`, `${pick(3)}-${3 + pick(3)}`, `*/${2 + pick(5)}`, `0,${1 + pick(4)}`][pick(5)];
  const days = hours === "*" ? "* * *" : (["* * *", "* * *", `* * ${pick(7)}`, `${1 + pick(28)} * *`, `*/${2 + pick(5)} * *`][pick(5)] ?? "* * *");
  return `${minutes} ${hours} ${days}`;
}
