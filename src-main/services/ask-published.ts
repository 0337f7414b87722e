/** Asks the database, after a crash, whether the SQL of a try was published. One that a workspace names is not to be reached before the workspace is trusted. */
import { messageOf } from "../../shared/errors/app-error.ts";
import type { SqlHost, SqlJob } from "../ports/sql-host.ts";

export interface Publication {
  readonly table: string;
  readonly rowsLoaded: number;
}

/** `lost` says what is known of a try that is not seen to have published; `isKnown`, that it has not; `mayRerun`, that doing it again does not add rows a second time. `what` is what happened: `the engine stopped while it ran`. */
export async function askPublished({ sqlHost, isTrusted }: { readonly sqlHost: Pick<SqlHost, "wasPublished">; readonly isTrusted: () => boolean }, job: SqlJob, what = "the engine stopped while it ran"): Promise<{ readonly publication: Publication | null; readonly isKnown: boolean; readonly mayRerun: boolean; readonly lost: string }> {
  const unasked = (why: string): { publication: null; isKnown: false; mayRerun: boolean; lost: string } => ({ publication: null, isKnown: false, mayRerun: job.work.kind !== "load" || job.work.load.mode !== "append", lost: `the outcome is unknown: ${what}, and the database ${why}` });
  const nothing = { isKnown: true, mayRerun: true, lost: `${what}; nothing was published` };
  if (job.work.kind !== "load") return { publication: null, ...nothing };
  if (!isTrusted()) return unasked("is not asked what was published, because the workspace is not trusted any more");
  try {
    return { publication: await sqlHost.wasPublished(job.connection, job.attemptId), ...nothing };
  } catch (thrown) {
    return unasked(`could not be asked what was published: ${messageOf(thrown)}`);
  }
}
