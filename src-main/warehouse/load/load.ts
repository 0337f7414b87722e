/**
 * Write, audit, publish, for every database. The steps, each of which leaves the published table as it was until the last:
 *   prepare   make the schemas, drop prep tables of dead attempts, claim a prep name of our own
 *   write     create the prep table from the ddl, fill it from the query, the file or the ddl itself
 *   audit     run the checks on the prep table; a failed one of severity error ends here
 *   publish   one transaction: put the rows in the final table and a marker into the bookkeeping table
 * Whatever happens, the prep table is dropped at the end (or, after a kill, by the next load into the same prep schema).
 */
import { basename } from "node:path";
import type { LoadPlan } from "../../ports/sql-host.ts";
import { failingChecks, mayPublish, runChecks } from "../checks/run-checks.ts";
import { type JobLog, rowsText } from "../job-log.ts";
import { type Column, type Session, SqlFailure, type TableName } from "../session.ts";
import { readDdl } from "../sql-text/ddl.ts";
import { quoteTable, sameName, showTable } from "../../../shared/sql/names.ts";
import { fillFromQuery } from "./fill.ts";
import { JobFailure } from "../job-failure.ts";
import { type LoadContext, type LoadResult, type LoadWork, step, timed, aliasesOf } from "./load-work.ts";
import { attemptMark, prepTableName } from "./prep-name.ts";
import { publish } from "./publish.ts";
import { keepTried } from "./keep-tried.ts";
import { type Lens, within } from "../trial/lens.ts";

const formatWords = { jsonl: "JSON lines", csv: "CSV", parquet: "Parquet" } as const;

/** Reads the ddl; nothing is sent to the database. */
export async function planLoad(attemptId: string, plan: LoadPlan, foldsCase: boolean, lens: Lens | null = null): Promise<LoadWork> {
  const ddl = await step("ddl", plan.ddl, async () => readDdl(plan.ddl, foldsCase));
  if (ddl.fills && plan.source.kind !== "none") {
    throw new JobFailure("ddl: CREATE TABLE … AS brings its own rows; expected a plain column list where a query or a file fills the table");
  }
  if (sameName(plan.prepSchema, plan.finalSchema, foldsCase))
    throw new JobFailure(`prep_schema and final_schema are both ${plan.prepSchema}; expected two different schemas`);
  const prep = { schema: lens?.area.schema ?? plan.prepSchema, table: prepTableName(ddl.table, attemptId) };
  return { plan, ddl, prep, final: { schema: plan.finalSchema, table: ddl.table }, mark: attemptMark(attemptId), attemptId, lens };
}

async function prepare({ session, log }: LoadContext, work: LoadWork): Promise<void> {
  const { dialect } = session;
  if (work.lens !== null) {
    await work.lens.open(textsOf(work));
    return;
  }
  await dialect.ensureSchema(session, work.plan.prepSchema);
  await dialect.ensureSchema(session, work.plan.finalSchema);
  await dialect.ensureBookkeeping(session);
  await session.execute(dialect.searchPath([work.plan.finalSchema]));
  await dialect.claim(session, work.prep);
  await sweep(session, work, log);
  for (const statement of work.ddl.ignored) log.line(`ddl: not needed, left out: ${statement}`);
}

function textsOf({ plan }: LoadWork): string[] {
  const checks = plan.checks.flatMap((check) => (check.kind === "sql" ? [check.query] : check.kind === "relationship" ? [check.to] : []));
  return [plan.ddl, ...(plan.source.kind === "query" ? [plan.source.sql] : []), ...checks];
}

async function sweep(session: Session, { plan }: LoadWork, log: JobLog): Promise<void> {
  const dropped = await session.dialect.dropLeftovers(session, plan.prepSchema);
  if (dropped.length > 0) log.line(`dropped what an attempt that died had left: ${dropped.join(", ")}`);
}

async function createPrep(session: Session, work: LoadWork): Promise<Column[]> {
  const { ddl, prep, plan, lens } = work;
  const how = { keepsForeignKeys: lens === null };
  await step("ddl", plan.ddl, async () => {
    const sql = ddl.createTable(prep, how);
    const seen = lens?.rewrite(sql) ?? { text: sql, originalOffset: (offset: number) => offset };
    await session.execute(seen.text).catch((error: unknown) => {
      throw error instanceof SqlFailure ? error.relocated((offset) => ddl.originalOffset(prep, seen.originalOffset(offset), how)) : error;
    });
  });
  const columns = await session.dialect.columns(session, prep);
  if (columns === null) throw new JobFailure(`${showTable(prep)} vanished while it was built; expected nobody else to touch ${prep.schema}`);
  return columns;
}

