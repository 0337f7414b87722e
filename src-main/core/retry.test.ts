import { describe, expect, it } from "vitest";
import { retryDelayOf } from "./retry.ts";

const exponential = { retryDelayMs: 1_000, retryBackoff: "exponential", retryMaxDelayMs: 60_000 } as const;
const names = Array.from({ length: 1_000 }, (_, at) => `try ${at}`);

describe("retryDelayOf", () => {
  it("doubles an exponential delay with every try, and adds up to as much again by the name of the try", () => {
    for (const [failedTry, least] of [[1, 1_000], [2, 2_000], [4, 8_000]] as const) {
      const delays = names.map((name) => retryDelayOf(exponential, failedTry, name));
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...delays)).toBeLessThan(2 * least);
      // Spread over the whole of it: every tenth part has its share.
      const tenths = Map.groupBy(delays, (delay) => Math.floor((10 * (delay - least)) / least));
      expect([...tenths.values()].every(({ length }) => length > 60 && length < 140) && tenths.size).toBe(10);
    }
  });

  it("is the same for the same try, after a crash too", () => {
    expect(retryDelayOf(exponential, 3, '["d","r",0,3]')).toBe(retryDelayOf(exponential, 3, '["d","r",0,3]'));
  });

  it("stays below the longest delay, and does not jitter a fixed one", () => {
    expect(new Set(names.map((name) => retryDelayOf(exponential, 40, name)))).toEqual(new Set([60_000]));
    expect(new Set(names.map((name) => retryDelayOf({ ...exponential, retryBackoff: "fixed" }, 5, name)))).toEqual(new Set([1_000]));
  });
});
