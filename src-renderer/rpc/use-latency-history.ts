/** How long tasks and edges took in many runs. Read when somebody asks for it, and again when a run of the DAG has ended. */
import { useQuery } from "@tanstack/react-query";
import type { LatencyHistory } from "../../shared/run-view/edge-latency.ts";
import { toFailure, type Failure } from "./failure.ts";
import { useRpc } from "./rpc-provider.tsx";

export interface KnownHistory {
  readonly history: LatencyHistory | null;
  readonly failure: Failure | null;
}

/** What a run is judged by need not reach back as far as what is looked into. */
const judgedBy = 30;

/** `run` is the one whose graph it is for; null asks for nothing. `earlier`: only of some runs before it. */
export function useLatencyHistory(run: { readonly dagId: string; readonly runId: string; readonly source?: string | undefined } | null, earlier: boolean): KnownHistory {
  const rpc = useRpc();
  const { dagId = "", runId = "", source } = run ?? {};
  const query = useQuery({
    ...rpc.runGraph.history.queryOptions({ input: { dagId, runId, ...(source === undefined ? {} : { source }), ...(earlier ? { earlier, limit: judgedBy } : {}) } }),
    enabled: run !== null,
    staleTime: Infinity,
  });
  return { history: query.data ?? null, failure: query.isError ? toFailure(query.error) : null };
}
