/** The XComs that a task pushed in a run or a try. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { ValuesView } from "./values-view.tsx";

export function ValuesOf({ run: { dagId, runId }, taskId }: { run: Pick<RunSummary, "dagId" | "runId">; taskId: string }): ReactNode {
  const task = useQuery(useRpc().runs.task.queryOptions({ input: { dagId, runId, taskId } }));
  if (task.data === undefined) return <SkeletonRows rows={3} label={t("Reading the values")} />;
  return <ValuesView values={Object.fromEntries(task.data.xcoms.map(({ key, value }) => [key, value]))} label={t("XComs of {{taskId}}", { taskId })} onChange={null} />;
}
