import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TimeOfDay } from "../model/deadline.ts";
import { nextTimeOfDay, previousTimeOfDay } from "./time-of-day.ts";
import { wallAt } from "./wall-clock.ts";

const minute = 60_000;
const day = 1_440 * minute;
const at = (text: string): number => Date.parse(text);
const show = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const clock = (text: string, timezone: string, days: number[] | null = null): TimeOfDay => ({ minutes: Number(text.slice(0, 2)) * 60 + Number(text.slice(3)), days, timezone });

/** Goes through every minute: the last one of a date that shows the time; where none does, the minute that would have if the clock had not jumped. */
function slowly({ minutes, days, timezone }: TimeOfDay, from: number, to: number): number[] {
  const found = new Map<number, number>();
  for (let now = from; now < to; now += minute) {
    const wall = wallAt(now, timezone);
    const before = wallAt(now - minute, timezone);
    const date = Math.floor(wall / day);
    if (wall - date * day === minutes * minute) found.set(date, now);
    // What the jump left out lies between the two; it stands as far past the jump as it would have.
    for (let skipped = before + minute; skipped < wall; skipped += minute) {
      const lost = Math.floor(skipped / day);
      if (skipped - lost * day === minutes * minute && !found.has(lost)) found.set(lost, now + (skipped - before - minute));
    }
  }
  const wanted = [...found].filter(([date]) => days === null || days.includes(new Date(date * day).getUTCDay()));
  return [...new Set(wanted.map(([, instant]) => instant))].sort((one, other) => one - other);
}

describe("nextTimeOfDay", () => {
  it("is one instant a day, strictly after, over both changes of the clock", () => {
    const table: readonly (readonly [string, string, string, string])[] = [
      ["07:00", "UTC", "2026-03-08T07:00:00Z", "2026-03-09T07:00"],
      ["07:00", "UTC", "2026-03-08T06:59:59Z", "2026-03-08T07:00"],
      // New York jumps from 02:00 to 03:00: 02:30 is 03:30 that day.
      ["02:30", "America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T07:30"],
      ["02:30", "America/New_York", "2026-03-08T07:30:00Z", "2026-03-09T06:30"],
      // 01:30 is shown twice on 1 November: the second counts.
      ["01:30", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T06:30"],
      ["01:30", "America/New_York", "2026-11-01T06:30:00Z", "2026-11-02T06:30"],
      ["23:45", "Australia/Lord_Howe", "2026-04-04T00:00:00Z", "2026-04-04T12:45"],
    ];
    expect(table.map(([time, zone, from]) => show(nextTimeOfDay(clock(time, zone), at(from))))).toEqual(table.map(([, , , next]) => next));
  });

  it("keeps to the days of the week of its zone", () => {
    const weekday = clock("08:00", "Asia/Tokyo", [1, 2, 3, 4, 5]);
    // Friday 08:00 in Tokyo is Thursday 23:00 UTC.
    expect(show(nextTimeOfDay(weekday, at("2026-05-07T23:00:00Z")))).toBe("2026-05-10T23:00");
    expect(show(previousTimeOfDay(weekday, at("2026-05-10T23:00:00Z")))).toBe("2026-05-07T23:00");
  });

  it("agrees with a walk through every minute, around changes of the clock in many zones", { timeout: 120_000 }, () => {
    const zones = ["America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Tehran", "Africa/Casablanca", "Pacific/Chatham", "Asia/Beirut", "America/Santiago", "UTC"];
    const changes = ["2018-11-04T03:00:00Z", "2022-03-26T22:00:00Z", "2026-03-08T07:00:00Z", "2026-03-29T01:00:00Z", "2026-04-04T15:00:00Z", "2026-09-06T04:00:00Z", "2026-10-25T01:00:00Z", "2026-11-01T06:00:00Z"];
    const asked = fc.record({ zone: fc.constantFrom(...zones), around: fc.constantFrom(...changes), minutes: fc.oneof(fc.nat(1_439), fc.nat(239)), days: fc.option(fc.uniqueArray(fc.nat(6), { minLength: 1 })), shift: fc.nat(1_440) });
    fc.assert(
      fc.property(asked, ({ zone, around, minutes, days, shift }) => {
        const time: TimeOfDay = { minutes, days, timezone: zone };
        const from = at(around) - 2 * day + shift * minute;
        const to = from + 3 * day;
        const fast: number[] = [];
        for (let next = nextTimeOfDay(time, from - 1); next < to; next = nextTimeOfDay(time, next)) fast.push(next);
        // The walk begins earlier and ends later, so that it sees each day of the span whole.
        const slow = slowly(time, from - 2 * day, to + 2 * day).filter((one) => one >= from && one < to);
        expect(fast.map(show)).toEqual(slow.map(show));
        for (const [index, one] of fast.entries()) if (index > 0) expect(previousTimeOfDay(time, one)).toBe(fast[index - 1]);
      }),
      { numRuns: 120 },
    );
  });
});
