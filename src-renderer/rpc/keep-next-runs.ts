/**
 * The engine says when a DAG runs next at the moment it is asked; no event tells that the instant has passed. One timer of the
 * window waits for the soonest of them and has the DAGs read again.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { DagSummary } from "../../shared/contract/dags.ts";
import { useRpc } from "./rpc-provider.tsx";

/** The engine starts what is due first. */
const graceMs = 300;
/** An instant that stays in the past is asked about rarely, and a timer must fit into 31 bits. */
const staleWaitMs = 30_000;
const longestWaitMs = 3_600_000;

/**
 * How long what is known of the next runs holds, and until which of them; null where no schedule is on. `asked` is the instant after which
 * they were read last: when it is still the next, asking at once would give nothing new.
 */
export function nextRunsHold(dags: readonly Pick<DagSummary, "nextRunAt" | "scheduleOn">[], now: number, asked: number | null): { readonly ms: number; readonly until: number } | null {
  const instants = dags.flatMap(({ nextRunAt, scheduleOn }) => (nextRunAt === null || !scheduleOn ? [] : [nextRunAt]));
  if (instants.length === 0) return null;
  const until = instants.reduce((a, b) => Math.min(a, b));
  const ms = until - now + graceMs;
  return { until, ms: ms > 0 ? Math.min(longestWaitMs, ms) : until === asked ? staleWaitMs : 0 };
}

export function useKeepNextRuns(): void {
  const rpc = useRpc();
  const cache = useQueryClient();
  const { data, dataUpdatedAt } = useQuery(rpc.dags.list.queryOptions({ input: {} }));
  const asked = useRef<number | null>(null);
  useEffect(() => {
    const hold = nextRunsHold(data?.dags ?? [], Date.now(), asked.current);
    if (hold === null) return;
    const timer = setTimeout(() => {
      if (hold.until <= Date.now()) asked.current = hold.until;
      void Promise.all([rpc.dags.list, rpc.dags.get].map((query) => cache.invalidateQueries({ queryKey: query.key() })));
    }, hold.ms);
    return () => clearTimeout(timer);
  }, [rpc, cache, data, dataUpdatedAt]);
}
