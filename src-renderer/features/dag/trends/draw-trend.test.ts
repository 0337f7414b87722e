import { describe, expect, it } from "vitest";
import { drawTrend, type TrendPoint } from "./draw-trend.ts";

const point = (key: string, value: number | null, high: number | null = null): TrendPoint => ({ key, label: key, value, high, color: "red" });
const size = { width: 400, height: 132 };

describe("drawTrend", () => {
  it("draws bars from zero, on an axis of round durations", () => {
    const { bars, yTicks, plot } = drawTrend([point("a", 1000), point("b", 2000), point("c", null)], "bars", size);
    expect(yTicks.map(({ label }) => label)).toEqual(["0", "500 ms", "1.0 s", "1.5 s", "2.0 s"]);
    expect([plot.top, plot.bottom]).toEqual([10, 110]);
    expect(bars.map(({ key, y, height }) => [key, y, height])).toEqual([["a", 60, 50], ["b", 10, 100]]);
    expect(new Set(bars.map(({ width }) => width))).toEqual(new Set([28]));
  });

  it("draws a line and the band above it, over gaps", () => {
    const { line, band, dots, places } = drawTrend([point("a", 1000, 2000), point("b", null), point("c", 2000, 2000)], "line", size);
    expect([line.match(/[ML]/g)?.join(""), band.endsWith("Z"), dots.map(({ key }) => key), places.length]).toEqual(["ML", true, ["a", "c"], 3]);
  });

  it("shows a bar for the shortest run, goes below zero, and survives nothing", () => {
    expect(drawTrend([point("a", 0), point("b", 60_000)], "bars", size).bars[0]?.height).toBe(1);
    expect(drawTrend([point("a", -1000), point("b", 1000)], "line", size).yTicks[0]?.label).toBe("−1.0 s");
    expect(drawTrend([], "bars", size)).toMatchObject({ bars: [], xTicks: [], places: [] });
  });

  it("labels no more points than have room", () => {
    const many = Array.from({ length: 100 }, (_, index) => point(`11-21 04:${index}`, 1));
    expect(drawTrend(many, "bars", size).xTicks.length).toBeLessThan(5);
  });
});
