/** The instances of a mapped task of one run, live. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { TaskInstance } from "../../../../shared/model/run.ts";
import { toFailure, type Failure } from "../../../rpc/failure.ts";
import { instancesOfPart, readInstances } from "../../../rpc/live-instances.ts";
import { useEngineClient, useRpc } from "../../../rpc/rpc-provider.tsx";

export interface InstancesOf {
  readonly dagId: string;
  readonly source?: string | undefined;
  readonly runId: string;
  /** The mapped task. */
  readonly taskId: string;
}

export interface InstancesRead {
  /** Null until they are read. */
  readonly instances: readonly TaskInstance[] | null;
  readonly failure: Failure | null;
  readonly retry: () => void;
}

export function useInstances({ dagId, source, runId, taskId }: InstancesOf): InstancesRead {
  const client = useEngineClient();
  const cache = useQueryClient();
  const input = { dagId, runId, taskId, ...(source === undefined ? {} : { source }) };
  const queryKey = useRpc().runs.instances.queryKey({ input });
  const { data, error, refetch } = useQuery({ queryKey, queryFn: ({ signal }) => readInstances(cache, queryKey, (from) => client.runs.instances({ ...input, from, limit: instancesOfPart }, { signal })) });
  return { instances: data ?? null, failure: error === null ? null : toFailure(error), retry: () => void refetch() };
}
