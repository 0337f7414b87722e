/** The exact list of what an act would touch; read again when one of its runs changes. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ActAsk, ActPlan } from "../../shared/contract/acts.ts";
import { toFailure, type Failure } from "../rpc/failure.ts";
import { useRpc, useRpcControls } from "../rpc/rpc-provider.tsx";

export interface ShownPlan {
  /** Null until the first list is there. */
  readonly plan: ActPlan | null;
  /** A newer list is on its way: nothing is done meanwhile. */
  readonly isStale: boolean;
  readonly failure: Failure | null;
  readonly retry: () => void;
  /** The engine told of a newer list by itself. */
  readonly take: (plan: ActPlan) => void;
}

/** Changes of running runs come in dozens. */
const restMs = 250;

export function usePlan(ask: ActAsk): ShownPlan {
  const options = useRpc().acts.plan.queryOptions({ input: ask });
  const query = useQuery({ ...options, staleTime: 0, gcTime: 0, placeholderData: keepPreviousData });
  const cache = useQueryClient();
  const { runs } = useRpcControls();
  const { refetch } = query;
  useEffect(() => {
    const named = new Set(ask.targets.map(({ dagId, runId }) => `${dagId}\n${runId}`));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = runs.listen((changed) => {
      if (!changed.some(({ dagId, runId }) => named.has(`${dagId}\n${runId}`))) return;
      clearTimeout(timer);
      timer = setTimeout(() => void refetch(), restMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [ask.targets, runs, refetch]);
  return { plan: query.data ?? null, isStale: query.isFetching || query.isPlaceholderData, failure: query.error ? toFailure(query.error) : null, retry: () => void query.refetch(), take: (plan) => void cache.setQueryData(options.queryKey, plan) };
}
