/**
 * From a check to the SQL that finds what fails it, and to the sentence that says so. No database is asked here.
 * Names of columns are those of the table; a check's spelling is matched by the caller.
 */
import { assertNever } from "../../../shared/base/assert-never.ts";
import type { RenderedCheck } from "../../ports/sql-host.ts";
import { countText, rowsText, spanText } from "../job-log.ts";
import type { Dialect } from "../session.ts";
import { quoteName, quoteText } from "../../../shared/sql/names.ts";
import { BoundError, boundLiteral, countBound } from "./bounds.ts";

export interface CheckTarget {
  /** Quoted. */
  readonly table: string;
  readonly totalRows: number;
  readonly dialect: Dialect;
  /** The table's own spelling of a column, quoted; throws when it has none. */
  column(name: string): string;
  /** Quoted tables that `to` of a relationship stands for. */
  related(to: string): readonly string[];
}

/** What is counted, what is shown, and how it reads. `failing` is a query; no failing rows means passed. */
export interface RowsPlan {
  readonly kind: "rows";
  readonly failing: string;
  /** Sum over the failing query; each row counts one when null. */
  readonly weight: string | null;
  say(failing: number, rows: number): string;
}
/** A single figure decides. */
export interface FigurePlan {
  readonly kind: "figure";
  readonly query: string;
  judge(cells: readonly (string | null)[]): { passed: boolean; message: string };
}
export type CheckPlan = RowsPlan | FigurePlan;

const weightName = "rows_with_this_value";

function hasHave(count: number): string {
  return count === 1 ? "has" : "have";
}

/** With its article; a name that begins with a u is read as "user" is. */
function oneOf(name: string): string {
  return `${/^[aeio]/i.test(name) ? "an" : "a"} ${name}`;
}

function ofRows(failing: number, total: number): string {
  return `${countText(failing)} of ${rowsText(total)}`;
}

function planUnique(check: Extract<RenderedCheck, { kind: "unique" }>, target: CheckTarget): CheckPlan {
  const keys = check.columns.map((name) => target.column(name));
  const filled = keys.map((key) => `${key} IS NOT NULL`).join(" AND ");
  return {
    kind: "rows",
    failing: `SELECT ${keys.join(", ")}, count(*) AS ${weightName} FROM ${target.table} WHERE ${filled} GROUP BY ${keys.join(", ")} HAVING count(*) > 1`,
    weight: weightName,
    say: (failing, rows) =>
      failing === 0
        ? `every ${check.columns.join(", ")} is unique in ${rowsText(target.totalRows)}`
        : `${ofRows(failing, target.totalRows)} share their ${check.columns.join(", ")} with another row (${countText(rows)} ${rows === 1 ? "value" : "values"})`,
  };
}

function planNotNull(check: Extract<RenderedCheck, { kind: "not_null" }>, target: CheckTarget): CheckPlan {
  const condition = check.columns.map((name) => `${target.column(name)} IS NULL`).join(" OR ");
  const names = check.columns.join(" or ");
  return {
    kind: "rows",
    failing: `SELECT * FROM ${target.table} WHERE ${condition}`,
    weight: null,
    say: (failing) =>
      failing === 0 ? `no null ${names} in ${rowsText(target.totalRows)}` : `${ofRows(failing, target.totalRows)} ${hasHave(failing)} a null ${names}`,
  };
}

function planAccepted(check: Extract<RenderedCheck, { kind: "accepted_values" }>, target: CheckTarget): CheckPlan {
  const column = target.column(check.column);
  const values = check.values.map((value) => quoteText(String(value))).join(", ");
  const shown = check.values.slice(0, 10).join(", ") + (check.values.length > 10 ? ", …" : "");
  const outside = check.values.length === 0 ? "" : ` AND ${column} NOT IN (${values})`;
  return {
    kind: "rows",
    failing: `SELECT * FROM ${target.table} WHERE ${column} IS NOT NULL${outside}`,
    weight: null,
    say: (failing) =>
      failing === 0
        ? `every ${check.column} is one of ${shown}`
        : `${ofRows(failing, target.totalRows)} ${hasHave(failing)} ${oneOf(check.column)} that is not one of ${shown}`,
  };
}

