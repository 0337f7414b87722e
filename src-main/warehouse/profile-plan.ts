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

type Kind = ReturnType<ProfileDialect["kindOf"]>;
type ProfiledColumn = Pick<Column, "name" | "type">;

/** A query of the four cells: place of the bucket (none where the count says it), label or lower edge, upper edge, count. */
function commonest(session: Session, relation: string, column: ProfiledColumn, value: string): string {
  const label = session.dialect.text(value, column.type, shownCharacters);
  return `SELECT NULL, label, NULL, CAST(n AS varchar) FROM (SELECT ${label} AS label, count(*) AS n FROM ${relation} AS source WHERE ${quoteName(column.name)} IS NOT NULL GROUP BY ${value} ORDER BY count(*) DESC, 1 LIMIT ${commonestCount}) AS common`;
}

function histogram(dialect: ProfileDialect, relation: string, column: ProfiledColumn, kind: "number" | "instant"): string {
  const double = dialect.toDouble(quoteName(column.name), kind);
  const values = `(SELECT x FROM (SELECT ${double} AS x FROM ${relation} AS source) AS all_values WHERE x IS NOT NULL AND ${dialect.isFinite("x")})`;
  const limits = `(SELECT min(x) AS lo, max(x) AS hi FROM ${values} AS finite)`;
  const bucket = `CASE WHEN hi = lo THEN 0 ELSE least(${bucketCount - 1}, CAST(floor((x - lo) / (hi - lo) * ${bucketCount}) AS integer)) END`;
  const edge = (offset: string): string => `(lo + (hi - lo) * (bucket + ${offset}) / ${bucketCount}.0)`;
  const text = (offset: string): string => (kind === "instant" ? dialect.instantText(edge(offset), column.type) : `CAST(${edge(offset)} AS varchar)`);
  return `SELECT CAST(bucket AS varchar), ${text("0")}, ${text("1")}, CAST(count(*) AS varchar) FROM (SELECT lo, hi, ${bucket} AS bucket FROM ${values} AS v, ${limits} AS l) AS bucketed GROUP BY bucket, lo, hi`;
}

/** Bucket edges are for the eye: six digits are enough. */
function shorten(text: string | null | undefined): string {
  return text != null && /^-?[\d.]+(e[+-]?\d+)?$/i.test(text) ? String(Number(Number(text).toPrecision(6))) : (text ?? "");
}

interface Subject {
  readonly column: ProfiledColumn;
  readonly kind: Kind;
  /** What is counted and compared. */
  readonly value: string;
}

interface Figures extends Omit<ColumnProfile, "buckets"> {
  readonly isSpread: boolean;
}

/** So many columns are looked at by one query: each query over a wide table costs its planning anew. */
const columnsAtOnce = 40;
/** From so many columns on, those of one query are taken out of the table once; every mention of a wide table is bound in full. */
const wideFrom = 200;

interface Part {
  /** Stands before a query that selects from `relation`. */
  readonly head: string;
  readonly relation: string;
  readonly sampledFrom: number | null;
}

function partOf({ relation, sampledFrom }: ProfileSource, columns: readonly ProfiledColumn[], isWide: boolean): Part {
  if (!isWide) return { head: "", relation, sampledFrom };
  return { head: `WITH profiled AS MATERIALIZED (SELECT ${columns.map(({ name }) => quoteName(name)).join(", ")} FROM ${relation} AS whole) `, relation: "profiled", sampledFrom };
}

/** Profiles in order, some columns at a time, so that one can see them come and stop them. */
export async function* profileColumns(session: Session, dialect: ProfileDialect, source: ProfileSource, columns: readonly ProfiledColumn[]): AsyncGenerator<ColumnProfile[]> {
  for (let at = 0; at < columns.length; at += columnsAtOnce) {
    const subjects = columns.slice(at, at + columnsAtOnce).map((column) => ({ column, kind: dialect.kindOf(column.type), value: dialect.comparable(quoteName(column.name), column.type) }));
    const part = partOf(source, subjects.map(({ column }) => column), columns.length > wideFrom);
    const figures = await readFigures(session, part, subjects);
    const buckets = await readBuckets(session, dialect, part, subjects, figures);
    yield figures.map(({ isSpread: _isSpread, ...one }, index) => ({ ...one, buckets: buckets[index] ?? [] }));
  }
}

async function readFigures(session: Session, { head, relation, sampledFrom }: Part, subjects: readonly Subject[]): Promise<Figures[]> {
  const cellsOf = ({ column, kind, value }: Subject): string[] => {
    const name = quoteName(column.name);
    const extreme = (which: "min" | "max"): string => (kind === "other" ? "NULL" : session.dialect.text(`${which}(${value})`, column.type, shownCharacters));
    return [`CAST(count(${name}) AS varchar)`, `CAST(count(DISTINCT ${value}) AS varchar)`, extreme("min"), extreme("max"), kind === "number" ? `CAST(avg(${name}) AS varchar)` : "NULL"];
  };
  const [cells = []] = await session.read(`${head}SELECT CAST(count(*) AS varchar), ${subjects.flatMap(cellsOf).join(", ")} FROM ${relation} AS source`);
  const rowCount = Number(cells[0] ?? 0);
  return subjects.map(({ column, kind }, index) => {
    const [filled, distinct, min, max, mean] = cells.slice(1 + index * 5);
    const distinctCount = Number(distinct ?? 0);
    return {
      ...{ name: column.name, type: column.type, rowCount, nullCount: rowCount - Number(filled ?? 0), distinctCount, min: bound(min), max: bound(max), mean: bound(mean) },
      isSpread: (kind === "number" || kind === "instant") && distinctCount > bucketCount,
      ...(sampledFrom === null ? {} : { sampledFrom }),
    };
  });
}

async function readBuckets(session: Session, dialect: ProfileDialect, { head, relation }: Part, subjects: readonly Subject[], figures: readonly Figures[]): Promise<ColumnProfile["buckets"][]> {
  const queries = subjects.map(({ column, kind, value }, index) =>
    figures[index]?.isSpread === true && (kind === "number" || kind === "instant") ? histogram(dialect, relation, column, kind) : commonest(session, relation, column, value),
  );
  const rows = await session.read(head + queries.map((query, index) => `SELECT '${index}' AS subject, buckets.* FROM (${query}) AS buckets`).join(" UNION ALL "));
  const bySubject = Map.groupBy(rows, ([subject]) => Number(subject));
  return subjects.map((_, index) =>
    (bySubject.get(index) ?? [])
      .toSorted((one, other) => Number(one[1] ?? 0) - Number(other[1] ?? 0) || (one[1] == null ? Number(other[4]) - Number(one[4]) || ((one[2] ?? "") < (other[2] ?? "") ? -1 : 1) : 0))
      .map(([, , from, to, count]) => ({ label: figures[index]?.isSpread === true ? `${shorten(from)} – ${shorten(to)}` : (bound(from) ?? ""), count: Number(count) })),
  );
}
