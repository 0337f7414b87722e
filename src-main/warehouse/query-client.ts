/** The SQL editor's requests over the line to the host. A result lives in the host that made it, so nothing here is asked twice. */
import type { ProfileEvent, SqlEvent } from "../../shared/contract/sql.ts";
import type { ExportProgress, SqlQueries } from "../ports/sql-queries.ts";
import type { Method, Progress, Requests, ToHost } from "./protocol.ts";

export type Ask = <M extends Method>(method: M, input: Requests[M]["input"], tell?: (event: Progress[keyof Progress]) => void) => Promise<Requests[M]["output"]>;

export function createQueryClient(ask: Ask, hint: (message: ToHost) => void): SqlQueries {
  return {
    // What is told on the way is of the kind that belongs to the request: the host and this file are of one program.
    run: async (query, tell) => void (await ask("query", query, (event) => tell(event as SqlEvent))),
    cancel: (queryId) => hint({ type: "cancelQuery", queryId }),
    page: ({ resultId, ...order }, page) => ask("page", { resultId, order, page }),
    cell: ({ resultId, ...order }, cell) => ask("cell", { resultId, order, cell }),
    release: (resultIds) => ask("release", { resultIds }),
    explain: (job) => ask("explain", job),
    export: (job, tell) => ask("export", job, (event) => tell(event as ExportProgress)),
    chart: (job) => ask("chart", job),
    find: (job) => ask("find", job),
    compare: (job) => ask("compare", job),
    profile: async (job, tell) => void (await ask("profileOf", job, (event) => tell(event as ProfileEvent))),
  };
}