function planRange(check: Extract<RenderedCheck, { kind: "range" }>, target: CheckTarget): CheckPlan {
  const column = target.column(check.column);
  const bounds = [
    ...(check.min === undefined ? [] : [`${column} < ${boundLiteral("min", check.min)}`]),
    ...(check.max === undefined ? [] : [`${column} > ${boundLiteral("max", check.max)}`]),
  ];
  if (bounds.length === 0) throw new BoundError("range has neither min nor max; expected at least one");
  const wanted = [check.min === undefined ? "" : `at least ${check.min}`, check.max === undefined ? "" : `at most ${check.max}`].filter(Boolean).join(" and ");
  return {
    kind: "rows",
    failing: `SELECT * FROM ${target.table} WHERE ${bounds.join(" OR ")}`,
    weight: null,
    say: (failing) =>
      failing === 0 ? `every ${check.column} is ${wanted}` : `${ofRows(failing, target.totalRows)} ${hasHave(failing)} ${oneOf(check.column)} that is not ${wanted}`,
  };
}

function planRowCount(check: Extract<RenderedCheck, { kind: "row_count" }>, target: CheckTarget): CheckPlan {
  const min = check.min === undefined ? null : countBound("min", check.min);
  const max = check.max === undefined ? null : countBound("max", check.max);
  const wanted = [min === null ? "" : `at least ${min.toLocaleString("en-US")}`, max === null ? "" : `at most ${max.toLocaleString("en-US")}`]
    .filter(Boolean)
    .join(" and ");
  return {
    kind: "figure",
    query: `SELECT CAST(count(*) AS varchar) AS row_count FROM ${target.table}`,
    judge: ([cell]) => {
      const rows = BigInt(cell ?? "0");
      const passed = (min === null || rows >= min) && (max === null || rows <= max);
      return { passed, message: `${rowsText(Number(rows))}; expected ${wanted}` };
    },
  };
}

function planRelationship(check: Extract<RenderedCheck, { kind: "relationship" }>, target: CheckTarget): CheckPlan {
  const column = target.column(check.column);
  const misses = target
    .related(check.to)
    .map((table) => ` AND NOT EXISTS (SELECT 1 FROM ${table} AS parent WHERE parent.${quoteName(check.field)} = child.${column})`);
  return {
    kind: "rows",
    failing: `SELECT child.* FROM ${target.table} AS child WHERE child.${column} IS NOT NULL${misses.join("")}`,
    weight: null,
    say: (failing) =>
      failing === 0
        ? `every ${check.column} is found in ${check.to}.${check.field}`
        : `${ofRows(failing, target.totalRows)} ${hasHave(failing)} ${oneOf(check.column)} that ${check.to}.${check.field} lacks`,
  };
}

function planFreshness(check: Extract<RenderedCheck, { kind: "freshness" }>, target: CheckTarget): CheckPlan {
  const newest = `max(${target.column(check.column)})`;
  return {
    kind: "figure",
    query: `SELECT CAST(${newest} AS varchar) AS newest, CAST(${target.dialect.ageMs(newest)} AS varchar) AS age_ms FROM ${target.table}`,
    judge: ([value, age]) => {
      if (value == null || age == null)
        return { passed: false, message: `no ${check.column} to judge by; expected one at most ${ageText(check.maxAgeMs)} old` };
      const ageMs = Number(age);
      return {
        passed: ageMs <= check.maxAgeMs,
        message: `newest ${check.column} is ${value}, ${ageText(ageMs)} old; expected at most ${ageText(check.maxAgeMs)}`,
      };
    },
  };
}

function ageText(ms: number): string {
  if (ms < 0) return "0 s (it lies in the future)";
  const units: readonly [string, number][] = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
  ];
  const parts: string[] = [];
  let left = ms;
  for (const [unit, size] of units) {
    if (left >= size) parts.push(`${countText(Math.floor(left / size))} ${unit}`);
    left %= size;
  }
  return parts.length === 0 ? spanText(ms) : parts.slice(0, 2).join(" ");
}

function planQuery(query: string): CheckPlan {
  return {
    kind: "rows",
    failing: query,
    weight: null,
    say: (failing) => (failing === 0 ? "the query returns no row" : `the query returns ${rowsText(failing)}; expected none`),
  };
}

/** Throws BoundError, or what `column` and `related` throw. A `sql` check must have its query made ready by the caller. */
export function planCheck(check: RenderedCheck, target: CheckTarget): CheckPlan {
  switch (check.kind) {
    case "unique":
      return planUnique(check, target);
    case "not_null":
      return planNotNull(check, target);
    case "accepted_values":
      return planAccepted(check, target);
    case "range":
      return planRange(check, target);
    case "row_count":
      return planRowCount(check, target);
    case "relationship":
      return planRelationship(check, target);
    case "freshness":
      return planFreshness(check, target);
    case "sql":
      return planQuery(check.query);
    default:
      return assertNever(check);
  }
}
