/** Hands the engine's client, its query helpers and the query cache to the screens. */
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { createContext, use, type ReactNode } from "react";
import type { FileNews } from "./file-news.ts";
import type { RunNews } from "./run-news.ts";
import type { EngineClient, EngineQueries } from "./client.ts";

export interface Rpc {
  readonly client: EngineClient;
  readonly queries: EngineQueries;
  readonly cache: QueryClient;
  readonly files: FileNews;
  readonly runs: RunNews;
  /** Tries to reach the engine now instead of at the end of the pause. */
  readonly retryNow: () => void;
  /** Measures the round trip to the engine; the result lands in the connection store. */
  readonly ping: () => Promise<void>;
}

const RpcContext = createContext<Rpc | null>(null);

export function RpcProvider({ rpc, children }: { rpc: Rpc; children: ReactNode }): ReactNode {
  return (
    <RpcContext value={rpc}>
      <QueryClientProvider client={rpc.cache}>{children}</QueryClientProvider>
    </RpcContext>
  );
}

function useRpcContext(): Rpc {
  const rpc = use(RpcContext);
  if (rpc === null) throw new Error("useRpc needs an RpcProvider above it.");
  return rpc;
}

/** Query helpers: `useQuery(useRpc().runs.get.queryOptions({ input }))`; `.call(input)` asks directly. */
export function useRpc(): EngineQueries {
  return useRpcContext().queries;
}

/** The plain client, for streams such as `client.runs.followLog`. */
export function useEngineClient(): EngineClient {
  return useRpcContext().client;
}

export function useRpcControls(): Pick<Rpc, "retryNow" | "ping" | "files" | "runs"> {
  return useRpcContext();
}
