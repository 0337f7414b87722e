/**
 * The SQL host without its process: keeps one Database for each connection, the jobs that run, and answers requests.
 * Libraries of a database are loaded when its first connection is used.
 */
import { assertNever } from "../../shared/base/assert-never.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { ErrorCode } from "../../shared/errors/codes.ts";
import type { ConnectionSpec, SqlJob, SqlOutcome } from "../ports/sql-host.ts";
import { pageCellLimit } from "../../shared/contract/sql.ts";
import type { ColumnProfile } from "../../shared/contract/warehouse.ts";
import { createArchiveFiles } from "./archive/archive-files.ts";
import { runJob } from "./job.ts";
import { createJobControl, type JobControl } from "./job-control.ts";
import { previewLimitMs } from "./preview.ts";
import type { FromHost, Progress, ToHost } from "./protocol.ts";
import { createQueries } from "./query/queries.ts";
import { createResultStore, readCell } from "./query/result-store.ts";
import { createMask } from "./secrets.ts";
import { type Database, type Session, SqlFailure, type TableName } from "./session.ts";
import { copyIntoTrials, sweepTrials } from "./trial/keep.ts";
import { loadIntoTrials } from "./trial/load-parquet.ts";
import { columnsOfQuery } from "./trial/query-columns.ts";

export interface Host {
  receive(message: ToHost): void;
  close(): Promise<void>;
}

type Request = Extract<ToHost, { type: "request" }>;

async function openDatabase(spec: ConnectionSpec): Promise<Database> {
  if (spec.kind === "duckdb") return (await import("./duckdb/database.ts")).createDuckDatabase(spec);
  return (await import("./postgres/database.ts")).createPostgresDatabase(spec);
}

function wireError(error: unknown, mask: (text: string) => string): { code: ErrorCode; message: string } {
  const message = mask(messageOf(error));
  if (error instanceof AppError) return { code: error.code, message };
  if (error instanceof SqlFailure) return { code: error.kind === "connection" ? "connection/failed" : "sql/failed", message };
  return { code: "internal", message };
}

function specOf({ input }: Request): ConnectionSpec | null {
  if ("connection" in input) return input.connection;
  if ("source" in input && "connection" in input.source) return input.source.connection;
  return "of" in input && "connection" in input.of ? input.of.connection : null;
}

/** Two specs of one database share it; the id is only a name. */
function keyOf({ isProduction: _asks, ...spec }: ConnectionSpec): string {
  return JSON.stringify({ ...spec, id: "" });
}

/** All columns at once, for who asks for that. */
async function profile(database: Database, table: TableName): Promise<ColumnProfile[]> {
  const control = createJobControl(previewLimitMs);
  const columns: ColumnProfile[] = [];
  try {
    await database.profile(table, { from: 0, count: Number.MAX_SAFE_INTEGER, guard: control.guard, tell: (event) => void columns.push(...event.columns) });
    return columns;
  } catch (error) {
    if (control.stopped() !== null) throw new AppError("query/cancelled", `the profile took longer than ${previewLimitMs / 1000} s; use a smaller table`);
    throw error;
  } finally {
    await control.settle();
  }
}

