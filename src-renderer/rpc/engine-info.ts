/** What the engine says about itself; kept up to date by its events. */
import { useQuery } from "@tanstack/react-query";
import type { EngineInfo } from "../../shared/contract/engine.ts";
import { useRpc } from "./rpc-provider.tsx";

/** Null until the engine has answered once. */
export function useEngineInfo(): EngineInfo | null {
  return useQuery(useRpc().engine.info.queryOptions({ input: {} })).data ?? null;
}
