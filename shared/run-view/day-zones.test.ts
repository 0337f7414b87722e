import { describe, expect, it } from "vitest";
import { dayName, dayNumber, dayOfName, daySpan, knownZone, offsetSpans, yearSpan } from "./day-zones.ts";

const at = (text: string): number => Date.parse(text);
const hour = 3_600_000;

describe("days of a zone", () => {
  it("cuts a year where the clock is changed, to the millisecond", () => {
    const { from, to } = yearSpan(2026, "Europe/Berlin");
    expect([from, to]).toEqual([at("2025-12-31T23:00:00Z"), at("2026-12-31T23:00:00Z")]);
    expect(offsetSpans(from, to, "Europe/Berlin")).toEqual([
      { from, to: at("2026-03-29T01:00:00Z"), offsetMs: hour },
      { from: at("2026-03-29T01:00:00Z"), to: at("2026-10-25T01:00:00Z"), offsetMs: 2 * hour },
      { from: at("2026-10-25T01:00:00Z"), to, offsetMs: hour },
    ]);
    expect(offsetSpans(from, to, "Asia/Kathmandu")).toEqual([{ from, to, offsetMs: 5.75 * hour }]);
  });

  it("knows days of 23 and 25 hours, and a midnight that is skipped or comes twice", () => {
    const hours = (name: string, zone: string): number => {
      const { from, to } = daySpan(dayOfName(name), zone);
      return (to - from) / hour;
    };
    expect([hours("2026-03-29", "Europe/Berlin"), hours("2026-10-25", "Europe/Berlin"), hours("2026-06-01", "Europe/Berlin")]).toEqual([23, 25, 24]);
    // Chile jumps ahead at midnight, so the day begins at one; in autumn its last hour comes twice.
    expect([hours("2026-09-06", "America/Santiago"), hours("2026-04-04", "America/Santiago")]).toEqual([23, 25]);
    expect(daySpan(dayOfName("2026-09-06"), "America/Santiago").from).toBe(at("2026-09-06T04:00:00Z"));
  });

  it("names the day of an instant", () => {
    expect(dayName(dayNumber(at("2026-11-21T23:30:00Z"), "Europe/Berlin"))).toBe("2026-11-22");
    expect(dayName(dayNumber(at("2026-11-21T23:30:00Z"), "America/New_York"))).toBe("2026-11-21");
  });

  it("refuses what is no zone", () => {
    expect(knownZone("Asia/Calcutta")).toBe("Asia/Calcutta");
    expect(() => knownZone("Europe/Berln")).toThrow(/Europe\/Berln/);
    expect(() => knownZone("'; drop table")).toThrow();
  });
});
