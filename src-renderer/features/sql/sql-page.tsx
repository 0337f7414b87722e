/** A SQL file of the workspace: its text above, what its queries gave below. */
import { useQuery as useRead } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useOpening } from "../../document/documents-provider.tsx";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { toFailure } from "../../rpc/failure.ts";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { OpenQuery } from "./open-query.tsx";

export function SqlPage({ path }: { path: string }): ReactNode {
  const { document, failure } = useOpening(path);
  const connections = useRead(useRpc().warehouse.connections.queryOptions({ input: {} }));
  if (failure !== null) return <ErrorState title={t("{{path}} cannot be opened", { path })} failure={failure} />;
  if (connections.error !== null && connections.data === undefined) return <ErrorState title={t("The connections could not be read")} failure={toFailure(connections.error)} onRetry={() => void connections.refetch()} />;
  if (document === null || connections.data === undefined) return <SkeletonRows rows={12} label={t("Opening the query")} />;
  return <OpenQuery document={document} connections={connections.data.connections} />;
}
