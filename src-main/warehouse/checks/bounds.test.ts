import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundLiteral, countBound } from "./bounds.ts";

describe("boundLiteral", () => {
  it("writes numbers without an exponent, and dates with their type", () => {
    const bounds = [1e21, "-1.50e-3", ".5", "12e1", " 7 ", "2020-01-01", "2020-01-01T10:00Z", "2020-01-01 10:00:00.25", "2020-01-01 10:00+02"];
    expect(bounds.map((bound) => boundLiteral("min", bound))).toEqual([
      "1000000000000000000000",
      "-0.00150",
      "0.5",
      "120",
      "7",
      "DATE '2020-01-01'",
      "TIMESTAMPTZ '2020-01-01 10:00+00'",
      "TIMESTAMP '2020-01-01 10:00:00.25'",
      "TIMESTAMPTZ '2020-01-01 10:00+02'",
    ]);
  });

  it("keeps the value of any number", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => Number(boundLiteral("min", value)) === value));
  });

  it("refuses everything else, so that no text becomes SQL", () => {
    for (const bad of ["", "abc", "1 or 1=1", "2020-01-01'--", "NaN", "0x10", Number.POSITIVE_INFINITY]) {
      expect(() => boundLiteral("max", bad)).toThrow("expected a number, a date or an instant");
    }
  });

  it("counts in whole rows", () => {
    expect([countBound("min", "10.0"), countBound("min", 1e3)]).toEqual([10n, 1000n]);
    for (const bad of ["-1", "1.5", "many"]) expect(() => countBound("min", bad)).toThrow("whole number of rows");
  });
});
