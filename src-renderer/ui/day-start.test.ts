import { describe, expect, it } from "vitest";
import { dayStart, nextDay } from "./day-start.ts";

const iso = (text: string, zone: string): string => new Date(dayStart(text, zone) ?? Number.NaN).toISOString();

describe("dayStart", () => {
  it("is midnight on the wall, also on the days when the clock is put forward or back", () => {
    expect(iso("2026-11-21", "UTC")).toBe("2026-11-21T00:00:00.000Z");
    expect(iso("2026-03-08", "America/New_York")).toBe("2026-03-08T05:00:00.000Z");
    expect(iso("2026-03-09", "America/New_York")).toBe("2026-03-09T04:00:00.000Z");
    expect(iso("2026-11-01", "America/New_York")).toBe("2026-11-01T04:00:00.000Z");
    expect(iso("2026-07-01", "Asia/Kathmandu")).toBe("2026-06-30T18:15:00.000Z");
  });

  it("is null for what is no day", () => {
    expect(["", "2026", "2026-13-01", "x"].map((text) => dayStart(text, "UTC"))).toEqual([null, null, null, null]);
    expect([nextDay("2026-02-28"), nextDay("2026-12-31"), nextDay("")]).toEqual(["2026-03-01", "2027-01-01", ""]);
  });
});
