/** From durations to bars, lines and bands on a canvas. Pure; drawn by `trend-chart.tsx`. */
import { scaleLinear } from "d3-scale";
import { formatDuration } from "../../../ui/format.ts";

export interface TrendPoint {
  readonly key: string;
  /** Below the axis, where there is room. */
  readonly label: string;
  /** Milliseconds; null leaves a gap. */
  readonly value: number | null;
  /** The upper end of a band that begins at `value`. */
  readonly high: number | null;
  /** A CSS colour, for bars. */
  readonly color: string | null;
}

export interface TrendDrawing {
  readonly bars: readonly { readonly key: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly color: string }[];
  readonly line: string;
  readonly dots: readonly { readonly key: string; readonly x: number; readonly y: number }[];
  readonly band: string;
  readonly places: readonly { readonly key: string; readonly x: number; readonly width: number }[];
  readonly yTicks: readonly { readonly at: number; readonly label: string }[];
  readonly xTicks: readonly { readonly at: number; readonly label: string }[];
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly yOf: (value: number) => number;
}

const characterPx = 6.4;
const widestBarPx = 28;

export function drawTrend(points: readonly TrendPoint[], kind: "bars" | "line", { width, height }: { readonly width: number; readonly height: number }): TrendDrawing {
  const values = points.flatMap(({ value, high }) => (value === null ? [] : [value, high ?? value]));
  const least = Math.min(0, ...values);
  const most = Math.max(1, ...values);
  const steps = stepsOf(most - least);
  const top = Math.ceil(most / steps) * steps;
  const bottom = Math.floor(least / steps) * steps;
  const yTickValues = Array.from({ length: Math.round((top - bottom) / steps) + 1 }, (_, index) => bottom + index * steps);
  const labels = yTickValues.map((value) => (value < 0 ? `−${formatDuration(-value)}` : value === 0 ? "0" : formatDuration(value)));
  const plot = { left: 14 + Math.max(...labels.map((label) => label.length)) * characterPx, right: width - 10, top: 10, bottom: height - 22 };
  const y = scaleLinear([bottom, top], [plot.bottom, plot.top]);
  const slot = (plot.right - plot.left) / Math.max(1, points.length);
  const places = points.map(({ key }, index) => ({ key, x: plot.left + index * slot, width: slot }));
  const centre = (index: number): number => plot.left + (index + 0.5) * slot;
  const barPx = Math.max(1, Math.min(widestBarPx, slot * 0.8));
  const known = points.flatMap((point, index) => (point.value === null ? [] : [{ point, x: centre(index), y: y(point.value), high: y(point.high ?? point.value) }]));
  return {
    plot,
    yOf: (value) => y(value),
    places,
    yTicks: yTickValues.map((value, index) => ({ at: y(value), label: labels[index] ?? "" })),
    xTicks: labelled(points, centre, slot),
    bars: kind === "bars" ? known.map(({ point, x, y: at }) => ({ key: point.key, x: x - barPx / 2, y: Math.min(at, y(0) - 1), width: barPx, height: Math.max(1, y(0) - at), color: point.color ?? "currentColor" })) : [],
    line: kind === "line" ? pathOf(known) : "",
    dots: kind === "line" ? known.map(({ point, x, y: at }) => ({ key: point.key, x, y: at })) : [],
    band: kind === "line" && points.some(({ high }) => high !== null) ? bandOf(known) : "",
  };
}

const niceSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 21_600_000, 43_200_000, 86_400_000];

/** Round durations, four or five of them. */
function stepsOf(span: number): number {
  return niceSteps.find((step) => span / step <= 5) ?? Math.ceil(span / 5 / 86_400_000) * 86_400_000;
}

interface Known {
  readonly x: number;
  readonly y: number;
  readonly high: number;
}

function pathOf(known: readonly Known[]): string {
  return known.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

function bandOf(known: readonly Known[]): string {
  const back = known.toReversed().map(({ x, high }) => `L${x.toFixed(1)} ${high.toFixed(1)}`);
  return known.length < 2 ? "" : `${pathOf(known)}${back.join("")}Z`;
}

/** As many labels as do not touch. */
function labelled(points: readonly TrendPoint[], centre: (index: number) => number, slot: number): { at: number; label: string }[] {
  const widest = Math.max(1, ...points.map(({ label }) => label.length)) * characterPx + 12;
  const every = Math.max(1, Math.ceil(widest / slot));
  return points.flatMap(({ label }, index) => (index % every === Math.floor(every / 2) ? [{ at: centre(index), label }] : []));
}
