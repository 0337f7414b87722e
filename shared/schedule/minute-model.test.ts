/** What fires when, beside a slow model of single minutes. */
import { describe, expect, it } from "vitest";
import { readCron } from "./cron.ts";
import { firesOf } from "./next.ts";
import { modelFires, pickerOf, randomExpression, wallsOf } from "./testing/minute-model.ts";

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
