import { describe, expect, it } from "vitest";
import { axisMarks } from "./time-marks.tsx";

const marks = (from: string, to: string, zone: string, widthPx: number): string[] =>
  axisMarks({ view: { from: Date.parse(from), to: Date.parse(to) }, widthPx, zone, zero: null }).marks.map(({ at, text }) => `${text} ${new Date(at).toISOString().slice(5, 16)}`);

describe("the marks of an axis over a change of the clocks", () => {
  it("stand at the beginnings of the days after it too", () => {
    // Clocks in New York go back on 1 November, and forward on 8 March.
    expect(marks("2026-10-30T00:00:00Z", "2026-11-04T00:00:00Z", "America/New_York", 600)).toEqual(["10-30 10-30T04:00", "10-31 10-31T04:00", "11-01 11-01T04:00", "11-02 11-02T05:00", "11-03 11-03T05:00"]);
    expect(marks("2026-03-06T00:00:00Z", "2026-03-11T04:30:00Z", "America/New_York", 600)).toEqual(["03-06 03-06T05:00", "03-07 03-07T05:00", "03-08 03-08T05:00", "03-09 03-09T04:00", "03-10 03-10T04:00", "03-11 03-11T04:00"]);
  });

  it("stand at the same hours of the clock before and after it", () => {
    expect(marks("2026-11-01T00:00:00Z", "2026-11-02T12:00:00Z", "America/New_York", 600).map((mark) => mark.slice(0, 5))).toEqual(["00:00", "06:00", "12:00", "18:00", "00:00", "06:00"]);
    expect(marks("2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z", "Europe/Berlin", 600).map((mark) => mark.slice(0, 5))).toEqual(["04:00", "06:00", "08:00", "10:00", "12:00", "14:00"]);
  });

  it("stand as they did in a zone that never changes", () => {
    expect(marks("2026-11-01T00:00:00Z", "2026-11-01T06:00:00Z", "Asia/Kathmandu", 400)).toEqual(["06:00 11-01T00:15", "08:00 11-01T02:15", "10:00 11-01T04:15"]);
  });
});
