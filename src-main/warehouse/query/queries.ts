/** The requests of the SQL editor in the host: each under a name by which it is cancelled, results in one store. */
import type { ChartData, FoundCell } from "../../../shared/contract/sql-look.ts";
import type { ProfileEvent, SqlComparison, SqlEvent } from "../../../shared/contract/sql.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { ConnectionSpec } from "../../ports/sql-host.ts";
import type { ChartJob, CompareJob, ExplainJob, ExportJob, ExportProgress, FindJob, ProfileJob, ResultRef, SqlQuery } from "../../ports/sql-queries.ts";
import { duckProfile } from "../duckdb/profile.ts";
import { createDuckDialect } from "../duckdb/dialect.ts";
import { createDuckSession } from "../duckdb/session.ts";
import { createJobControl, type JobControl, JobStopped } from "../job-control.ts";
import { profileColumns } from "../profile-plan.ts";
import { createMask } from "../secrets.ts";
import { type Database, type Session, SqlFailure } from "../session.ts";
import { describeFailure } from "../sql-text/position.ts";
import { splitStatements } from "../sql-text/tokens.ts";
import { bindText } from "./bound-text.ts";
import { chart } from "./chart.ts";
import { compareResults } from "./compare.ts";
import { explain } from "./explain.ts";
import { type Exported, exportResult } from "./export-result.ts";
import { findCell } from "./find-cell.ts";
import { isFenced, refuseTransactions, refuseWrites } from "./read-only-text.ts";
import type { ResultStore, StoredResult } from "./result-store.ts";
import { pour, runQuery } from "./run-query.ts";
import { valueOf, valueType } from "./stored-column.ts";

export interface Queries {
  run(query: SqlQuery, tell: (event: SqlEvent) => void): Promise<void>;
  explain(job: ExplainJob): ReturnType<typeof explain>;
  export(job: ExportJob, tell: (progress: ExportProgress) => void): Promise<Exported>;
  chart(job: ChartJob): Promise<ChartData>;
  find(job: FindJob): Promise<FoundCell | null>;
  compare(job: CompareJob): Promise<SqlComparison>;
  profile(job: ProfileJob, tell: (event: ProfileEvent) => void): Promise<void>;
  cancel(queryId: string): void;
  cancelAll(): void;
}

export function createQueries(databaseOf: (spec: ConnectionSpec) => Promise<Database>, store: ResultStore): Queries {
  const controls = new Map<string, JobControl>();
  const under = async <T>(queryId: string, timeoutMs: number | null, work: (control: JobControl) => Promise<T>): Promise<T> => {
    if (controls.has(queryId)) throw new AppError("input/invalid", `Query ${queryId}: one of that name is running; choose another name.`);
    const control = createJobControl(timeoutMs);
    controls.set(queryId, control);
    try {
      return await work(control);
    } catch (error) {
      if (error instanceof JobStopped || control.stopped() !== null) throw new AppError("query/cancelled", "cancelled");
      throw error;
    } finally {
      await control.settle();
      controls.delete(queryId);
    }
  };
  return {
    run: (query, tell) => under(query.queryId, query.timeoutMs, async (control) => runQuery({ query, database: await databaseOf(query.connection), control, store, tell })),
    explain: (job) => under(job.queryId, null, async (control) => explain(job, await databaseOf(job.connection), control)),
    export: (job, tell) =>
      under(job.queryId, null, async (control) => {
        const { source } = job;
        if (source.kind === "result") return exportResult(store, source, { job, control, tell });
        const resultId = await keepQuery({ job, source, database: await databaseOf(source.connection), control, store, tell });
        try {
          return await exportResult(store, { resultId }, { job, control, tell });
        } finally {
          await store.release([resultId]);
        }
      }),
    chart: ({ queryId, of, spec }) => under(queryId, null, (control) => looking(store, of, control, (session, relation, result) => chart(session, result, relation, spec))),
    find: ({ queryId, of, find }) => under(queryId, null, (control) => looking(store, of, control, (session, relation, result) => findCell(session, result, relation, find))),
    compare: (job) => under(job.queryId, null, (control) => compareResults(store, job, control)),
    profile: (job, tell) =>
      under(job.queryId, null, async (control) => {
        const { of, from, count } = job;
        if (of.kind === "table") return (await databaseOf(of.connection)).profile(of, { from, count, guard: control.guard, tell });
        return profileResult(store, of.resultId, { from, count, control, tell });
      }),
    cancel: (queryId) => controls.get(queryId)?.stop("cancelled"),
    cancelAll() {
      for (const control of controls.values()) control.stop("cancelled");
    },
  };
}

