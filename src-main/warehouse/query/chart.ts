/**
 * A chart of a kept result: every row counts, only what is drawn leaves the host. What has to be binned, cut or left out for that is
 * said in the notes, never done in silence.
 */
import type { ChartAggregate, ChartData, ChartPoint, ChartSpec } from "../../../shared/contract/sql-look.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { quoteText } from "../../../shared/sql/names.ts";
import type { Cells, Session } from "../session.ts";
import { type Axis, axisOf, isNumber, labelOf, placeOf, type Step, stepOfInstants, stepOfNumbers } from "./chart-source.ts";
import type { StoredResult } from "./result-store.ts";
import { type StoredColumn, valueOf } from "./stored-column.ts";

/** What the eye still tells apart. */
const mostBars = 60;
const mostCategories = { bar: 40, line: 200, histogram: 0, scatter: 0 } as const;
const mostBins = 40;
const mostPlaces = 2000;
const mostSeries = 8;
const mostDots = 4000;

interface Plan {
  readonly session: Session;
  readonly spec: ChartSpec;
  readonly axis: Axis;
  readonly x: StoredColumn;
  readonly y: StoredColumn | null;
  readonly s: StoredColumn | null;
  /** The rows as x, lx (its label), y and s. */
  readonly source: string;
  readonly rows: number;
  readonly notes: string[];
}

export async function chart(session: Session, { columns, rows }: StoredResult, relation: string, spec: ChartSpec): Promise<ChartData> {
  const at = (index: number): StoredColumn => {
    const column = columns[index];
    if (column === undefined) throw new AppError("input/invalid", `Chart: there is no column ${index + 1}; the result has ${columns.length}.`);
    return column;
  };
  const [x, y, s] = [at(spec.x), spec.y === null ? null : at(spec.y), spec.series === null ? null : at(spec.series)];
  refuseMisfit(spec, x, y);
  const axis = axisOf(x);
  const isRounded = y !== null && y.kind === "decimal" && y.textOf === "DOUBLE" && needsNumber.has(spec.aggregate) && (spec.kind === "bar" || spec.kind === "line");
  const notes = isRounded ? [`"${y.name}" has no fixed precision: its figures here are rounded to 15 digits.`] : [];
  const place = axis === "category" ? labelOf(x) : placeOf(x);
  const source = `(SELECT ${place} AS x, ${labelOf(x)} AS lx, ${y === null ? "NULL" : yOf(y, spec)} AS y, ${s === null ? "NULL" : labelOf(s)} AS s FROM ${relation})`;
  const plan: Plan = { session, spec, axis, x, y, s, source, rows, notes };
  const series = s === null ? [null] : await seriesOf(plan, s);
  const points = spec.kind === "scatter" ? await dots(plan, series) : axis === "category" ? await categories(plan, series) : await places(plan, series);
  return { axis, series, points, rows, notes: plan.notes };
}

function yOf(y: StoredColumn, { kind }: Pick<ChartSpec, "kind">): string {
  return kind === "scatter" ? placeOf(y) : valueOf(y);
}

const needsNumber: ReadonlySet<ChartAggregate> = new Set<ChartAggregate>(["sum", "avg", "median", "min", "max"]);

function refuseMisfit({ kind, aggregate }: ChartSpec, x: StoredColumn, y: StoredColumn | null): void {
  const refuse = (text: string): never => {
    throw new AppError("input/invalid", `Chart: ${text}`);
  };
  const found = (column: StoredColumn): string => `column "${column.name}" is ${column.type}`;
  if ((kind === "histogram" || kind === "scatter") && axisOf(x) === "category") refuse(`a ${kind} needs numbers or dates for x, and ${found(x)}; choose another column, or bars.`);
  if (kind === "scatter" && (y === null || !isNumber(y))) refuse(`a scatter needs a number for y${y === null ? "" : `, and ${found(y)}`}; choose a column of numbers.`);
  if ((kind === "bar" || kind === "line") && needsNumber.has(aggregate) && (y === null || !isNumber(y))) refuse(`"${aggregate}" needs a number for y${y === null ? "" : `, and ${found(y)}`}; choose a column of numbers, or count.`);
  if ((kind === "bar" || kind === "line") && aggregate === "count distinct" && y === null) refuse(`"count distinct" needs a column for y; choose one.`);
}

