import { describe, expect, it } from "vitest";
import { heatDays, heatOf, stripOf } from "./heat-cells.ts";

const sum = (one: number, other: number): number => one + other;
const shown = (days: ReturnType<typeof heatDays>): [string, ...(number | null)[]][] => days.map(({ name, hours }) => [name, ...hours.map((hour) => hour?.value ?? null)]);
const none = (count: number): null[] => Array.from({ length: count }, () => null);

it("lays hours out by days, with nothing before the first and after the last", () => {
  const days = heatDays(Date.UTC(2026, 2, 1, 22), [1, 2, 3], "UTC", sum);
  expect(shown(days)).toEqual([["03-01", ...none(22), 1, 2], ["03-02", 3, ...none(23)]]);
  expect(days[1]?.hours[0]?.at).toBe(Date.UTC(2026, 2, 2));
});

it("lays them out by the clock of the zone, also where it changes and where hours begin at half past", () => {
  const hours = Array.from({ length: 24 }, (_, hour) => hour + 1);
  const berlinSpring = heatDays(Date.UTC(2026, 2, 28, 23), hours, "Europe/Berlin", sum);
  expect(shown(berlinSpring)).toEqual([["03-29", 1, 2, null, ...hours.slice(2, 23)], ["03-30", 24, ...none(23)]]);
  const berlinAutumn = heatDays(Date.UTC(2026, 9, 24, 22), [...hours, 25], "Europe/Berlin", sum);
  expect(shown(berlinAutumn)).toEqual([["10-25", 1, 2, 3 + 4, ...hours.slice(4), 25]]);
  expect(berlinAutumn[0]?.hours[2]?.at).toBe(Date.UTC(2026, 9, 25, 0));
  expect(shown(heatDays(Date.UTC(2026, 0, 1, 18), [1, 2], "Asia/Kolkata", sum))).toEqual([["01-01", ...none(23), 1], ["01-02", 2, ...none(23)]]);
});

it("shows what comes besides that which always comes", () => {
  expect([heatOf(0, 0, 100), heatOf(1, 0, 100), heatOf(60, 0, 100), heatOf(360, 360, 363), heatOf(363, 360, 363), heatOf(360, 360, 360), heatOf(0, 0, 0)]).toEqual([0, 1, 3, 1, 4, 2, 0]);
});

describe("stripOf", () => {
  it("shows days as they are, and the weeks of a long time", () => {
    expect(stripOf([1, 0, 2])).toEqual([1, 0, 2]);
    const year = stripOf(Array.from({ length: 366 }, (_, day) => (day % 7 === 0 ? 3 : 0)));
    expect([year.length, year[0], year[51], year[52]]).toEqual([53, 3, 3, 10.5]);
  });
});
