/** The procedures of backfills. */
import type { Implementer } from "@orpc/server";
import type { Contract } from "../../shared/contract/contract.ts";
import type { Backfills } from "../services/backfills.ts";
import type { DagFiles } from "../services/dag-files.ts";
import type { CallContext } from "./call-context.ts";

type Os = Implementer<Contract, CallContext, CallContext>;

export function backfillHandlers(os: Os, { backfills, dags }: { readonly backfills: Backfills; readonly dags: Pick<DagFiles, "settled"> }) {
  return {
    plan: os.backfills.plan.handler(async ({ input }) => {
      await dags.settled(input.dagId);
      return backfills.plan(input);
    }),
    start: os.backfills.start.handler(async ({ input, context }) => {
      await dags.settled(input.dagId);
      return backfills.start(input, context.by);
    }),
    list: os.backfills.list.handler(({ input }) => ({ backfills: backfills.list(input) })),
    get: os.backfills.get.handler(({ input }) => ({ backfill: backfills.get(input.id), intervals: backfills.intervals(input.id, input.offset, input.limit) })),
    pause: os.backfills.pause.handler(({ input, context }) => backfills.pause({ ...input, by: context.by })),
    resume: os.backfills.resume.handler(({ input, context }) => backfills.resume({ ...input, by: context.by })),
    cancel: os.backfills.cancel.handler(({ input, context }) => backfills.cancel({ ...input, by: context.by })),
  };
}
