import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationWords, formatDuration, parseDuration } from "./duration.ts";

describe("parseDuration", () => {
  it.each([["30s", 30_000], ["10m", 600_000], ["2h", 7_200_000], ["1d", 86_400_000], ["1h30m", 5_400_000], ["1.5s", 1500], ["250ms", 250], ["90", 90_000], [90, 90_000], [0, 0]])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
  it.each(["", "s", "5x", "-5s", "5 parsecs", "1e3s", "9999999d", Number.NaN, -1, Number.POSITIVE_INFINITY])("refuses %s", (text) => {
    expect(parseDuration(text)).toBeNull();
  });
  it.each([[0, "0 ms"], [400, "400 ms"], [1000, "1 s"], [1500, "1.5 s"], [30_000, "30 s"], [90_000, "1 min 30 s"], [600_000, "10 min"], [5_400_000, "1 h 30 min"], [3_601_000, "1 h"], [172_800_000, "2 d"]])("says %d ms as %s", (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });
  it("reads back what formatDuration writes", () => {
    fc.assert(fc.property(fc.nat(2_000_000_000), (ms) => parseDuration(formatDuration(ms)) === ms));
  });
});
