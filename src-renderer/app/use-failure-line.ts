/** What the log of a failed try says of why it failed. A try that has ended says nothing else later. */
import { skipToken, useQuery } from "@tanstack/react-query";
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { FailureLine } from "../../shared/run-view/error-line.ts";
import { useRpc } from "../rpc/rpc-provider.tsx";
import { tellingTry } from "../ui/run-headline.ts";

export interface FailedTry {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly tryNumber: number;
  readonly source?: string | undefined;
}

export function useFailureLine(of: FailedTry | null): FailureLine | null {
  return useQuery(useRpc().logs.failure.queryOptions({ input: of ?? skipToken, staleTime: Infinity })).data?.found ?? null;
}

/** Of the task that broke the run. */
export function useRunFailureLine(detail: Pick<RunDetail, "run" | "tasks"> | undefined | null, source?: string): FailureLine | null {
  const found = detail === undefined || detail === null ? null : tellingTry(detail.run, detail.tasks);
  return useFailureLine(found === null || detail === undefined || detail === null ? null : { dagId: detail.run.dagId, runId: detail.run.runId, ...found, ...(source === undefined ? {} : { source }) });
}
