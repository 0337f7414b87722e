/**
 * The engine says when a DAG runs next at the moment it is asked; no event tells that the instant has passed. One timer of the
 * window waits for the soonest of them and has the DAGs read again.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { DagSummary } from "../../shared/contract/dags.ts";
import { useRpc } from "./rpc-provider.tsx";

/** The engine starts what is due first. */
const graceMs = 300;
/** An instant that stays in the past is asked about rarely, and a timer must fit into 31 bits. */
const staleWaitMs = 30_000;
const longestWaitMs = 3_600_000;

/** How long what is known of the next runs holds; null where no schedule is on. */
export function nextRunsHoldMs(dags: readonly Pick<DagSummary, "nextRunAt" | "scheduleOn">[], now: number): number | null {
  const instants = dags.flatMap(({ nextRunAt, scheduleOn }) => (nextRunAt === null || !scheduleOn ? [] : [nextRunAt]));
  if (instants.length === 0) return null;
  const soonest = instants.reduce((a, b) => Math.min(a, b));
  return soonest <= now - graceMs ? staleWaitMs : Math.min(longestWaitMs, soonest - now + graceMs);
}

export function useKeepNextRuns(): void {
  const rpc = useRpc();
  const cache = useQueryClient();
  const { data, dataUpdatedAt } = useQuery(rpc.dags.list.queryOptions({ input: {} }));
  useEffect(() => {
    const holdMs = nextRunsHoldMs(data?.dags ?? [], Date.now());
    if (holdMs === null) return;
    const timer = setTimeout(() => void Promise.all([rpc.dags.list, rpc.dags.get].map((query) => cache.invalidateQueries({ queryKey: query.key() }))), holdMs);
    return () => clearTimeout(timer);
  }, [rpc, cache, data, dataUpdatedAt]);
}
