/** Connections of the workspace and the catalogue of each; kept up to date by the engine's events. */
import { useQueries, useQuery } from "@tanstack/react-query";
import type { ConnectionInfo } from "../../../shared/contract/warehouse.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import type { CatalogState } from "./catalog-rows.ts";

export interface Catalogs {
  readonly connections: readonly ConnectionInfo[] | null;
  readonly catalogs: Readonly<Record<string, CatalogState>>;
  readonly diagnostics: readonly string[];
  readonly error: unknown;
  readonly retry: () => void;
}

export function useCatalogs(): Catalogs {
  const rpc = useRpc();
  const list = useQuery(rpc.warehouse.connections.queryOptions({ input: {} }));
  const connections = list.data?.connections ?? null;
  const results = useQueries({ queries: (connections ?? []).map(({ id }) => rpc.warehouse.catalog.queryOptions({ input: { connection: id } })) });
  const catalogs: Record<string, CatalogState> = {};
  (connections ?? []).forEach(({ id }, index) => {
    const result = results[index];
    if (result?.data !== undefined) catalogs[id] = { kind: "ready", catalog: result.data };
    else if (result?.isError === true) catalogs[id] = { kind: "failed", message: toFailure(result.error).message };
    else catalogs[id] = { kind: "loading" };
  });
  const retry = (): void => {
    void list.refetch();
    for (const result of results) void result.refetch();
  };
  return { connections, catalogs, diagnostics: list.data?.diagnostics ?? [], error: list.error, retry };
}
