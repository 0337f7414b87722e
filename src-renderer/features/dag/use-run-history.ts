/** What happened in the shown run, task by task and try by try, as it stands now; live while the run goes on. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { historiesOf, type TaskHistory } from "../../../shared/run-view/task-history.ts";
import { toFailure, type Failure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import type { DagPageState } from "./use-dag-page.ts";

export interface RunHistoryState {
  /** Null until it was read, or while no run is shown. */
  readonly histories: readonly TaskHistory[] | null;
  readonly failure: Failure | null;
  readonly retry: () => void;
}

export function useRunHistory({ detail, tasks, place }: Pick<DagPageState, "detail" | "tasks" | "place">, enabled = true): RunHistoryState {
  const { dagId, source } = place;
  const runId = detail?.run.runId ?? "";
  const tries = useQuery(useRpc().time.tries.queryOptions({ input: { dagId, runId, ...(source === undefined ? {} : { source }) }, enabled: enabled && detail !== null }));
  const { data, error, refetch } = tries;
  const histories = useMemo(() => (!enabled || detail === null || data === undefined ? null : historiesOf({ run: detail.run, tasks, instances: detail.tasks, tries: data })), [enabled, detail, tasks, data]);
  return { histories, failure: error === null ? null : toFailure(error), retry: () => void refetch() };
}
