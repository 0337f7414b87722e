/** The contract's procedures about deadlines. */
import type { Implementer } from "@orpc/server";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Contract } from "../../shared/contract/contract.ts";
import type { Store } from "../ports/store.ts";
import type { CallContext } from "./call-context.ts";

const usual = 50;

export function deadlineHandlers(os: Implementer<Contract, CallContext, CallContext>, { store }: { readonly store: Store }) {
  return {
    list: os.deadlines.list.handler(({ input: { dagId, runId, states, limit = usual } }) => {
      const run = runId === undefined ? undefined : dagId === undefined ? null : store.runs.find(dagId, runId);
      if (run === null) throw new AppError("run/not-found", `DAG "${dagId ?? ""}": has no run "${runId ?? ""}".`, { dagId, runId });
      return { deadlines: store.deadlines.list({ dagId, run: run?.key, states, limit }) };
    }),
  };
}
