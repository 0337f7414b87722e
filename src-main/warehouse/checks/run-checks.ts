/**
 * Runs checks one by one, each in a read-only transaction, and keeps the first failing rows as exact text. A check
 * that cannot be carried out is `errored` and counts as failed; a stop or a lost connection ends the checking.
 */
import type { RenderedCheck } from "../../ports/sql-host.ts";
import { type CheckResult, keptFailingRows } from "../../../shared/model/run.ts";
import { type JobLog, spanText } from "../job-log.ts";
import { type Column, type Session, SqlFailure, type TableName } from "../session.ts";
import { quoteName, quoteTable, readName, sameName } from "../../../shared/sql/names.ts";
import type { Lens } from "../trial/lens.ts";
import { describeFailure } from "../sql-text/position.ts";
import { retarget } from "../sql-text/retarget.ts";
import { splitStatements, tokenize } from "../sql-text/tokens.ts";
import { BoundError } from "./bounds.ts";
import { type CheckPlan, type CheckTarget, planCheck, type RowsPlan } from "./check-plan.ts";

const shownRows = keptFailingRows;
const shownCharacters = 1000;

/** What is checked: a table under audit, or (for a plain script) nothing but the database. */
export interface Audit {
  readonly table: TableName | null;
  readonly columns: readonly Column[];
  readonly totalRows: number;
  /** Names that people use for the table under audit in a query of their own. */
  readonly aliases: readonly TableName[];
  readonly finalSchema: string | null;
  /** The published table, and whether its present rows stay beside the new ones. */
  readonly published: TableName | null;
  readonly keepsPublished: boolean;
  /** In a try: how it sees the tables of others. */
  readonly lens?: Lens | null;
}

/** Written for the person in the check's result; not an error of the program. */
class CheckTrouble extends Error {}

