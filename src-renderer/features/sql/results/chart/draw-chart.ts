/** From the points of a chart to shapes, ticks and words on a canvas of a given size. Pure; drawn by `chart-svg.tsx`. */
import { scaleBand, scaleLinear, scaleUtc } from "d3-scale";
import type { ChartData, ChartKind, ChartPoint } from "../../../../../shared/contract/sql-look.ts";

export interface Bar {
  readonly point: number;
  readonly series: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Where a point is on the canvas, for the pointer and the keys. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** Where y is 0, or the lower edge. */
  readonly base: number;
  readonly bars: readonly Bar[];
  readonly lines: readonly { readonly series: number; readonly path: string }[];
  /** Dots are points too; where lines have few points, their points are dots. */
  readonly dots: readonly { readonly point: number; readonly series: number; readonly x: number; readonly y: number }[];
  readonly spots: readonly Spot[];
}

const characterPx = 6.6;
const longestLabel = 16;
const fewPoints = 60;
const widestBarPx = 96;

export function drawChart(kind: ChartKind, { axis, points, series }: ChartData, { width, height }: { width: number; height: number }): Drawing {
  const y = yScale(kind, points, { from: height - 46, to: 12 });
  const yFormat = y.tickFormat(6);
  const yTicks = y.ticks(Math.max(2, Math.min(8, Math.floor(height / 50)))).map((value) => ({ at: y(value), label: yFormat(value) }));
  const left = 30 + Math.max(3, ...yTicks.map(({ label }) => label.length)) * characterPx;
  const plot = { left, right: width - 30, top: 12, bottom: height - 46 };
  const base = Math.min(plot.bottom, Math.max(plot.top, y(0)));
  const frame = { width, height, plot, yTicks, base };
  const body = kind === "bar" ? bars(points, series.length, plot, { y, base }) : axis === "category" ? overCategories(points, plot, y) : overPlaces(kind, points, axis, plot, { y, base });
  return { ...frame, ...body, xTicks: body.xTicks.map((tick) => whole(tick, width)) };
}

/** A label at the rim moves in a little: half a word says nothing. */
function whole({ at, label }: Tick, width: number): Tick {
  const half = (label.length * characterPx) / 2 + 2;
  return { label, at: Math.max(half, Math.min(width - half, at)) };
}

type Plot = Drawing["plot"];
type YScale = ReturnType<typeof yScale>;
type Body = Pick<Drawing, "xTicks" | "bars" | "lines" | "dots" | "spots">;

function yScale(kind: ChartKind, points: readonly ChartPoint[], { from, to }: { from: number; to: number }) {
  const values = points.map((point) => point.y);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // A bar that does not begin at 0 lies about its length.
  const isFromZero = kind === "bar" || kind === "histogram";
  const domain = points.length === 0 ? [0, 1] : isFromZero ? [Math.min(0, low), Math.max(0, high)] : low === high ? [low - 1, high + 1] : [low, high];
  return scaleLinear(domain[0] === domain[1] ? [0, 1] : domain, [from, to]).nice();
}

function bars(points: readonly ChartPoint[], seriesCount: number, plot: Plot, { y, base }: { y: YScale; base: number }): Body {
  const names = [...new Set(points.map(keyOf))];
  const outer = scaleBand(names, [plot.left, plot.right]).paddingInner(0.2).paddingOuter(0.1);
  // Few bars are no wider than many would be; they stay in the middle of their place.
  const room = Math.min(outer.bandwidth(), widestBarPx * seriesCount);
  const aside = (outer.bandwidth() - room) / 2;
  const inner = scaleBand(Array.from({ length: seriesCount }, (_, index) => index), [aside, aside + room]);
  const made = points.map((point, index): Bar => {
    const top = y(point.y);
    return { point: index, series: point.series, x: (outer(keyOf(point)) ?? 0) + (inner(point.series) ?? 0), y: Math.min(top, base), width: Math.max(1, inner.bandwidth() - (seriesCount > 1 ? 1 : 0)), height: Math.max(1, Math.abs(top - base)) };
  });
  const labels = new Map(points.map((point) => [keyOf(point), point.x]));
  return {
    xTicks: thinned(names.map((name) => ({ at: (outer(name) ?? 0) + outer.bandwidth() / 2, label: shortened(labels.get(name) ?? null) })), plot),
    bars: made,
    lines: [],
    dots: [],
    spots: made.map(({ x, y: top, width, height }, index) => ({ x: x + width / 2, y: (points[index]?.y ?? 0) < 0 ? top + height : top })),
  };
}

