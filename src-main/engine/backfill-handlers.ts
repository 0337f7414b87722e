/** The procedures of backfills. */
import type { Implementer } from "@orpc/server";
import type { Contract } from "../../shared/contract/contract.ts";
import type { Backfills } from "../services/backfills.ts";
import type { CallContext } from "./call-context.ts";

type Os = Implementer<Contract, CallContext, CallContext>;

export function backfillHandlers(os: Os, backfills: Backfills) {
  return {
    plan: os.backfills.plan.handler(({ input }) => backfills.plan(input)),
    start: os.backfills.start.handler(({ input, context }) => backfills.start(input, context.by)),
    list: os.backfills.list.handler(({ input }) => ({ backfills: backfills.list(input) })),
    get: os.backfills.get.handler(({ input }) => ({ backfill: backfills.get(input.id), intervals: backfills.intervals(input.id, input.offset, input.limit) })),
    pause: os.backfills.pause.handler(({ input, context }) => backfills.pause({ ...input, by: context.by })),
    resume: os.backfills.resume.handler(({ input, context }) => backfills.resume({ ...input, by: context.by })),
    cancel: os.backfills.cancel.handler(({ input, context }) => backfills.cancel({ ...input, by: context.by })),
  };
}
