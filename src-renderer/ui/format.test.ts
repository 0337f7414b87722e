import { describe, expect, it } from "vitest";
import { formatAgo, formatBytes, formatCount, formatDuration, formatGoing, formatInstant, formatRelative, formatUpcoming } from "./format.ts";

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1000, "1.0 s"],
    [59_940, "59.9 s"],
    [59_999, "1 min 00 s"],
    [125_000, "2 min 05 s"],
    [3_599_600, "1 h 00 min"],
    [11_220_000, "3 h 07 min"],
    [4 * 86_400_000 + 2 * 3_600_000, "4 d 2 h"],
    [-5, "0 ms"],
  ])("writes %i ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe("formatRelative", () => {
  const now = Date.UTC(2026, 10, 21, 4, 0, 0);
  it.each([
    [now, "just now"],
    [now + 2000, "in a moment"],
    [now - 42_000, "42 s ago"],
    [now + 300_000, "in 5 min"],
    [now - 7_200_000, "2 h ago"],
    [now - 3 * 86_400_000, "3 d ago"],
    [now - 400 * 86_400_000, "1 y ago"],
  ])("writes %i as %s", (at, text) => {
    expect(formatRelative(at, now)).toBe(text);
  });
});

describe("formatInstant", () => {
  it("writes the zone it means, on both sides of a daylight-saving change", () => {
    const before = Date.UTC(2026, 2, 8, 6, 59, 59);
    expect([formatInstant(before, "UTC"), formatInstant(before, "America/New_York"), formatInstant(before + 1000, "America/New_York")]).toEqual([
      "2026-03-08 06:59:59 UTC",
      "2026-03-08 01:59:59 EST",
      "2026-03-08 03:00:00 EDT",
    ]);
  });

  it("writes midnight as 00", () => {
    expect(formatInstant(Date.UTC(2026, 0, 1), "UTC")).toBe("2026-01-01 00:00:00 UTC");
  });
});

describe("counts and bytes", () => {
  it("writes thousands and units", () => {
    expect([formatCount(1_234_567)]).toEqual(["1,234,567"]);
    expect([formatBytes(0), formatBytes(1023), formatBytes(1536), formatBytes(200 * 1024 * 1024)]).toEqual(["0 B", "1023 B", "1.5 KiB", "200 MiB"]);
  });
});

describe("what moves with the clock", () => {
  it("says how long something has been going in whole seconds, from its first moment on", () => {
    expect([-5, 0, 1_900, 59_999, 60_500, 3_661_000].map(formatGoing)).toEqual(["0 s", "0 s", "1 s", "59 s", "1 min 00 s", "1 h 01 min"]);
  });

  it("never takes what has just happened for the future, nor what is late for the past", () => {
    expect([formatAgo(1_400, 1_000), formatAgo(1_000, 61_000), formatUpcoming(900, 1_000), formatUpcoming(31_000, 1_000)]).toEqual(["just now", "1 min ago", "in a moment", "in 30 s"]);
  });
});
