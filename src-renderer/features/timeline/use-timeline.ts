/** The runs of a window of time, read again a moment after runs changed. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Route } from "../../app/route.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { useRunChanges } from "../../rpc/use-run-changes.ts";
import type { Span } from "../../../shared/run-view/time-view.ts";
import { askedFor } from "./timeline-filter.ts";

export type TimelineRoute = Extract<Route, { page: "timeline" }>;

export function useTimeline({ text, state, runType }: TimelineRoute, view: Span) {
  const rpc = useRpc();
  const cache = useQueryClient();
  useRunChanges(
    (run) => run.runType !== "try",
    () => void cache.invalidateQueries({ queryKey: rpc.time.window.key() }),
  );
  const input = { ...askedFor(view), ...(text === undefined ? {} : { text }), ...(state === undefined ? {} : { states: [state] }), ...(runType === undefined ? {} : { types: [runType] }) };
  return useQuery({ ...rpc.time.window.queryOptions({ input }), staleTime: 0, placeholderData: keepPreviousData });
}
