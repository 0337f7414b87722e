/** The runs of a DAG for the grid, newest first, a page at a time; the engine's events keep them up to date. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { RunGridFilter } from "../../../../shared/contract/grid.ts";
import { readGrid, type GridRun } from "../../../../shared/run-view/run-grid.ts";
import { toFailure, type Failure } from "../../../rpc/failure.ts";
import type { GridData } from "../../../rpc/live-grid.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";

export interface RunGridState {
  /** Oldest first: as the columns stand. */
  readonly runs: readonly GridRun[];
  readonly isPending: boolean;
  readonly failure: Failure | null;
  readonly hasOlder: boolean;
  readonly isReadingOlder: boolean;
  readonly readOlder: () => void;
  readonly retry: () => void;
}

export type GridAsk = Omit<RunGridFilter, "cursor" | "limit"> & { readonly source?: string | undefined };

const noRuns: readonly GridRun[] = [];
const firstPage: string | undefined = undefined;

export function useRunGrid(ask: GridAsk): RunGridState {
  const rpc = useRpc();
  const input = (cursor: string | undefined): RunGridFilter => ({ ...ask, ...(cursor === undefined ? {} : { cursor }) });
  const query = useInfiniteQuery({
    queryKey: rpc.grid.read.infiniteKey({ input, initialPageParam: firstPage }) as readonly unknown[],
    queryFn: async ({ pageParam, signal }) => readGrid(await rpc.grid.read.call(input(pageParam), { signal })),
    initialPageParam: firstPage,
    getNextPageParam: (last) => last.cursor ?? undefined,
    placeholderData: (previous: GridData | undefined) => (previous?.pages[0]?.runs[0]?.run.dagId === ask.dagId ? keepPreviousData(previous) : undefined),
    // Arrays of numbers: looking for what is equal in them takes longer than showing them.
    structuralSharing: false,
  });
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage, refetch } = query;
  const runs = useMemo(() => data?.pages.flatMap((page) => page.runs).toReversed() ?? noRuns, [data]);
  const readOlder = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const retry = useCallback(() => void refetch(), [refetch]);
  return { runs, isPending: query.isPending, failure: query.error ? toFailure(query.error) : null, hasOlder: hasNextPage, isReadingOlder: isFetchingNextPage, readOlder, retry };
}