const aggregates: Readonly<Record<ChartAggregate, string>> = { count: "count(y)", "count distinct": "count(DISTINCT y)", sum: "sum(y)", avg: "avg(y)", median: "median(y)", min: "min(y)", max: "max(y)" };

function aggregateOf({ spec, y }: Plan): string {
  return spec.kind === "histogram" || y === null ? "count(*)" : aggregates[spec.aggregate];
}

/** The series with the most rows. */
async function seriesOf({ session, source, notes }: Plan, s: StoredColumn): Promise<(string | null)[]> {
  const [count] = await session.read(`SELECT CAST(count(*) AS varchar) FROM (SELECT DISTINCT s FROM ${source})`);
  const found = await session.read(`SELECT s FROM (SELECT s, count(*) AS n FROM ${source} GROUP BY s) ORDER BY n DESC, s LIMIT ${mostSeries}`);
  const all = Number(count?.[0] ?? 0);
  if (all > mostSeries) notes.push(`${mostSeries} of ${all.toLocaleString("en-US")} series of "${s.name}" are shown, those with the most rows.`);
  return found.map(([name]) => name ?? null);
}

/** The rows of the chosen series, each with its number. */
function chosen({ source, s }: Plan, series: readonly (string | null)[]): string {
  if (s === null) return `(SELECT *, 0 AS n FROM ${source})`;
  const names = series.map((name, index) => `(${index}, ${name === null ? "CAST(NULL AS varchar)" : quoteText(name)})`).join(", ");
  return `(SELECT rows.*, n FROM ${source} AS rows JOIN (VALUES ${names}) AS chosen(n, name) ON rows.s IS NOT DISTINCT FROM chosen.name)`;
}

function sayLeftOut({ notes, rows }: Plan, filled: number, what: string): void {
  if (filled < rows) notes.push(`${(rows - filled).toLocaleString("en-US")} of ${rows.toLocaleString("en-US")} rows are left out: ${what}.`);
}

async function categories(plan: Plan, series: readonly (string | null)[]): Promise<ChartPoint[]> {
  const { session, source, spec, x, notes } = plan;
  const most = mostCategories[spec.kind];
  const [count] = await session.read(`SELECT CAST(count(*) AS varchar) FROM (SELECT DISTINCT lx FROM ${source})`);
  const all = Number(count?.[0] ?? 0);
  if (all > most) notes.push(`${most} of ${all.toLocaleString("en-US")} values of "${x.name}" are shown, those with the most rows.`);
  const top = `(SELECT lx AS label FROM (SELECT lx, count(*) AS n FROM ${source} GROUP BY lx) ORDER BY n DESC, lx LIMIT ${most})`;
  const cells = await session.read(
    `SELECT lx, NULL, NULL, CAST(CAST(v AS double) AS varchar), CAST(v AS varchar), CAST(n AS varchar) FROM (SELECT lx, n, ${aggregateOf(plan)} AS v FROM ${chosen(plan, series)} AS rows JOIN ${top} AS top ON rows.lx IS NOT DISTINCT FROM top.label GROUP BY lx, n) ORDER BY lx NULLS LAST, n`,
  );
  const points = cells.flatMap(pointOf);
  return spec.kind === "bar" ? byTotal(points) : points;
}

/** The longest bar first; bars of one value stay together. */
function byTotal(points: readonly ChartPoint[]): ChartPoint[] {
  const totals = new Map<string | null, number>();
  for (const { x, y } of points) totals.set(x, (totals.get(x) ?? 0) + y);
  return points.toSorted((one, other) => (totals.get(other.x) ?? 0) - (totals.get(one.x) ?? 0));
}

