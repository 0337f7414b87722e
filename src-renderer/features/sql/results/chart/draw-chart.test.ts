import { expect, it } from "vitest";
import type { ChartData, ChartPoint } from "../../../../../shared/contract/sql-look.ts";
import { drawChart, nearest } from "./draw-chart.ts";

const point = (x: string | null, y: number, more: Partial<ChartPoint> = {}): ChartPoint => ({ x, y, at: null, to: null, text: String(y), series: 0, ...more });
const data = (points: ChartPoint[], more: Partial<ChartData> = {}): ChartData => ({ axis: "category", series: [null], points, rows: points.length, notes: [], ...more });
const size = { width: 600, height: 300 };

it("begins bars at zero, below it for what is negative, and keeps NULL and the text null apart", () => {
  const drawn = drawChart("bar", data([point("a", 10), point("null", -5), point(null, 1)]), size);
  const [up, down, tiny] = drawn.bars;
  expect(drawn.bars).toHaveLength(3);
  expect((up?.y ?? 0) + (up?.height ?? 0)).toBeCloseTo(drawn.base, 5);
  expect(down?.y).toBeCloseTo(drawn.base, 5);
  expect((up?.height ?? 0) / (tiny?.height ?? 1)).toBeCloseTo(10, 5);
  expect(drawn.xTicks.map(({ label }) => label)).toEqual(["a", "null", "NULL"]);
  expect(new Set(drawn.bars.map(({ x }) => x)).size).toBe(3);
});

it("makes twice as much twice as long, also where all is far from zero", () => {
  const [one, two] = drawChart("bar", data([point("a", 1000), point("b", 2000)]), size).bars;
  expect((two?.height ?? 0) / (one?.height ?? 1)).toBeCloseTo(2, 5);
});

it("puts the bars of series side by side, inside the plot", () => {
  const drawn = drawChart("bar", data([point("a", 1), point("a", 2, { series: 1 })], { series: ["x", "y"] }), size);
  expect((drawn.bars[0]?.x ?? 0) + (drawn.bars[0]?.width ?? 0)).toBeLessThanOrEqual(drawn.bars[1]?.x ?? 0);
  for (const bar of drawn.bars) expect(bar.x >= drawn.plot.left && bar.x + bar.width <= drawn.plot.right).toBe(true);
});

it("draws a line for each series over time, with dates at the axis", () => {
  const points = [0, 1, 2].flatMap((day) => [0, 1].map((series) => point(`d${day}`, day * (series + 1), { at: Date.UTC(2024, 0, 1 + day), series })));
  const drawn = drawChart("line", data(points, { axis: "instant", series: ["a", "b"] }), size);
  expect(drawn.lines.map(({ path }) => path.split("L").length)).toEqual([3, 3]);
  expect(drawn.xTicks.some(({ label }) => /Jan|Tue|Wed|2024/.test(label))).toBe(true);
  expect(drawn.dots).toHaveLength(6);
});

it("lays a histogram out by its edges and thins out labels that would touch", () => {
  const drawn = drawChart("histogram", data([point("0", 5, { at: 0, to: 10 }), point("10", 2, { at: 10, to: 20 })], { axis: "number" }), size);
  expect((drawn.bars[0]?.x ?? 0) + (drawn.bars[0]?.width ?? 0) + 1).toBeCloseTo(drawn.bars[1]?.x ?? 0, 5);
  const many = drawChart("bar", data(Array.from({ length: 40 }, (_, index) => point(`a long label ${index}`, 1))), size);
  expect(many.xTicks.length).toBeLessThan(8);
});

it("draws nothing from nothing, one point alone, and finds the nearest", () => {
  for (const kind of ["bar", "line", "scatter", "histogram"] as const) expect(drawChart(kind, data([], { axis: kind === "bar" ? "category" : "number" }), size).spots).toEqual([]);
  const one = drawChart("scatter", data([point("1", 7, { at: 1 })], { axis: "number" }), size);
  expect(Number.isFinite(one.spots[0]?.x) && Number.isFinite(one.spots[0]?.y)).toBe(true);
  expect(nearest([{ x: 0, y: 0 }, { x: 100, y: 100 }], { x: 90, y: 0 }, false)).toBe(1);
  expect(nearest([], { x: 0, y: 0 }, true)).toBeNull();
});

it("keeps every label of the axis whole, also the last one", () => {
  const drawn = drawChart("scatter", data([point("0", 1, { at: 0 }), point("1e9", 2, { at: 1_000_000_000 })], { axis: "number" }), size);
  const last = drawn.xTicks.at(-1);
  expect(last?.label).toBe("1,000,000,000");
  expect((last?.at ?? 0) + (13 * 6.6) / 2).toBeLessThanOrEqual(size.width);
});
