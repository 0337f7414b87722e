/**
 * Profiles a column with plain SQL that both databases read: counts, extremes, mean, and either equal-width buckets
 * (numbers and dates with many values) or the commonest values. Big tables are sampled; the profile then says so.
 */
import type { ColumnProfile } from "../../shared/contract/warehouse.ts";
import { cutCell } from "./checks/run-checks.ts";
import type { Column, Session } from "./session.ts";
import { quoteName } from "../../shared/sql/names.ts";

export interface ProfileSource {
  /** What to select from: the quoted table, or a sample of it, as a parenthesised query or a name. */
  readonly relation: string;
  /** Rows of the whole table when the relation is a sample. */
  readonly sampledFrom: number | null;
}

export interface ProfileDialect {
  /** How a column is profiled. */
  kindOf(type: string): "number" | "instant" | "text" | "other";
  /** A double from a number or an instant (seconds). */
  toDouble(expression: string, kind: "number" | "instant"): string;
  /** Text of the instant that lies so many seconds after the epoch. */
  instantText(seconds: string, type: string): string;
  isFinite(double: string): string;
  /** Text that `count(distinct …)` and `group by` work on, for types without equality. */
  comparable(expression: string, type: string): string;
}

const bucketCount = 12;
const commonestCount = 10;
const shownCharacters = 200;

function bound(cell: string | null | undefined): string | null {
  return cutCell(cell ?? null, shownCharacters);
}

async function commonest(session: Session, relation: string, column: Column, value: string): Promise<ColumnProfile["buckets"]> {
  const label = session.dialect.text(value, column.type, shownCharacters);
  const rows = await session.read(
    `SELECT ${label} AS label, CAST(count(*) AS varchar) FROM ${relation} AS source WHERE ${quoteName(column.name)} IS NOT NULL GROUP BY ${value} ORDER BY count(*) DESC, 1 LIMIT ${commonestCount}`,
  );
  return rows.map(([text, count]) => ({ label: bound(text) ?? "", count: Number(count) }));
}

async function histogram(
  session: Session,
  dialect: ProfileDialect,
  relation: string,
  column: Column,
  kind: "number" | "instant",
): Promise<ColumnProfile["buckets"]> {
  const double = dialect.toDouble(quoteName(column.name), kind);
  const values = `(SELECT x FROM (SELECT ${double} AS x FROM ${relation} AS source) AS all_values WHERE x IS NOT NULL AND ${dialect.isFinite("x")})`;
  const limits = `(SELECT min(x) AS lo, max(x) AS hi FROM ${values} AS finite)`;
  const bucket = `CASE WHEN hi = lo THEN 0 ELSE least(${bucketCount - 1}, CAST(floor((x - lo) / (hi - lo) * ${bucketCount}) AS integer)) END`;
  const edge = (offset: string): string => `(lo + (hi - lo) * (bucket + ${offset}) / ${bucketCount}.0)`;
  const text = (offset: string): string => (kind === "instant" ? dialect.instantText(edge(offset), column.type) : `CAST(${edge(offset)} AS varchar)`);
  const rows = await session.read(
    `SELECT ${text("0")}, ${text("1")}, CAST(count(*) AS varchar) FROM (SELECT lo, hi, ${bucket} AS bucket FROM ${values} AS v, ${limits} AS l) AS bucketed GROUP BY bucket, lo, hi ORDER BY bucket`,
  );
  return rows.map(([from, to, count]) => ({ label: `${shorten(from)} – ${shorten(to)}`, count: Number(count) }));
}

/** Bucket edges are for the eye: six digits are enough. */
function shorten(text: string | null | undefined): string {
  return text != null && /^-?[\d.]+(e[+-]?\d+)?$/i.test(text) ? String(Number(Number(text).toPrecision(6))) : (text ?? "");
}

export async function profileColumn(session: Session, dialect: ProfileDialect, source: ProfileSource, column: Column): Promise<ColumnProfile> {
  const { relation, sampledFrom } = source;
  const name = quoteName(column.name);
  const kind = dialect.kindOf(column.type);
  const value = dialect.comparable(name, column.type);
  const extreme = (which: "min" | "max"): string => (kind === "other" ? "NULL" : session.dialect.text(`${which}(${value})`, column.type, shownCharacters));
  const mean = kind === "number" ? `CAST(avg(${name}) AS varchar)` : "NULL";
  const [cells] = await session.read(
    `SELECT CAST(count(*) AS varchar), CAST(count(${name}) AS varchar), CAST(count(DISTINCT ${value}) AS varchar), ${extreme("min")}, ${extreme("max")}, ${mean} FROM ${relation} AS source`,
  );
  const [rows, filled, distinct] = (cells ?? []).slice(0, 3).map(Number);
  const isSpread = (kind === "number" || kind === "instant") && (distinct ?? 0) > bucketCount;
  const buckets = isSpread ? await histogram(session, dialect, relation, column, kind) : await commonest(session, relation, column, value);
  return {
    name: column.name,
    type: column.type,
    rowCount: rows ?? 0,
    nullCount: (rows ?? 0) - (filled ?? 0),
    distinctCount: distinct ?? 0,
    min: bound(cells?.[3]),
    max: bound(cells?.[4]),
    mean: bound(cells?.[5]),
    buckets,
    ...(sampledFrom === null ? {} : { sampledFrom }),
  };
}
