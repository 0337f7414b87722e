/** What the steps of a load share: the session and log they work with, what was read of the ddl, and how a failed step is told. */
import type { CheckResult } from "../../../shared/model/run.ts";
import { auditedTable, type LoadPlan } from "../../ports/sql-host.ts";
import { type JobLog, spanText } from "../job-log.ts";
import { JobFailure } from "../job-failure.ts";
import { type Session, SqlFailure, type TableName } from "../session.ts";
import type { Lens } from "../trial/lens.ts";
import type { Ddl } from "../sql-text/ddl.ts";
import { describeFailure } from "../sql-text/position.ts";

export interface LoadContext {
  readonly attemptId: string;
  /** Checks for a stop before each statement. */
  readonly session: Session;
  /** The same session without that, for roll-back. */
  readonly raw: Session;
  readonly log: JobLog;
}

export interface LoadResult {
  /** Null when the checks forbade publication. */
  readonly published: { readonly table: string; readonly rowsLoaded: number } | null;
  readonly checks: CheckResult[];
  readonly reason: string | null;
}

/** What one load works with, once its ddl was read. */
export interface LoadWork {
  readonly plan: LoadPlan;
  readonly ddl: Ddl;
  readonly prep: TableName;
  readonly final: TableName;
  readonly mark: string;
  readonly attemptId: string;
  /** Set in a try. */
  readonly lens: Lens | null;
}

/** Runs a step; a failure of the database is told with the place in `script`. */
export async function step<T>(what: string, script: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SqlFailure && error.kind === "sql") throw new JobFailure(describeFailure(what, error, script), { cause: error });
    throw error;
  }
}

export async function timed<T>(log: JobLog, work: () => Promise<T>, say: (result: T) => string): Promise<T> {
  const started = performance.now();
  const result = await work();
  log.line(`${say(result)} [${spanText(performance.now() - started)}]`);
  return result;
}

/** Names under which people's SQL may speak of the table under audit. */
export function aliasesOf(work: LoadWork): TableName[] {
  return [auditedTable, { schema: work.plan.prepSchema, table: work.ddl.table }];
}
