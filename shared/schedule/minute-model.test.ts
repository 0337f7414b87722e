/**
 * The schedule beside a slow model that goes through a window minute by minute and asks the JavaScript engine alone what each minute's wall
 * clock shows. It knows the rule as a person would say it: a time shown twice fires in the second pass; of the skipped times the first one
 * fires, by the gap later, and takes with it what lies before that; free hours fire in every hour there is.
 */
import { describe, expect, it } from "vitest";
import { readCron, type Cron } from "./cron.ts";
import { firesOf } from "./next.ts";

const minuteMs = 60_000;
const windows: readonly [zone: string, from: string][] = [
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  ["Europe/London", "2026-03-29"],
  ["Europe/London", "2026-10-25"],
  ["Africa/Cairo", "2026-04-24"],
  ["Africa/Cairo", "2026-10-29"],
  ["Pacific/Apia", "2011-09-24"],
  ["UTC", "2028-02-29"],
];

/** What the wall clock shows at every minute of the window, as if that were UTC. */
function wallsOf(zone: string, from: number, to: number): number[] {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" });
  const walls: number[] = [];
  for (let at = from; at < to; at += minuteMs) {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    walls.push(Date.UTC(part["year"] ?? 0, (part["month"] ?? 1) - 1, part["day"] ?? 1, part["hour"] ?? 0, part["minute"] ?? 0));
  }
  return walls;
}

function matches({ minute, hour, dayOfMonth, month, dayOfWeek }: Cron, wall: number): boolean {
  const date = new Date(wall);
  const byDate = dayOfMonth.values.includes(date.getUTCDate());
  const byWeekday = dayOfWeek.values.includes(date.getUTCDay());
  const day = dayOfMonth.star ? dayOfWeek.star || byWeekday : byDate || (!dayOfWeek.star && byWeekday);
  return day && month.values.includes(date.getUTCMonth() + 1) && hour.values.includes(date.getUTCHours()) && minute.values.includes(date.getUTCMinutes());
}

function modelFires(cron: Cron, walls: readonly number[], from: number): number[] {
  const at = (index: number): number => from + index * minuteMs;
  if (cron.hour.star) return walls.flatMap((wall, index) => (matches(cron, wall) ? [at(index)] : []));
  const lastShown = new Map(walls.map((wall, index) => [wall, index]));
  const fires = new Set<number>();
  let moved = from;
  for (let index = 0; index < walls.length; index += 1) {
    const [wall = 0, before = wall - minuteMs] = [walls[index], walls[index - 1]];
    const skipped = Array.from({ length: Math.max(0, (wall - before) / minuteMs - 1) }, (_, minute) => before + (minute + 1) * minuteMs).find((one) => matches(cron, one));
    if (skipped !== undefined) fires.add((moved = at(index) + skipped - before - minuteMs));
    const shown = at(lastShown.get(wall) ?? index);
    if (matches(cron, wall) && shown >= moved) fires.add(shown);
  }
  return [...fires].sort((one, other) => one - other);
}

/** Small numbers from a seed, so that a failure can be repeated. */
function pickerOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomExpression(pick: (below: number) => number): string {
  const minutes = [`${pick(60)}`, `*/${5 + pick(25)}`, `${pick(30)},${30 + pick(30)}`, "0"][pick(4)];
  const hours = ["*", `${pick(5)}`, `${pick(3)}-${3 + pick(3)}`, `*/${2 + pick(5)}`, `0,${1 + pick(4)}`][pick(5)];
  const days = hours === "*" ? "* * *" : (["* * *", "* * *", `* * ${pick(7)}`, `${1 + pick(28)} * *`, `*/${2 + pick(5)} * *`][pick(5)] ?? "* * *");
  return `${minutes} ${hours} ${days}`;
}

describe("the schedule beside a model of single minutes", () => {
  for (const [index, [zone, day]] of windows.entries()) {
    it(`agrees around ${day} in ${zone}`, () => {
      const from = Date.parse(`${day}T00:00:00Z`) - 36 * 60 * minuteMs;
      const to = from + 96 * 60 * minuteMs;
      const walls = wallsOf(zone, from, to);
      const pick = pickerOf(2026 + index);
      const wrong: string[] = [];
      for (let round = 0; round < 60; round += 1) {
        const expression = randomExpression(pick);
        const read = readCron(expression);
        if (!read.ok || read.reading.kind !== "cron") throw new Error(expression);
        const fires = firesOf({ kind: "cron", expression, timezone: zone });
        // A gap or overlap at the edge of the window would be half seen.
        const [first, last] = [from + 120 * minuteMs, to - 240 * minuteMs];
        const expected = modelFires(read.reading.cron, walls, from).filter((fire) => fire > first && fire < last);
        const found: number[] = [];
        for (let fire = fires.next(first); fire !== null && fire < last; fire = fires.next(fire)) found.push(fire);
        const odd = [...expected.filter((fire) => !found.includes(fire)), ...found.filter((fire) => !expected.includes(fire))];
        if (odd.length > 0) wrong.push(`${expression}: ${odd.map((fire) => new Date(fire).toISOString()).join(" ")}`);
      }
      expect(wrong).toEqual([]);
    });
  }
});
