import { describe, expect, it } from "vitest";
import { cronFires, type Fires } from "./cron-fires.ts";
import { readCron } from "./cron.ts";
import { pickerOf } from "./testing/minute-model.ts";

const dayMs = 86_400_000;
const at = (iso: string): number => Date.parse(iso);

function firesOf(expression: string, zone: string): Fires {
  const read = readCron(expression);
  if (!read.ok || read.reading.kind !== "cron") throw new Error(expression);
  return cronFires(read.reading.cron, zone);
}

function stepped(fires: Fires, from: number, to: number): number[] {
  const found: number[] = [];
  for (let fire = fires.next(from - 1); fire !== null && fire < to; fire = fires.next(fire)) found.push(fire);
  return found;
}

describe("fires of free hours on chosen days", () => {
  const zones = ["America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "UTC"];

  it.each(zones)("are counted and shown as they follow one another, from and to wherever: %s", (zone) => {
    const below = pickerOf(zone.length);
    const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[below(items.length)] ?? items[0];
    const wrong: string[] = [];
    for (let round = 0; round < 150; round += 1) {
      const expression = `${pick(["0", "*/20", "7"])} * ${pick(["*", "*", "1", "L", "25-31"])} ${pick(["*", "*", "3", "10,11", "1"])} ${pick(["1-5", "0", "6", "5", "*"])}`;
      const fires = firesOf(expression, zone);
      const from = at(pick(["2011-12-20", "2026-03-01", "2026-10-20", "2026-04-24", "2026-04-04T14:50Z"])) + pick([0, 1, 5, 7, 12.3, 40]) * dayMs + pick([0, 1, 1_200_000, 5_400_001]);
      const to = from + pick([0.2, 3, 12, 400]) * dayMs;
      const expected = stepped(fires, from, to);
      const shown: number[] = [];
      fires.each?.(from, to, (fire) => shown.push(fire));
      if (fires.count(from, to) !== expected.length || shown.join() !== expected.join()) wrong.push(`${expression} from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`);
    }
    expect(wrong).toEqual([]);
  });

  it("are counted for half a century without stepping from one to the next", () => {
    const [from, to] = [at("1996-01-01T00:00+01:00"), at("2046-01-01T00:00+01:00")];
    const isChosen = (day: number): boolean => ![0, 6].includes(new Date(day).getUTCDay());
    const days = Array.from({ length: (to - from) / dayMs }, (_, index) => at("1996-01-01T00:00Z") + index * dayMs).filter(isChosen).length;
    // The changes are on Sundays: of Monday in spring the first hour is left out, in autumn Sunday has one fire.
    expect(firesOf("* * * * 1-5", "Europe/Berlin").count(from, to)).toBe(days * 1_440 - 50 * 60 + 50);
  });
});
