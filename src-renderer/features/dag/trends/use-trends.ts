/** What the trends are made from, read in bulk, and read again a moment after runs of the DAG changed. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { useRunChanges } from "../../../rpc/use-run-changes.ts";

/** A DAG, and whose runs of it; absent is this machine's. */
export interface TrendsOf {
  readonly dagId: string;
  readonly source?: string;
}

export interface SpanOfDays {
  readonly from: number;
  readonly to: number;
}

/** Nobody hears of changes while the face is closed: it reads anew when it opens. */
const fresh = { staleTime: 0, placeholderData: keepPreviousData } as const;

export function useDays(of: TrendsOf, span: SpanOfDays, zone: string) {
  const rpc = useRpc();
  const cache = useQueryClient();
  useRunChanges(
    (run) => run.dagId === of.dagId && run.runType !== "try",
    () => void cache.invalidateQueries({ queryKey: rpc.time.days.key() }),
  );
  return useQuery({ ...rpc.time.days.queryOptions({ input: { ...of, ...span, zone } }), ...fresh });
}

export function useDurations(of: TrendsOf, span: SpanOfDays, zone: string, enabled: boolean) {
  const rpc = useRpc();
  const cache = useQueryClient();
  useRunChanges(
    (run) => run.dagId === of.dagId && run.endedAt !== null,
    () => void cache.invalidateQueries({ queryKey: rpc.time.durations.key() }),
  );
  return useQuery({ ...rpc.time.durations.queryOptions({ input: { ...of, ...span, zone } }), ...fresh, enabled });
}

export function useRunsOf(of: TrendsOf, span: SpanOfDays, limit: number, enabled = true) {
  const rpc = useRpc();
  const cache = useQueryClient();
  useRunChanges(
    (run) => run.dagId === of.dagId && run.runType !== "try",
    () => void cache.invalidateQueries({ queryKey: rpc.time.runs.key() }),
  );
  return useQuery({ ...rpc.time.runs.queryOptions({ input: { ...of, ...span, limit } }), ...fresh, enabled });
}

export function useTaskTrends(of: TrendsOf) {
  const rpc = useRpc();
  const cache = useQueryClient();
  useRunChanges(
    (run) => run.dagId === of.dagId && run.endedAt !== null,
    () => void cache.invalidateQueries({ queryKey: rpc.time.tasks.key() }),
  );
  return useQuery({ ...rpc.time.tasks.queryOptions({ input: of }), ...fresh });
}
