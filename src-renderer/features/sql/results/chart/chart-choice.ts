/** What may be charted of a result's columns, and what is shown first. Pure. */
import type { ChartAggregate, ChartKind, ChartSpec } from "../../../../../shared/contract/sql-look.ts";
import type { ColumnKind, ResultColumn } from "../../../../../shared/contract/sql.ts";
import { t } from "../../../../strings/t.ts";

const numbers: ReadonlySet<ColumnKind> = new Set<ColumnKind>(["integer", "decimal", "float"]);
const instants: ReadonlySet<ColumnKind> = new Set<ColumnKind>(["date", "timestamp"]);

export function isNumberColumn({ kind }: ResultColumn): boolean {
  return numbers.has(kind);
}

export function isPlaceColumn(column: ResultColumn): boolean {
  return isNumberColumn(column) || instants.has(column.kind);
}

export interface Choices {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly mayCountRows: boolean;
  readonly aggregates: readonly ChartAggregate[];
  readonly hasSeries: boolean;
}

const ofNumbers: readonly ChartAggregate[] = ["sum", "avg", "median", "min", "max", "count", "count distinct"];
const ofAnything: readonly ChartAggregate[] = ["count", "count distinct"];

export function choicesOf(columns: readonly ResultColumn[], spec: ChartSpec): Choices {
  const all = columns.map((_, index) => index);
  const places = all.filter((index) => columns[index] !== undefined && isPlaceColumn(columns[index]));
  const values = all.filter((index) => columns[index] !== undefined && isNumberColumn(columns[index]));
  const y = spec.y === null ? undefined : columns[spec.y];
  switch (spec.kind) {
    case "histogram":
      return { x: places, y: [], mayCountRows: true, aggregates: [], hasSeries: false };
    case "scatter":
      return { x: places, y: values, mayCountRows: false, aggregates: [], hasSeries: true };
    default:
      return { x: all, y: all, mayCountRows: true, aggregates: y === undefined ? [] : isNumberColumn(y) ? ofNumbers : ofAnything, hasSeries: true };
  }
}

/** The nearest thing that the kind and the columns allow; null when the columns allow none of that kind. */
export function fitted(columns: readonly ResultColumn[], spec: ChartSpec): ChartSpec | null {
  const choices = choicesOf(columns, spec);
  const x = choices.x.includes(spec.x) ? spec.x : choices.x[0];
  if (x === undefined) return null;
  const y = spec.y !== null && choices.y.includes(spec.y) ? spec.y : choices.mayCountRows ? null : (choices.y.find((column) => column !== x) ?? choices.y[0] ?? null);
  if (y === null && !choices.mayCountRows) return null;
  const { aggregates } = choicesOf(columns, { ...spec, y });
  const aggregate = aggregates.includes(spec.aggregate) ? spec.aggregate : (aggregates[0] ?? "count");
  return { kind: spec.kind, x, y, aggregate, series: choices.hasSeries ? spec.series : null };
}

/** Numbers that name something: their sum means nothing. */
const isNaming = (name: string): boolean => /(?:^|[_ ])(?:id|key|no|nr|num|number|code|zip|year|month|day)$|^(?:id|pk|fk|sk)_/i.test(name.replace(/([a-z])(Id|Key|Code|No)$/, "$1_$2"));

/** Figures over time as a line, figures by group as bars, else how often each value is there. */
export function firstSpec(columns: readonly ResultColumn[]): ChartSpec {
  const find = (test: (column: ResultColumn) => boolean): number => columns.findIndex(test);
  const instant = find(({ kind }) => instants.has(kind));
  const group = find((column) => !isPlaceColumn(column) && column.kind !== "nested" && column.kind !== "binary");
  const figure = columns.findIndex((column, index) => isNumberColumn(column) && index !== instant && !isNaming(column.name));
  const y = figure >= 0 ? figure : null;
  if (instant >= 0) return { kind: "line", x: instant, y, aggregate: y === null ? "count" : "sum", series: null };
  if (group >= 0) return { kind: "bar", x: group, y, aggregate: y === null ? "count" : "sum", series: null };
  if (y !== null) return { kind: "histogram", x: y, y: null, aggregate: "count", series: null };
  return { kind: "bar", x: 0, y: null, aggregate: "count", series: null };
}

export const kindWords: Readonly<Record<ChartKind, string>> = { bar: t("Bars"), line: t("Line"), scatter: t("Scatter"), histogram: t("Histogram") };
export const aggregateWords: Readonly<Record<ChartAggregate, string>> = { count: t("count"), "count distinct": t("distinct count"), sum: t("sum"), avg: t("average"), median: t("median"), min: t("least"), max: t("greatest") };

/** What stands along the y axis. */
export function yWords(columns: readonly ResultColumn[], { kind, y, aggregate }: ChartSpec): string {
  const name = y === null ? "" : (columns[y]?.name ?? "");
  if (kind === "scatter") return name;
  return y === null || kind === "histogram" ? t("rows") : t("{{aggregateWords}} of {{name}}", { aggregateWords: aggregateWords[aggregate], name });
}

export function titleOf(columns: readonly ResultColumn[], spec: ChartSpec): string {
  const x = columns[spec.x]?.name ?? "";
  const series = spec.series === null ? "" : t(", for each {{name}}", { name: columns[spec.series]?.name ?? "" });
  return spec.kind === "histogram" ? t("How {{x}} is spread", { x }) : t("{{yWords}} by {{x}}{{series}}", { yWords: yWords(columns, spec), x, series });
}
