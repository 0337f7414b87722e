import { describe, expect, it } from "vitest";
import { best, matchScore } from "./palette-match.ts";

describe("matchScore", () => {
  it("ranks a start over a word's start over a place inside over scattered letters", () => {
    const ranked = ["xfly", "f_load_y", "the_fly", "flying", "fly"].sort((a, b) => matchScore("fly", b) - matchScore("fly", a));
    expect(ranked).toEqual(["fly", "flying", "the_fly", "xfly", "f_load_y"]);
  });

  it("wants every word, wherever it stands", () => {
    expect([matchScore("daily claims", "claims_daily") > 0, matchScore("daily flights", "claims_daily")]).toEqual([true, 0]);
  });

  it("looks into the further words at less weight", () => {
    expect(matchScore("theme", "Dark theme")).toBeGreaterThan(matchScore("night", "Dark theme", "night"));
    expect(matchScore("night", "Dark theme", "night")).toBeGreaterThan(0);
  });

  it("takes everything for nothing typed", () => {
    expect(best(["b", "a"], 5, (name) => matchScore("  ", name))).toEqual(["b", "a"]);
  });
});
