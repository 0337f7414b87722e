/** The procedures of assets. */
import type { Implementer } from "@orpc/server";
import type { Contract } from "../../shared/contract/contract.ts";
import type { AssetViews } from "../services/assets/asset-views.ts";
import type { CallContext } from "./call-context.ts";

type Os = Implementer<Contract, CallContext, CallContext>;

export function assetHandlers(os: Os, views: AssetViews) {
  return {
    list: os.assets.list.handler(async () => ({ assets: await views.list() })),
    names: os.assets.names.handler(async () => ({ names: [...(await views.names())].sort() })),
    get: os.assets.get.handler(({ input }) => views.get(input.name, input.limit)),
    ofDag: os.assets.ofDag.handler(({ input }) => views.ofDag(input.dagId)),
    emit: os.assets.emit.handler(({ input, context }) => views.emit(input, context.by)),
  };
}
