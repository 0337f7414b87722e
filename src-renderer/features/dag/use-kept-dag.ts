/** The DAG of a run that belongs to no file of this workspace, as it was when the run was made: of a capsule, of a replay, or of a file that has gone. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import { isReplay } from "../../../shared/capsule/replay-name.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import type { DagPlace } from "./dag-selection.ts";

/** Whether it never was one of this workspace. */
export function isForeign({ dagId, source, runId }: DagPlace): boolean {
  return (source !== undefined || isReplay(dagId)) && runId !== undefined;
}

/** `enabled`: it is to be had from nowhere else. */
export function useKeptDag({ dagId, source }: DagPlace, runId: string | null, enabled: boolean): UseQueryResult<DagDetail> | null {
  const query = useQuery({
    ...useRpc().capsules.dag.queryOptions({ input: { dagId, source, runId: runId ?? "" } }),
    enabled: enabled && runId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    // From run to run the page stays.
    placeholderData: (previous: DagDetail | undefined) => (previous?.summary.dagId === dagId ? previous : undefined),
  });
  return enabled && runId !== null ? query : null;
}