function findColumn(audit: Audit, name: string): string {
  const columns = audit.columns.map((column) => column.name);
  const found = columns.find((column) => column === name) ?? columns.find((column) => column.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new CheckTrouble(`no column ${name}; the table has ${columns.join(", ")}`);
  return quoteName(found);
}

function relatedTables(audit: Audit, to: string, foldsCase: boolean): string[] {
  const tokens = tokenize(to);
  const name = readName(tokens, 0, foldsCase);
  if (name === null || name.to !== tokens.length) throw new CheckTrouble(`to is "${to}"; expected table or schema.table`);
  const schema = name.schema ?? audit.finalSchema;
  if (schema === null) return [quoteName(name.table)];
  const { published, table } = audit;
  const isOwn = published !== null && sameName(published.schema, schema, foldsCase) && sameName(published.table, name.table, foldsCase);
  const other = { schema, table: name.table };
  if (!isOwn || table === null) return [quoteTable(audit.lens?.meant(other) ?? other)];
  return audit.keepsPublished ? [quoteTable(table), quoteTable(published)] : [quoteTable(table)];
}

function targetOf(session: Session, audit: Audit): CheckTarget {
  const { foldsCase } = session.dialect;
  if (audit.table === null) throw new CheckTrouble("there is no table to check; give the task a ddl, or use a sql check");
  return {
    table: quoteTable(audit.table),
    totalRows: audit.totalRows,
    dialect: session.dialect,
    column: (name) => findColumn(audit, name),
    related: (to) => relatedTables(audit, to, foldsCase),
  };
}

/** One query without its semicolon, with the table under audit in the place of its names. */
function readyQuery(session: Session, audit: Audit, query: string): string {
  const [statement, second] = splitStatements(query);
  if (statement === undefined || second !== undefined)
    throw new CheckTrouble(`found ${statement === undefined ? "no statement" : "several statements"}; expected one query that returns the failing rows`);
  const own = audit.table === null ? [] : [{ from: audit.aliases, to: quoteTable(audit.table) }];
  if (audit.lens != null) return audit.lens.rewrite(statement.text, own).text;
  if (audit.table === null) return statement.text;
  return retarget(statement.text, audit.aliases, audit.table, session.dialect.foldsCase).text;
}

function makePlan(session: Session, audit: Audit, check: RenderedCheck): CheckPlan {
  if (check.kind !== "sql") return planCheck(check, targetOf(session, audit));
  const query = readyQuery(session, audit, check.query);
  const noTable: CheckTarget = { table: "", totalRows: 0, dialect: session.dialect, column: () => "", related: () => [] };
  return planCheck({ ...check, query }, noTable);
}

type Finding = Pick<CheckResult, "outcome" | "message" | "failingCount" | "failingColumns" | "failingRows">;

async function findRows(session: Session, plan: RowsPlan): Promise<Finding> {
  const prefix = "SELECT ";
  const weight = plan.weight === null ? "count(*)" : `coalesce(sum(${plan.weight}), 0)`;
  const countSql = `${prefix}CAST(${weight} AS varchar), CAST(count(*) AS varchar) FROM (${plan.failing}\n) AS failing`;
  const [cells] = await session.read(countSql).catch((error: unknown) => {
    throw error instanceof SqlFailure ? error.shifted(-countSql.indexOf(plan.failing)) : error;
  });
  const failing = Number(cells?.[0] ?? 0);
  const rows = Number(cells?.[1] ?? 0);
  const message = plan.say(failing, rows);
  if (failing === 0) return { outcome: "passed", message, failingCount: 0, failingColumns: [], failingRows: [] };
  return { outcome: "failed", message, failingCount: failing, ...(await showRows(session, plan.failing)) };
}

/** The first rows of a query as exact text; an over-long cell is cut and says so. */
async function showRows(session: Session, query: string): Promise<Pick<Finding, "failingColumns" | "failingRows">> {
  const columns = await session.describe(query);
  const names = columns.map((_, index) => `c${index + 1}`);
  const texts = columns.map((column, index) => session.dialect.text(`shown.c${index + 1}`, column.type, shownCharacters));
  const rows = await session.read(`SELECT ${texts.join(", ")} FROM (${query}\n) AS shown(${names.join(", ")}) LIMIT ${shownRows}`);
  return { failingColumns: columns.map((column) => column.name), failingRows: rows.map((row) => row.map((cell) => cutCell(cell, shownCharacters))) };
}

export function cutCell(cell: string | null, limit: number): string | null {
  if (cell === null || cell.length <= limit) return cell;
  return `${cell.slice(0, limit)}… (cut at ${limit} characters)`;
}

async function judgeFigure(session: Session, plan: Extract<CheckPlan, { kind: "figure" }>): Promise<Finding> {
  const [cells] = await session.read(plan.query);
  const { passed, message } = plan.judge(cells ?? []);
  return { outcome: passed ? "passed" : "failed", message, failingCount: null, failingColumns: [], failingRows: [] };
}

function troubleOf(error: unknown, sql: string | null): string {
  if (error instanceof CheckTrouble || error instanceof BoundError) return error.message;
  if (error instanceof SqlFailure && error.kind === "sql") return describeFailure("the check could not run", error, sql ?? "");
  throw error;
}

async function inReadOnly<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.execute("BEGIN TRANSACTION READ ONLY");
  try {
    return await work();
  } finally {
    if (session.inTransaction()) await session.execute("ROLLBACK");
  }
}

async function runCheck(session: Session, audit: Audit, check: RenderedCheck): Promise<CheckResult> {
  const base = { name: check.name, kind: check.kind, severity: check.severity };
  let sql: string | null = null;
  try {
    const plan = makePlan(session, audit, check);
    sql = plan.kind === "rows" ? plan.failing : plan.query;
    const finding = await inReadOnly(session, () => (plan.kind === "rows" ? findRows(session, plan) : judgeFigure(session, plan)));
    return { ...base, sql, ...finding };
  } catch (error) {
    return { ...base, sql, outcome: "errored", message: troubleOf(error, sql), failingCount: null, failingColumns: [], failingRows: [] };
  }
}

export async function runChecks(session: Session, audit: Audit, checks: readonly RenderedCheck[], log: JobLog): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const started = performance.now();
    const result = await runCheck(session, audit, check);
    results.push(result);
    const severity = result.outcome !== "passed" && result.severity === "warn" ? " (warning only)" : "";
    log.line(`check ${check.name}: ${result.outcome}${severity}: ${result.message} [${spanText(performance.now() - started)}]`);
  }
  return results;
}

/** True when what the checks found forbids publication. */
export function mayPublish(results: readonly CheckResult[]): boolean {
  return results.every((result) => result.outcome === "passed" || result.severity === "warn");
}

/** What forbids publication, in one sentence. */
export function failingChecks(results: readonly CheckResult[]): string {
  const failed = results.filter((result) => result.outcome !== "passed" && result.severity === "error");
  const [only] = failed;
  if (only !== undefined && failed.length === 1) return `check ${only.name} failed: ${only.message}`;
  return `${failed.length} checks failed: ${failed.map((result) => `${result.name}: ${result.message}`).join("; ")}`;
}