/** A text and NULL are two things. */
function keyOf({ x }: ChartPoint): string {
  return x === null ? "null" : `=${x}`;
}

function shortened(label: string | null): string {
  const text = (label ?? "NULL").replaceAll(/\s+/g, " ");
  return text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text;
}

/** Only so many labels as do not run into each other. */
function thinned(ticks: readonly Tick[], { left, right }: Plot): Tick[] {
  const longest = Math.max(1, ...ticks.map(({ label }) => label.length)) * characterPx + 10;
  const step = Math.max(1, Math.ceil((ticks.length * longest) / Math.max(1, right - left)));
  return ticks.filter((_, index) => index % step === 0);
}

function overCategories(points: readonly ChartPoint[], plot: Plot, y: YScale): Body {
  const names = [...new Set(points.map(keyOf))];
  const place = scaleBand(names, [plot.left, plot.right]);
  const at = (point: ChartPoint): number => (place(keyOf(point)) ?? 0) + place.bandwidth() / 2;
  const labels = new Map(points.map((point) => [keyOf(point), point.x]));
  const spots = points.map((point) => ({ x: at(point), y: y(point.y) }));
  const xTicks = thinned(names.map((name) => ({ at: (place(name) ?? 0) + place.bandwidth() / 2, label: shortened(labels.get(name) ?? null) })), plot);
  return { xTicks, bars: [], lines: pathsOf(points, spots), dots: dotsOf(points, spots, points.length <= fewPoints), spots };
}

function overPlaces(kind: ChartKind, points: readonly ChartPoint[], axis: ChartData["axis"], plot: Plot, { y, base }: { y: YScale; base: number }): Body {
  const edges = points.flatMap(({ at, to }) => [at ?? 0, ...(to === null || kind !== "histogram" ? [] : [to])]);
  const [low, high] = edges.length === 0 ? [0, 1] : [Math.min(...edges), Math.max(...edges)];
  const pad = low === high ? (axis === "instant" ? 43_200_000 : 1) : 0;
  const range = [plot.left, plot.right];
  const x = axis === "instant" ? scaleUtc([low - pad, high + pad], range) : scaleLinear([low - pad, high + pad], range);
  const count = Math.max(2, Math.floor((plot.right - plot.left) / 110));
  const format = x.tickFormat(count);
  const xTicks = x.ticks(count).map((value) => ({ at: x(value), label: (format as (value: Date | number) => string)(value) }));
  if (kind === "histogram") {
    const made = points.map((point, index): Bar => {
      const [from, to] = [x(point.at ?? 0), x(point.to ?? point.at ?? 0)];
      return { point: index, series: 0, x: from, y: Math.min(y(point.y), base), width: Math.max(1, to - from - 1), height: Math.max(1, Math.abs(y(point.y) - base)) };
    });
    return { xTicks, bars: made, lines: [], dots: [], spots: made.map((bar) => ({ x: bar.x + bar.width / 2, y: bar.y })) };
  }
  const spots = points.map((point) => ({ x: x(point.at ?? 0), y: y(point.y) }));
  const isLine = kind === "line";
  return { xTicks, bars: [], lines: isLine ? pathsOf(points, spots) : [], dots: dotsOf(points, spots, !isLine || points.length <= fewPoints), spots };
}

function pathsOf(points: readonly ChartPoint[], spots: readonly Spot[]): Drawing["lines"] {
  const paths = new Map<number, string[]>();
  points.forEach(({ series }, index) => {
    const path = paths.get(series) ?? [];
    const spot = spots[index] ?? { x: 0, y: 0 };
    paths.set(series, path);
    path.push(`${path.length === 0 ? "M" : "L"}${round(spot.x)},${round(spot.y)}`);
  });
  return [...paths].map(([series, path]) => ({ series, path: path.join("") }));
}

function dotsOf(points: readonly ChartPoint[], spots: readonly Spot[], areShown: boolean): Drawing["dots"] {
  if (!areShown) return [];
  return points.map(({ series }, point) => ({ point, series, x: round(spots[point]?.x ?? 0), y: round(spots[point]?.y ?? 0) }));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The point nearest to a place; of bars and lines the nearest across counts most. */
export function nearest(spots: readonly Spot[], place: Spot, isFree: boolean): number | null {
  let best: { index: number; distance: number } | null = null;
  for (const [index, spot] of spots.entries()) {
    const distance = Math.abs(spot.x - place.x) * (isFree ? 1 : 8) + Math.abs(spot.y - place.y);
    if (best === null || distance < best.distance) best = { index, distance };
  }
  return best?.index ?? null;
}
