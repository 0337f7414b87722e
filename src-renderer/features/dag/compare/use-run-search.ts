/** The runs of a DAG that match what is typed. Who looks for something looks back by itself, so far; further when asked to. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { toFailure, type Failure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { matchesRun } from "./match-run.ts";

const pageRuns = 200;
/** So many matches are enough to choose from. */
const enough = 50;
/** So many runs are looked through before one is asked whether to go on. */
const farRuns = 5_000;

export interface RunSearch {
  readonly found: readonly RunSummary[];
  /** Runs that were looked through, the newest of all. */
  readonly looked: number;
  readonly isPending: boolean;
  /** More are being looked through. */
  readonly isLooking: boolean;
  /** There are older ones that were not looked through. */
  readonly hasOlder: boolean;
  readonly failure: Failure | null;
  /** The end of the list is in sight. */
  readonly readOn: () => void;
  readonly lookFurther: () => void;
  readonly retry: () => void;
}

export interface RunSearchAsk {
  readonly dagId: string;
  readonly source: string | undefined;
  readonly state: "all" | "success" | "failed";
  /** The run to compare: no choice. */
  readonly except: string;
  readonly text: string;
}

export function useRunSearch({ dagId, source, state, except, text }: RunSearchAsk): RunSearch {
  const [far, setFar] = useState(farRuns);
  const list = useInfiniteQuery(
    useRpc().runs.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ dagId, limit: pageRuns, ...(source === undefined ? {} : { source }), ...(state === "all" ? {} : { states: [state] }), ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.cursor ?? undefined,
    }),
  );
  const runs = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.runs), [list.data]);
  const found = useMemo(() => runs.filter((run) => run.runId !== except && matchesRun(run, text)), [runs, except, text]);
  const { fetchNextPage, hasNextPage, isFetching, isError } = list;
  const isShort = text.trim() !== "" && found.length < enough;
  const mayRead = hasNextPage && !isFetching && !isError && !(isShort && runs.length >= far);
  const readOn = useCallback(() => {
    if (mayRead) void fetchNextPage();
  }, [mayRead, fetchNextPage]);
  const looked = runs.length;
  useEffect(() => {
    if (isShort) readOn();
    // An answer may come so soon that only the number of runs tells of it.
  }, [isShort, readOn, looked]);
  return {
    ...{ found, looked, isPending: list.isPending, readOn },
    isLooking: isShort && hasNextPage && runs.length < far && !isError,
    hasOlder: hasNextPage,
    failure: list.error === null ? null : toFailure(list.error),
    lookFurther: () => setFar(runs.length + farRuns),
    retry: () => void list.refetch(),
  };
}