type QuerySource = Extract<ExportJob["source"], { kind: "query" }>;

interface Keeping {
  readonly job: ExportJob;
  readonly source: QuerySource;
  readonly database: Database;
  readonly control: JobControl;
  readonly store: ResultStore;
  readonly tell: (progress: ExportProgress) => void;
}

/** All rows of a query that is run to be written out; no limit but the disk's. */
async function keepQuery({ job, source, database, control, store, tell }: Keeping): Promise<string> {
  const [statement, second] = splitStatements(source.text);
  if (statement === undefined || second !== undefined) throw new AppError("sql/refused", `Export: the text holds ${statement === undefined ? "no statement" : "several statements"}; give one query.`);
  refuseWrites(source.connection, [statement]);
  const fenced = isFenced(source.connection, false);
  if (fenced || source.connection.readOnly) refuseTransactions(source.connection.id, statement);
  const raw = await control.orStopped(database.open("person"), (late) => void late.close());
  try {
    const session = control.guard(raw);
    if (fenced) for (const sql of ["BEGIN TRANSACTION READ ONLY", "SELECT 1"]) await session.execute(sql);
    const bound = bindText(statement, source.params, session.dialect.kind);
    const placed = (error: unknown): unknown =>
      error instanceof SqlFailure && error.kind === "sql" ? new AppError("sql/failed", createMask(job.secrets)(describeFailure("export", error.relocated((offset) => statement.start + bound.originalOffset(offset)), source.text))) : error;
    try {
      const cursor = await session.open(bound);
      if (cursor.columns === null) throw new AppError("sql/refused", "Export: the statement returns no rows; give a query.");
      const writer = await store.create(cursor.columns);
      try {
        await pour(cursor, writer, { maxRows: Number.MAX_SAFE_INTEGER, control, told: (rows) => tell({ rows, totalRows: null, bytes: 0 }) });
        await cursor.close();
        await writer.finish(Number.MAX_SAFE_INTEGER);
        return writer.id;
      } catch (error) {
        await cursor.abandon();
        await writer.drop();
        throw error;
      }
    } catch (error) {
      throw placed(error);
    }
  } finally {
    await control.settle();
    await raw.close();
  }
}

const resultDialect = createDuckDialect();

/** Work on a kept result by a session whose statements can be stopped. */
function looking<T>(store: ResultStore, { resultId, ...order }: ResultRef, control: JobControl, work: (session: Session, relation: string, result: StoredResult) => Promise<T>): Promise<T> {
  return store.reading(resultId, order, (connection, relation, result) => work(control.guard(createDuckSession(connection, resultDialect, () => undefined)), relation, result));
}

/** The result's values under their own types, whichever database they came from. */
function profileResult(store: ResultStore, id: string, { from, count, control, tell }: { from: number; count: number; control: JobControl; tell: (event: ProfileEvent) => void }): Promise<void> {
  return looking(store, { resultId: id }, control, async (session, relation, { columns }) => {
    const typed = `(SELECT ${columns.map((column) => `${valueOf(column)} AS ${column.key}`).join(", ")} FROM ${relation})`;
    const asked = columns.slice(from, from + count);
    const source = { relation: typed, sampledFrom: null };
    const shown = (key: string) => columns.find((column) => column.key === key);
    let done = from;
    for await (const profiles of profileColumns(session, duckProfile, source, asked.map((column) => ({ name: column.key, type: valueType(column) })))) {
      done += profiles.length;
      tell({ columns: profiles.map((one) => ({ ...one, name: shown(one.name)?.name ?? one.name, type: shown(one.name)?.type ?? one.type })), done, total: columns.length });
    }
  });
}
