/**
 * Looks at a kept result other than its pages: a chart of all of its rows, the next place of a text in it, and what differs between
 * two results. All of it is worked out beside the result; the page gets what is shown, never the rows.
 */
import { z } from "zod";

const ColumnIndex = z.number().int().min(0).max(100_000);

export const chartKinds = ["bar", "line", "scatter", "histogram"] as const;
export const ChartKind = z.enum(chartKinds);
export type ChartKind = z.infer<typeof ChartKind>;
export const chartAggregates = ["count", "count distinct", "sum", "avg", "median", "min", "max"] as const;
export const ChartAggregate = z.enum(chartAggregates);
export type ChartAggregate = z.infer<typeof ChartAggregate>;

export const ChartSpec = z.object({
  kind: ChartKind,
  x: ColumnIndex,
  /** Null counts rows. A scatter needs one; a histogram has none. */
  y: ColumnIndex.nullable(),
  /** Of bars and lines; `sum` to `max` ask for a y that is a number. */
  aggregate: ChartAggregate,
  series: ColumnIndex.nullable(),
});
export type ChartSpec = z.infer<typeof ChartSpec>;

export const ChartPoint = z.object({
  /** What stands at the axis, null is SQL NULL. */
  x: z.string().nullable(),
  /** Its place on a numeric axis; milliseconds since the epoch for instants. Null where x has no order but its own. */
  at: z.number().nullable(),
  /** The upper edge of a bin, exclusive. */
  to: z.number().nullable(),
  /** For drawing; `text` is the exact value. */
  y: z.number(),
  text: z.string(),
  /** Index into `series`. */
  series: z.number(),
});
export type ChartPoint = z.infer<typeof ChartPoint>;

export const ChartData = z.object({
  axis: z.enum(["category", "number", "instant"]),
  /** Names of the series; one nameless one where there are none. Null is SQL NULL. */
  series: z.array(z.string().nullable()),
  points: z.array(ChartPoint),
  /** Rows of the result after its filter. */
  rows: z.number(),
  /** What was binned, cut or left out, as sentences. */
  notes: z.array(z.string()),
});
export type ChartData = z.infer<typeof ChartData>;

/** Where a text was found: `nth` of `cells` that hold it, in the order asked for. */
export const FoundCell = z.object({ row: z.number(), column: z.number(), nth: z.number(), cells: z.number() });
export type FoundCell = z.infer<typeof FoundCell>;

export const SqlFind = z.object({
  text: z.string().min(1).max(1000),
  /** Columns to look in, in the order in which they are shown. */
  columns: z.array(ColumnIndex).min(1).max(100_000),
  /** The place to go on from; the cell itself counts only when `inclusive`. */
  from: z.object({ row: z.number().int().min(0), column: ColumnIndex, inclusive: z.boolean() }),
  backwards: z.boolean(),
});
export type SqlFind = z.infer<typeof SqlFind>;

export const SqlCompare = z.object({
  before: z.string(),
  after: z.string(),
  /** Columns that say which row is which; none of them: whole rows are compared, however often each is there. */
  keys: z.array(ColumnIndex).max(1000),
  queryId: z.string().min(1).max(100).optional(),
});
export type SqlCompare = z.infer<typeof SqlCompare>;
