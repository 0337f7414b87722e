import { describe, expect, it } from "vitest";
import { dueRuns, type DueQuestion } from "./due-runs.ts";

const hour = 3_600_000;
const hourly = {
  list: (from: number, to: number): number[] => Array.from({ length: Math.floor(to / hour) - Math.floor(from / hour) }, (_, index) => (Math.floor(from / hour) + 1 + index) * hour),
  latest: (to: number): number => Math.floor(to / hour) * hour,
};
const ask = (changes: Partial<DueQuestion>): number[] =>
  dueRuns({ catchup: false, doneUpTo: 10 * hour, now: 10 * hour, startDate: null, endDate: null, ...changes }, hourly).map((at) => at / hour);

describe("dueRuns", () => {
  it("owes nothing before the next instant", () => expect(ask({ now: 11 * hour - 1 })).toEqual([]));
  it("owes the run of this very instant", () => expect(ask({ now: 11 * hour })).toEqual([11]));
  it("drops what was missed while the machine slept", () => expect(ask({ now: 20 * hour + 5 * 60_000 })).toEqual([]));
  it("makes up for the latest only, where asked", () => expect(ask({ catchup: "latest", now: 20.5 * hour })).toEqual([20]));
  it("makes up for all, where asked", () => expect(ask({ catchup: true, now: 13.5 * hour })).toEqual([11, 12, 13]));
  it("owes nothing twice when the clock is set back", () => expect(ask({ catchup: true, now: 9 * hour })).toEqual([]));
  it("keeps to start and end date", () => {
    expect(ask({ catchup: true, now: 20 * hour, startDate: 12 * hour, endDate: 14 * hour })).toEqual([12, 13, 14]);
    expect(ask({ catchup: true, now: 20 * hour, startDate: 30 * hour })).toEqual([]);
  });
});