/** Fills the prep table; returns the columns that got values from the source. */
async function write({ session, log }: LoadContext, work: LoadWork): Promise<readonly Column[]> {
  const { source } = work.plan;
  const columns = await timed(
    log,
    () => createPrep(session, work),
    () => `created ${showTable(work.prep)}`,
  );
  let filled: readonly Column[] = columns.filter((column) => !column.generated);
  if (source.kind === "query") filled = await fillFromQuery({ session, log }, work, columns, source.sql);
  if (source.kind === "file") {
    const note = (line: string): void => log.line(line);
    const load = { path: source.path, format: source.format, target: work.prep, table: work.ddl.table, columns, note };
    const loaded = await timed(
      log,
      () => step("output", "", () => session.dialect.loadFile(session, load).catch(withoutPath(source.path))),
      (result) => `read ${rowsText(result.rows)} of the task's output (${formatWords[source.format]})`,
    );
    filled = loaded.columns;
  }
  if (session.dialect.indexesOnPrep) {
    for (const index of work.ddl.indexes(work.prep, work.mark)) await step("ddl", work.plan.ddl, () => session.execute(index).catch(withoutPlace));
  }
  return filled;
}

/** The place is one in a rewritten text: say the failure without it. */
function withoutPlace(error: unknown): never {
  throw error instanceof SqlFailure ? error.relocated(() => null) : error;
}

/** The file is the engine's, and so is the statement that reads it: what is said of them names neither. */
function withoutPath(path: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof SqlFailure)) throw error;
    throw new SqlFailure({ ...error, offset: null, message: error.message.replaceAll(path, basename(path)) });
  };
}

async function countRows(session: Session, table: TableName): Promise<number> {
  const [cells] = await session.read(`SELECT CAST(count(*) AS varchar) FROM ${quoteTable(table)}`);
  return Number(cells?.[0] ?? 0);
}

export async function runLoad(context: LoadContext, work: LoadWork): Promise<LoadResult> {
  const { session, log } = context;
  const { plan: asked, final, prep } = work;
  await prepare(context, work);
  const { lens } = work;
  const isQuery = asked.source.kind === "query" || work.ddl.fills;
  const filled = lens !== null && isQuery ? await within(session, lens.area.schema, () => write(context, work)) : await write(context, work);
  const columns = (await session.dialect.columns(session, prep)) ?? [];
  const totalRows = await countRows(session, prep);
  const audit = {
    table: prep,
    columns,
    totalRows,
    aliases: aliasesOf(work),
    finalSchema: asked.finalSchema,
    published: final,
    keepsPublished: asked.load.mode !== "replace",
    lens,
  };
  const checks = await runChecks(session, audit, asked.checks, log);
  if (!mayPublish(checks)) {
    const reason = failingChecks(checks);
    log.line(`nothing was ${lens === null ? "published" : "kept of this try"}: ${reason}`);
    return { published: null, checks, reason };
  }
  if (lens !== null) {
    await timed(log, () => keepTried(context, work, { columns, filled, totalRows }), (made) => `tried: ${rowsText(made)} in ${showTable(final)}; nothing was published`);
    return { published: { table: showTable(final), rowsLoaded: totalRows }, checks, reason: null };
  }
  const say = () => `published ${rowsText(totalRows)} to ${showTable(final)} (${asked.load.mode})`;
  await timed(log, () => publish(context, work, { columns, filled, totalRows }), say);
  return { published: { table: showTable(final), rowsLoaded: totalRows }, checks, reason: null };
}

/** What was made stays for those downstream, and to be looked at. */
async function cleanUpTried(session: Session, { prep }: LoadWork, lens: Lens): Promise<void> {
  if (!lens.made.some(({ stored }) => stored === prep.table)) await session.dialect.dropPrep(session, prep);
}

/** Drops the prep table after anything went wrong or right. `session` must not check for stops. */
export async function cleanUp(session: Session, work: LoadWork, log: JobLog): Promise<void> {
  if (session.inTransaction()) await session.execute("ROLLBACK");
  if (work.lens !== null) return cleanUpTried(session, work, work.lens);
  await session.dialect.dropPrep(session, work.prep);
  await session.dialect.release(session, work.prep);
  // Again, because a server takes a moment to see that a client of its own has died.
  await sweep(session, work, log);
}
