/** The texts of the DAG versions that both runs used, beside each other. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { RunComparison } from "../../../../shared/run-view/comparison.ts";
import { TextDiff } from "../../../editor/text-diff.tsx";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import panes from "../../../ui/panes.module.css";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import type { DagPageState } from "../use-dag-page.ts";

export function CompareVersions({ page, comparison: { before, after } }: { page: DagPageState; comparison: RunComparison }): ReactNode {
  const { dagId, source, otherSource } = page.place;
  const rpc = useRpc();
  const old = useQuery(rpc.runs.version.queryOptions({ input: { dagId, runId: before.runId, ...(otherSource === undefined ? {} : { source: otherSource }) } }));
  const now = useQuery(rpc.runs.version.queryOptions({ input: { dagId, runId: after.runId, ...(source === undefined ? {} : { source }) } }));
  const error = old.error ?? now.error;
  if (error !== null) return <ErrorState title={t("A version cannot be read")} failure={toFailure(error)} onRetry={() => void Promise.all([old.refetch(), now.refetch()])} />;
  if (old.data === undefined || now.data === undefined) return <SkeletonRows rows={10} label={t("Reading the versions")} />;
  const language = now.data.file.endsWith(".py") ? "python" : "yaml";
  return (
    <div className={panes.columns}>
      <TextDiff before={old.data.source} after={now.data.source} language={language} label={t("DAG file of {{dagId}}", { dagId })} />
    </div>
  );
}
