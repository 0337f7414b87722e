import { describe, expect, it } from "vitest";
import { firesOf } from "../schedule/next.ts";
import { daysOfMonth, daysOfYear, intensityOf, monthOf, outcomeOf, plannedDays, weekdayOf, weeksOf } from "./calendar.ts";
import { dayName, dayOfName } from "./day-zones.ts";

const names = (weeks: (number | null)[][]): (string | null)[][] => weeks.map((week) => week.map((day) => (day === null ? null : dayName(day).slice(8))));

describe("the calendar", () => {
  it("knows weekdays, before 1970 too", () => {
    expect(["2026-11-21", "2026-11-22", "1970-01-01", "1969-12-28"].map((name) => weekdayOf(dayOfName(name)))).toEqual([6, 0, 4, 0]);
  });

  it("lays a month into weeks that begin on Monday, Sunday or Saturday", () => {
    const november = daysOfMonth({ year: 2026, month: 11 });
    expect(names(weeksOf(november, 1))[0]).toEqual([null, null, null, null, null, null, "01"]);
    expect(names(weeksOf(november, 0))[0]).toEqual(["01", "02", "03", "04", "05", "06", "07"]);
    expect(names(weeksOf(november, 6)).at(-1)).toEqual(["28", "29", "30", null, null, null, null]);
    expect(weeksOf(daysOfYear(2024), 1).flat().filter((day) => day !== null)).toHaveLength(366);
    expect([monthOf(november.end), monthOf(november.end - 1)]).toEqual([{ year: 2026, month: 12 }, { year: 2026, month: 11 }]);
  });

  it("judges a day by its runs", () => {
    const day = (change: Partial<Record<"queued" | "running" | "success" | "failed", number>>): string => outcomeOf({ queued: 0, running: 0, success: 0, failed: 0, ...change });
    expect([day({ success: 2 }), day({ success: 2, failed: 1 }), day({ failed: 1 }), day({ failed: 1, running: 1 }), day({ running: 1, success: 3 }), day({ queued: 1 }), day({}), outcomeOf(undefined)]).toEqual(["good", "mixed", "failed", "mixed", "running", "running", "none", "none"]);
    expect([intensityOf(1, 1), intensityOf(1, 100), intensityOf(10, 100), intensityOf(100, 100)]).toEqual([3, 1, 2, 3]);
  });

  it("plans the days of a schedule, in the zone of the calendar, once a day", () => {
    const at = Date.parse("2026-11-21T12:00:00Z");
    const end = dayOfName("2026-11-26");
    const days = (set: Set<number>): string[] => [...set].map((day) => dayName(day).slice(5));
    expect(days(plannedDays(firesOf({ kind: "cron", expression: "30 23 * * 1-5", timezone: "UTC" }), at, end, "UTC"))).toEqual(["11-23", "11-24", "11-25"]);
    expect(days(plannedDays(firesOf({ kind: "cron", expression: "30 23 * * 1-5", timezone: "UTC" }), at, end, "Europe/Berlin"))).toEqual(["11-24", "11-25"]);
    expect(days(plannedDays(firesOf({ kind: "every", everyMs: 10_000 }), at, end, "UTC"))).toEqual(["11-21", "11-22", "11-23", "11-24", "11-25"]);
    expect(days(plannedDays(firesOf({ kind: "once" }), at, end, "UTC"))).toEqual([]);
  });
});