async function places(plan: Plan, series: readonly (string | null)[]): Promise<ChartPoint[]> {
  const { session, source, x, notes } = plan;
  const [facts = []] = await session.read(`SELECT CAST(count(x) AS varchar), CAST(count(DISTINCT x) AS varchar), CAST(min(x) AS varchar), CAST(max(x) AS varchar) FROM ${source}`);
  const [filled = 0, distinct = 0, low = 0, high = 0] = facts.map(Number);
  sayLeftOut(plan, filled, `their "${x.name}" is NULL or not finite`);
  if (filled === 0) return [];
  const step = stepOf(plan, { distinct, span: high - low });
  if (step !== null) notes.push(`"${x.name}" is binned ${plan.axis === "instant" && !step.name.endsWith("ms") ? `by ${step.name}` : `in steps of ${step.name}`}.`);
  const binned = `SELECT ${step === null ? "x" : step.from} AS x, lx, y, n FROM ${chosen(plan, series)} WHERE x IS NOT NULL`;
  const grouped = `SELECT x, min(lx) AS lx, n, ${aggregateOf(plan)} AS v FROM (${binned}) GROUP BY x, n`;
  const cells = await session.read(
    `SELECT ${step === null ? "lx" : step.label}, CAST(x AS varchar), ${step === null ? "NULL" : `CAST(${step.to} AS varchar)`}, CAST(CAST(v AS double) AS varchar), CAST(v AS varchar), CAST(n AS varchar) FROM (${grouped}) AS g ORDER BY g.x, n`,
  );
  return cells.flatMap(pointOf);
}

/** Null where every value may stand for itself. */
function stepOf({ spec, axis, x }: Plan, { distinct, span }: { distinct: number; span: number }): Step | null {
  const most = spec.kind === "histogram" ? 0 : spec.kind === "bar" ? mostBars : mostPlaces;
  if (distinct <= most) return null;
  const bins = spec.kind === "histogram" ? mostBins : most;
  return axis === "instant" ? stepOfInstants(span, bins) : stepOfNumbers(span, bins, x.kind === "integer");
}

async function dots(plan: Plan, series: readonly (string | null)[]): Promise<ChartPoint[]> {
  const { session, source, x, y, notes } = plan;
  const [facts] = await session.read(`SELECT CAST(count(*) AS varchar) FROM ${source} WHERE x IS NOT NULL AND y IS NOT NULL`);
  const filled = Number(facts?.[0] ?? 0);
  sayLeftOut(plan, filled, `their "${x.name}" or "${y?.name ?? ""}" is NULL or not finite`);
  if (filled > mostDots) notes.push(`${mostDots.toLocaleString("en-US")} of ${filled.toLocaleString("en-US")} points are shown, taken at random.`);
  const cells = await session.read(
    `SELECT lx, CAST(x AS varchar), NULL, CAST(y AS varchar), CAST(y AS varchar), CAST(n AS varchar) FROM (SELECT * FROM (SELECT * FROM ${chosen(plan, series)} WHERE x IS NOT NULL AND y IS NOT NULL) USING SAMPLE reservoir(${mostDots} ROWS) REPEATABLE (7)) AS taken ORDER BY taken.x, taken.y, n`,
  );
  return cells.flatMap(pointOf);
}

/** Nothing for a value that cannot be drawn: an average of nothing, a sum beyond all numbers. */
function pointOf([label, at, to, y, text, series]: Cells): ChartPoint[] {
  const value = y == null ? Number.NaN : Number(y);
  if (!Number.isFinite(value)) return [];
  return [{ x: label ?? null, at: at == null ? null : Number(at), to: to == null ? null : Number(to), y: value, text: text ?? "", series: Number(series ?? 0) }];
}
