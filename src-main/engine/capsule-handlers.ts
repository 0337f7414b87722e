/** The procedures of run capsules, incident pages and replays. */
import type { Implementer } from "@orpc/server";
import type { Contract } from "../../shared/contract/contract.ts";
import type { CallContext } from "./call-context.ts";
import type { CapsuleServices } from "./capsule-parts.ts";

type Os = Implementer<Contract, CallContext, CallContext>;

export function capsuleHandlers(os: Os, { capsules, work }: CapsuleServices) {
  return {
    plan: os.capsules.plan.handler(({ input }) => capsules.plan(input.dagId, input.runId)),
    export: os.capsules.export.handler(({ input, signal }) => capsules.export(input, signal)),
    beginUpload: os.capsules.beginUpload.handler(({ input }) => capsules.beginUpload(input)),
    upload: os.capsules.upload.handler(({ input }) => capsules.upload(input)),
    open: os.capsules.open.handler(({ input, signal }) => capsules.open(input.uploadId, signal)),
    list: os.capsules.list.handler(() => capsules.list()),
    reopen: os.capsules.reopen.handler(({ input }) => capsules.reopen(input.id)),
    close: os.capsules.close.handler(({ input }) => capsules.close(input.id)),
    forget: os.capsules.forget.handler(({ input }) => capsules.forget(input.id)),
    manifest: os.capsules.manifest.handler(({ input }) => work.manifest(input.source)),
    rows: os.capsules.rows.handler(({ input }) => work.rows(input)),
    dag: os.capsules.dag.handler(({ input }) => work.dag(input)),
    replayPlan: os.capsules.replayPlan.handler(({ input }) => work.planReplay(input)),
    replay: os.capsules.replay.handler(({ input }) => work.replay(input)),
    incident: os.capsules.incident.handler(({ input }) => work.incident(input)),
  };
}
