/** The procedures of retention and of the archive. */
import type { Implementer } from "@orpc/server";
import type { Contract } from "../../shared/contract/contract.ts";
import type { Retention } from "../services/retention/retention.ts";
import type { Archives } from "../services/retention/archives.ts";
import type { CallContext } from "./call-context.ts";

type Os = Implementer<Contract, CallContext, CallContext>;

export function retentionHandlers(os: Os, retention: Retention) {
  return {
    preview: os.retention.preview.handler(({ input }) => retention.preview(input.dagId)),
    runs: os.retention.runs.handler(({ input }) => retention.runs(input)),
    run: os.retention.run.handler(({ input, context }) => retention.run(context.by, input.dagId)),
    cancel: os.retention.cancel.handler(() => ({ wasAtWork: retention.cancel() })),
    work: os.retention.work.handler(() => ({ work: retention.work() })),
    rules: os.retention.rules.handler(() => retention.rules()),
    setRules: os.retention.setRules.handler(({ input }) => retention.setRules(input)),
  };
}

export function archiveHandlers(os: Os, archives: Archives) {
  return {
    list: os.archive.list.handler(() => archives.list()),
    search: os.archive.search.handler(({ input }) => archives.search(input)),
    get: os.archive.get.handler(({ input }) => archives.get(input)),
  };
}
