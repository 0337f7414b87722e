import { describe, expect, it } from "vitest";
import { readSpan } from "./span.ts";

const read = (from: string, to: string, zone = "UTC"): string[] => Object.values(readSpan({ from, to }, zone)).map((at) => new Date(at).toISOString());

describe("a range of time", () => {
  it.each([
    ["2026-01-01", "2026-01-31", "UTC", "2026-01-01T00:00:00.000Z", "2026-01-31T23:59:59.999Z"],
    ["2026-01-01", "2026-01-01", "America/New_York", "2026-01-01T05:00:00.000Z", "2026-01-02T04:59:59.999Z"],
    ["2026-03-08", "2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z", "2026-03-09T03:59:59.999Z"],
    ["2026-01-01T06:30", " 2026-01-01 07:00:01 ", "America/New_York", "2026-01-01T11:30:00.000Z", "2026-01-01T12:00:01.000Z"],
    ["2026-01-01T06:30Z", "2026-01-01T06:30+00:00", "America/New_York", "2026-01-01T06:30:00.000Z", "2026-01-01T06:30:00.000Z"],
  ])("%s to %s in %s", (from, to, zone, first, last) => {
    expect(read(from, to, zone)).toEqual([first, last]);
  });

  it.each([
    ["2026-02-30", "2026-03-01", 'from: "2026-02-30" is no day or time'],
    ["2026-01-01", "tomorrow", 'to: "tomorrow" is no day or time'],
    ["2026-01-01T25:00", "2026-01-02", "from:"],
    ["", "2026-01-02", 'from: "" is no day'],
    ["2026-01-02", "2026-01-01", "from, to: 2026-01-02 is after 2026-01-01; the range is upside down. Write from 2026-01-01 to 2026-01-02."],
  ])("refuses %s to %s", (from, to, words) => {
    expect(() => read(from, to)).toThrow(words);
  });
});
