/** The procedures of the stored history. */
import type { Implementer } from "@orpc/server";
import type { Contract } from "../../shared/contract/contract.ts";
import type { HistoryPacking } from "../services/history/history-packing.ts";
import type { CallContext } from "./call-context.ts";

type Os = Implementer<Contract, CallContext, CallContext>;

export function historyHandlers(os: Os, packing: HistoryPacking) {
  return {
    status: os.history.status.handler(() => packing.status()),
    compact: os.history.compact.handler(({ input }) => packing.compact(input.olderThanMs)),
    cancel: os.history.cancel.handler(() => ({ wasAtWork: packing.cancel() })),
  };
}
