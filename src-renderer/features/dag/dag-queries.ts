/** What is read of every DAG that is opened. */
import type { EngineQueries } from "../../rpc/client.ts";

/** As many bars as the history strip shows at most. */
export const recentRuns = 60;

/** @param source whose runs; undefined is this machine's */
export function dagQueries(queries: EngineQueries, dagId: string, source?: string) {
  return { dag: queries.dags.get.queryOptions({ input: { dagId } }), runs: queries.runs.list.queryOptions({ input: { dagId, limit: recentRuns, ...(source === undefined ? {} : { source }) } }) };
}
