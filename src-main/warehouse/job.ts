/** One job from its connection to its outcome. Never throws: whatever happens becomes an outcome with a reason. */
import type { SqlJob, SqlOutcome } from "../ports/sql-host.ts";
import { messageOf } from "../../shared/errors/app-error.ts";
import type { JobControl } from "./job-control.ts";
import { JobStopped } from "./job-control.ts";
import { type JobLog, openJobLog, spanText } from "./job-log.ts";
import { cleanUp, planLoad, runLoad } from "./load/load.ts";
import { CommitInDoubt, JobFailure } from "./job-failure.ts";
import type { LoadContext, LoadWork } from "./load/load-work.ts";
import { Lens } from "./trial/lens.ts";
import { tryScript } from "./trial/try-script.ts";
import { readMapRows } from "./map-rows.ts";
import { runScript } from "./script.ts";
import { createMask } from "./secrets.ts";
import { type Database, type Session, SqlFailure } from "./session.ts";

type Ending = Pick<SqlOutcome, "state" | "reason" | "failure" | "isInDoubt" | "table" | "rowsLoaded" | "checks" | "trial" | "rows">;

const nothing = { table: null, rowsLoaded: null, checks: [] } as const;

function failed(failure: Exclude<SqlOutcome["failure"], null>, reason: string): Ending {
  return { state: "failed", failure, reason, ...nothing };
}

function endingOf(error: unknown, control: JobControl, timeoutMs: number | null): Ending {
  if (error instanceof CommitInDoubt) return { ...failed("connection", error.message), isInDoubt: true };
  const stopped = error instanceof JobStopped ? error.reason : control.stopped();
  if (stopped === "timeout") return failed("timeout", `timed out after ${spanText(timeoutMs ?? 0)}`);
  if (stopped === "cancelled") return failed("cancelled", "cancelled");
  if (error instanceof SqlFailure && error.kind === "connection") return failed("connection", error.message);
  if (error instanceof JobFailure || error instanceof SqlFailure) return failed("sql", error.message);
  return failed("host", `the SQL host met a fault of its own: ${messageOf(error)}`);
}

/** People know the table by its own name, not by the one that this attempt built it under. */
function inPlainNames(ending: Ending, load: LoadWork | null, lens: Lens | null): Ending {
  if (lens !== null && ending.reason !== null && ending.failure === "sql") return inPlainNames({ ...ending, reason: lens.explain(ending.reason) }, load, null);
  if (load === null || ending.reason === null) return ending;
  return { ...ending, reason: ending.reason.replaceAll(load.prep.table, load.ddl.table).replaceAll(load.mark, "") };
}

async function runWork(job: SqlJob, context: LoadContext, { load, lens }: Prepared): Promise<Ending> {
  if (load !== null) {
    const { published, checks, reason } = await runLoad(context, load);
    if (published === null) return { state: "failed", failure: "check", reason, table: null, rowsLoaded: null, checks };
    return { state: "success", failure: null, reason: null, checks, ...published };
  }
  if (job.work.kind === "rows") return { ...nothing, state: "success", failure: null, reason: null, rows: await readMapRows(context, job.work, lens) };
  if (job.work.kind !== "script") throw new JobFailure("the job holds no work");
  const { checks, reason } = lens === null ? await runScript(context, job.work) : await tryScript(context, job.work, lens, finalSchemaOf(job));
  return { ...nothing, checks, reason, state: reason === null ? "success" : "failed", failure: reason === null ? null : "check" };
}

interface Prepared {
  readonly load: LoadWork | null;
  readonly lens: Lens | null;
}

const finalSchemaOf = ({ work }: SqlJob): string => work.finalSchema ?? "";

function lensOf(job: SqlJob, session: Session): Lens | null {
  return job.trial === undefined ? null : new Lens(session, job.trial, { finalSchema: finalSchemaOf(job), attemptId: job.attemptId });
}

/** What a try made counts only when it ended well; nobody will ask for the rest, and it is swept away. */
function withTrial(ending: Ending, lens: Lens | null): Ending {
  if (lens === null) return ending;
  return { ...ending, trial: ending.state === "success" ? lens.outcome : { ...lens.outcome, made: [] } };
}

async function tidy(raw: Session, load: LoadWork | null, log: JobLog): Promise<void> {
  try {
    if (load !== null) await cleanUp(raw, load, log);
  } catch (error) {
    log.line(`could not tidy up (the next load will): ${messageOf(error)}`);
  }
  await raw.close();
}

async function runOnSession(job: SqlJob, raw: Session, control: JobControl, log: JobLog): Promise<Ending> {
  let load: LoadWork | null = null;
  let lens: Lens | null = null;
  raw.onNotice((text) => log.line(`notice: ${text}`));
  try {
    const session = control.guard(raw);
    lens = lensOf(job, session);
    if (job.work.kind === "load") load = await planLoad(job.attemptId, job.work, raw.dialect.foldsCase, lens);
    return withTrial(await runWork(job, { attemptId: job.attemptId, session, raw, log }, { load, lens }), lens);
  } catch (error) {
    await control.settle();
    return withTrial(inPlainNames(endingOf(error, control, job.timeoutMs), load, lens), lens);
  } finally {
    await control.settle();
    await tidy(raw, load, log);
  }
}

function describeConnection(job: SqlJob): string {
  const { connection } = job;
  return connection.kind === "duckdb"
    ? `DuckDB ${connection.file}`
    : `PostgreSQL ${connection.user}@${connection.host}:${connection.port}/${connection.database}`;
}

export async function runJob(job: SqlJob, database: Database, control: JobControl): Promise<SqlOutcome> {
  const startedAt = Date.now();
  const { connection } = job;
  const mask = createMask(connection.kind === "postgres" && connection.password !== null ? [...job.secrets, connection.password] : job.secrets);
  const log = openJobLog(job.logPath, mask);
  let ending: Ending;
  try {
    log.line(`connecting to ${describeConnection(job)}`);
    const session = await control.orStopped(database.open(), (late) => void late.close());
    ending = await runOnSession(job, session, control, log);
  } catch (error) {
    await control.settle();
    ending = endingOf(error, control, job.timeoutMs);
  }
  const endedAt = Date.now();
  log.line(`${ending.state}${ending.reason === null ? "" : `: ${ending.reason}`} [${spanText(endedAt - startedAt)} in all]`);
  return { attemptId: job.attemptId, startedAt, endedAt, ...maskEnding(ending, mask) };
}

/** What leaves for the screen and the store holds no secret either. */
function maskEnding(ending: Ending, mask: (text: string) => string): Ending {
  const checks = ending.checks.map((check) => ({
    ...check,
    name: mask(check.name),
    message: mask(check.message),
    sql: check.sql === null ? null : mask(check.sql),
    failingRows: check.failingRows.map((row) => row.map((cell) => (cell === null ? null : mask(cell)))),
  }));
  return { ...ending, checks, reason: ending.reason === null ? null : mask(ending.reason) };
}