async function inSession<T>(database: Database, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await database.open();
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

export interface HostOptions {
  /** Where results go that do not fit into memory. */
  readonly resultsFolder: string;
}

/** Two libraries in one process that write and read one file would not know of each other. */
function refuseSecondWay(spec: ConnectionSpec, known: Iterable<string>): void {
  if (spec.kind !== "duckdb") return;
  const other = keyOf({ ...spec, readOnly: !spec.readOnly });
  for (const key of known) {
    if (key === other)
      throw new AppError("connection/failed", `connection ${spec.id}: ${spec.file} is open ${spec.readOnly ? "for writing" : "read-only"} as another connection; give both the same read_only, or close the other for a while.`);
  }
}

export function createHost(send: (message: FromHost) => void, { resultsFolder }: HostOptions): Host {
  const databases = new Map<string, Promise<Database>>();
  const controls = new Map<string, JobControl>();
  const results = createResultStore({ folder: resultsFolder, onSize: (size) => send({ type: "holds", results: size }) });
  const databaseOf = async (spec: ConnectionSpec): Promise<Database> => {
    const key = keyOf(spec);
    refuseSecondWay(spec, databases.keys());
    const known = databases.get(key) ?? openDatabase(spec);
    databases.set(key, known);
    return known;
  };
  const queries = createQueries(databaseOf, results);
  const archives = createArchiveFiles({ temporary: resultsFolder });
  const run = async (job: SqlJob): Promise<SqlOutcome> => {
    const control = createJobControl(job.timeoutMs);
    controls.set(job.attemptId, control);
    try {
      return await runJob(job, await databaseOf(job.connection), control);
    } finally {
      controls.delete(job.attemptId);
    }
  };
  const answer = async (request: Request): Promise<unknown> => {
    const tell = (event: Progress[keyof Progress]): void => send({ type: "progress", id: request.id, event });
    switch (request.method) {
      case "run":
        return run(request.input);
      case "wasPublished":
        return (await databaseOf(request.input.connection)).wasPublished(request.input.attemptId);
      case "catalog":
        return { ...(await (await databaseOf(request.input.connection)).catalog()), connection: request.input.connection.id };
      case "rows":
        return (await databaseOf(request.input.connection)).rows(request.input.table, request.input.page);
      case "profile":
        return profile(await databaseOf(request.input.connection), request.input.table);
      case "sweepTrials":
        return inSession(await databaseOf(request.input.connection), (session) => sweepTrials(session, request.input));
      case "columnsOfQuery":
        return inSession(await databaseOf(request.input.connection), (session) => columnsOfQuery(session, request.input));
      case "copyIntoTrials":
        return inSession(await databaseOf(request.input.connection), (session) => copyIntoTrials(session, request.input));
      case "loadIntoTrials":
        return inSession(await databaseOf(request.input.connection), (session) => loadIntoTrials(session, request.input));
      case "query":
        return queries.run(request.input, tell);
      case "page":
        return results.page(request.input.resultId, request.input.order, request.input.page, pageCellLimit);
      case "cell":
        return readCell(results, request.input.resultId, request.input.order, request.input.cell);
      case "release":
        return results.release(request.input.resultIds);
      case "explain":
        return queries.explain(request.input);
      case "export":
        return queries.export(request.input, tell);
      case "chart":
        return queries.chart(request.input);
      case "find":
        return queries.find(request.input);
      case "compare":
        return queries.compare(request.input);
      case "profileOf":
        return queries.profile(request.input, tell);
      case "archiveWrite":
        return archives.write(request.input.lines, request.input.to);
      case "archiveCopy":
        return archives.copyWithout(request.input.from, request.input.without, request.input.to);
      case "archiveSearch":
        return archives.search(request.input.archives, request.input.query);
      case "archiveGet":
        return archives.get(request.input.archives, request.input.run);
      default:
        return assertNever(request);
    }
  };
  const reply = async (request: Request): Promise<void> => {
    const spec = specOf(request);
    const mask = createMask(spec?.kind === "postgres" && spec.password !== null ? [spec.password] : []);
    const settled = await answer(request).then(
      (output) => ({ ok: true as const, output }),
      (error: unknown) => ({ ok: false as const, error: wireError(error, mask) }),
    );
    send({ type: "reply", id: request.id, ...settled });
  };
  return {
    receive(message) {
      if (message.type === "request") void reply(message);
      if (message.type === "ping") send({ type: "pong" });
      if (message.type === "cancelQuery") queries.cancel(message.queryId);
      if (message.type === "cancel") controls.get(message.attemptId)?.stop("cancelled");
    },
    async close() {
      for (const control of controls.values()) control.stop("cancelled");
      queries.cancelAll();
      const open = await Promise.all(databases.values());
      await Promise.all([results.close(), ...open.map((database) => database.close())]);
    },
  };
}
