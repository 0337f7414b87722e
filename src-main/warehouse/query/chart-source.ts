/** What a chart takes out of a kept result: x, y and series of each row as SQL, and the steps by which x is binned. Pure. */
import type { ColumnKind } from "../../../shared/contract/sql.ts";
import { type StoredColumn, textOf, valueOf } from "./stored-column.ts";

export type Axis = "category" | "number" | "instant";

/** Longer texts at an axis are nobody's label. */
const labelCharacters = 120;

const numbers: ReadonlySet<ColumnKind> = new Set<ColumnKind>(["integer", "decimal", "float"]);

export function isNumber({ kind }: StoredColumn): boolean {
  return numbers.has(kind);
}

export function axisOf(column: StoredColumn): Axis {
  if (isNumber(column)) return "number";
  return column.kind === "date" || column.kind === "timestamp" ? "instant" : "category";
}

export function labelOf(column: StoredColumn): string {
  return textOf(column, labelCharacters);
}

/** A double for the place on an axis, NULL where there is none (NULL, NaN, infinity). */
export function placeOf(column: StoredColumn): string {
  const value = valueOf(column);
  return axisOf(column) === "instant" ? `CASE WHEN isfinite(${value}) THEN epoch(${value}) * 1000 END` : `CASE WHEN isfinite(CAST(${value} AS double)) THEN CAST(${value} AS double) END`;
}

export interface Step {
  /** Lower edge of the bin that holds `x`, as a double. */
  readonly from: string;
  /** Upper edge of the bin that begins at `x`. */
  readonly to: string;
  /** Text of the bin that begins at `x`. */
  readonly label: string;
  /** How a person calls it: `month`, `0.5`. */
  readonly name: string;
}

const second = 1000;
const day = 86_400 * second;
const units: readonly (readonly [name: string, ms: number, format: string])[] = [
  ["second", second, "%Y-%m-%d %H:%M:%S"],
  ["minute", 60 * second, "%Y-%m-%d %H:%M"],
  ["hour", 3600 * second, "%Y-%m-%d %H:00"],
  ["day", day, "%Y-%m-%d"],
  ["week", 7 * day, "%Y-%m-%d"],
  ["month", 30.4 * day, "%Y-%m"],
  ["quarter", 91.3 * day, "%Y-%m"],
  ["year", 365.25 * day, "%Y"],
  ["decade", 3652.5 * day, "%Y"],
  ["century", 36_525 * day, "%Y"],
];

const instant = (ms: string): string => `make_timestamp(CAST(round(${ms} * 1000) AS bigint))`;

/** Calendar units for instants, so that a bin is what a person calls it; equal steps below a second. */
export function stepOfInstants(spanMs: number, most: number): Step {
  const [name, , format] = units.find(([, ms]) => spanMs / ms < most) ?? units[units.length - 1] ?? ["century", 0, "%Y"];
  if (name === "second" && spanMs < second) {
    const even = stepOfNumbers(spanMs, most, false);
    return { ...even, label: `strftime(${instant("x")}, '%H:%M:%S.%g')`, name: `${even.name} ms` };
  }
  const from = `epoch(date_trunc('${name}', ${instant("x")})) * 1000`;
  return { from, to: `epoch(${instant("x")} + ${interval(name)}) * 1000`, label: `strftime(${instant("x")}, '${format}')`, name };
}

function interval(name: string): string {
  return name === "quarter" ? "INTERVAL 3 MONTH" : `INTERVAL 1 ${name.toUpperCase()}`;
}

/** Steps of 1, 2 or 5 times a power of ten, so that edges read well; of whole numbers never a part of one. */
export function stepOfNumbers(span: number, most: number, areWhole: boolean): Step {
  const rough = span > 0 ? Math.max(Math.min(span, Number.MAX_VALUE) / most, smallestStep) : 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const nice = [1, 2, 5, 10].map((times) => times * power).find((step) => step >= rough) ?? 10 * power;
  const step = areWhole ? Math.max(1, nice) : nice;
  // Dividing by the inverse of a small step keeps 0.3 from being 0.30000000000000004.
  const scaled = step < 1 ? { down: `* ${double(Math.round(1 / step))}`, up: `/ ${double(Math.round(1 / step))}` } : { down: `/ ${double(step)}`, up: `* ${double(step)}` };
  return { from: finite(`floor(x ${scaled.down}) ${scaled.up}`), to: finite(`(round(x ${scaled.down}) + 1) ${scaled.up}`), label: labelOfPlace(step), name: String(Number(step.toPrecision(6))) };
}

/** The inverse of a smaller one is no number any more. */
const smallestStep = 1e-300;

function double(value: number): string {
  return `CAST('${value}' AS double)`;
}

/** The outermost edges may lie beyond all numbers. */
function finite(sql: string): string {
  return `greatest(least(${sql}, ${double(Number.MAX_VALUE)}), ${double(-Number.MAX_VALUE)})`;
}

/** Edges that are whole numbers are written as such. */
function labelOfPlace(step: number): string {
  return Number.isInteger(step) ? "coalesce(CAST(TRY_CAST(x AS hugeint) AS varchar), CAST(x AS varchar))" : "CAST(x AS varchar)";
}
