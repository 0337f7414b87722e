import { expect, it } from "vitest";
import { heatDays, heatOf } from "./heat-cells.ts";

it("lays hours out by days of UTC, with nothing before the first and after the last", () => {
  const from = Date.UTC(2026, 2, 1, 22);
  const [first, second, ...rest] = heatDays(from, [1, 2, 3]);
  expect([first?.at, first?.hours.slice(21), second?.hours.slice(0, 2), rest]).toEqual([Date.UTC(2026, 2, 1), [null, 1, 2], [3, null], []]);
});

it("shows what comes besides that which always comes", () => {
  expect([heatOf(0, 0, 100), heatOf(1, 0, 100), heatOf(60, 0, 100), heatOf(360, 360, 363), heatOf(363, 360, 363), heatOf(360, 360, 360), heatOf(0, 0, 0)]).toEqual([0, 1, 3, 1, 4, 2, 0]);
});
