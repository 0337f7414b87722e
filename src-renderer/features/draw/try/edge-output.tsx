/** The first rows that flow along an edge: what its task hands on, as the next one would read it. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { GraphEdge } from "../../../graph-view/graph-index.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { TriedTables } from "./tried-rows.tsx";
import { triedOf } from "./try-facts.ts";
import type { Tries } from "./use-tries.ts";
import { ValuesOf } from "./values-of.tsx";

export function EdgeOutput({ edge, tries }: { edge: GraphEdge; tries: Tries }): ReactNode {
  const { path, text, files } = tries.textNow();
  const outputs = useQuery({ ...useRpc().tries.outputs.queryOptions({ input: { path, text, ...(files === undefined ? {} : { files }) } }), retry: false });
  if (outputs.isError) return <ErrorState title={t("What flows here cannot be told")} failure={toFailure(outputs.error)} onRetry={() => void outputs.refetch()} />;
  if (outputs.data === undefined) return <SkeletonRows rows={6} label={t("Looking for the rows")} />;
  const tables = outputs.data.tasks.find(({ taskId }) => taskId === edge.source)?.tables ?? [];
  const tried = triedOf(tries.state, edge.source);
  if (tables.length > 0) return <TriedTables key={tables.map(({ table }) => table).join()} tables={tables} />;
  if (tried !== null) return <ValuesOf run={tried.run} taskId={edge.source} />;
  return <EmptyState title={t("No rows flow here")}>{t("{{source}} builds no table; {{target}} only runs after it.", { source: edge.source, target: edge.target })}</EmptyState>;
}
