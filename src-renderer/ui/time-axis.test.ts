import { describe, expect, it } from "vitest";
import { clockText, dateText, offsetOf, sinceText } from "./time-axis.ts";

const at = Date.parse("2026-11-21T08:41:03.250Z");

describe("the marks of a time axis", () => {
  it("say as much as their distance asks for, in the zone", () => {
    expect([86_400_000, 60_000, 1000, 100].map((step) => clockText(at, "Europe/Berlin", step))).toEqual(["11-21", "09:41", "09:41:03", "09:41:03.250"]);
    expect(dateText(Date.parse("2026-11-21T23:30:00Z"), "Europe/Berlin")).toBe("2026-11-22");
  });

  it("count from a zero", () => {
    expect([[0, 1000], [1500, 500], [42_000, 1000], [125_000, 1000], [120_000, 60_000], [5_400_000, 60_000], [7_200_000, 3_600_000], [-3000, 1000], [12, 5]].map(([ms, step]) => sinceText(ms ?? 0, step ?? 0))).toEqual(["0 s", "+1.5 s", "+42 s", "+2 min 05 s", "+2 min", "+1 h 30 min", "+2 h", "−3 s", "+0.012 s"]);
  });

  it("know how far a zone is ahead, summer and winter", () => {
    expect([offsetOf(at, "Europe/Berlin"), offsetOf(Date.parse("2026-07-01T00:00:00.999Z"), "Europe/Berlin"), offsetOf(at, "Asia/Kathmandu"), offsetOf(at, "America/New_York")]).toEqual([3_600_000, 7_200_000, 20_700_000, -18_000_000]);
  });
});
