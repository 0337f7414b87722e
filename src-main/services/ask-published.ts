/** Asks the database, after a crash, whether the SQL of a try was published. One that a workspace names is not to be reached before the workspace is trusted. */
import { messageOf } from "../../shared/errors/app-error.ts";
import type { SqlHost, SqlJob } from "../ports/sql-host.ts";

export interface Publication {
  readonly table: string;
  readonly rowsLoaded: number;
}

/** `lost` says what is known of a try that is not seen to have published. */
export async function askPublished({ sqlHost, isTrusted }: { readonly sqlHost: Pick<SqlHost, "wasPublished">; readonly isTrusted: () => boolean }, job: SqlJob): Promise<{ readonly publication: Publication | null; readonly lost: string }> {
  const unasked = (why: string): { publication: null; lost: string } => ({ publication: null, lost: `the outcome is unknown: the engine stopped while it ran, and the database ${why}` });
  const nothing = "the engine stopped while it ran; nothing was published";
  if (job.work.kind !== "load") return { publication: null, lost: nothing };
  if (!isTrusted()) return unasked("is not asked what was published, because the workspace is not trusted any more");
  try {
    return { publication: await sqlHost.wasPublished(job.connection, job.attemptId), lost: nothing };
  } catch (thrown) {
    return unasked(`could not be asked what was published: ${messageOf(thrown)}`);
  }
}
