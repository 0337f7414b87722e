/** Lets a person stop waiting for a query. A stopped one stays stopped until it is asked for again. */
import { useQueryClient, type QueryKey, type UseQueryResult } from "@tanstack/react-query";

export interface Stopping {
  /** It was stopped before there was an answer. */
  readonly stopped: boolean;
  readonly cancel: () => void;
  readonly again: () => void;
}

export function useStopping(query: UseQueryResult<unknown>, queryKey: QueryKey): Stopping {
  const cache = useQueryClient();
  return {
    stopped: query.data === undefined && query.fetchStatus === "idle" && !query.isError,
    cancel: () => void cache.cancelQueries({ queryKey }),
    again: () => void query.refetch(),
  };
}
