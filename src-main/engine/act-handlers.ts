/** The procedures of acts and of the audit trail. */
import type { Implementer } from "@orpc/server";
import type { Contract } from "../../shared/contract/contract.ts";
import type { Acts } from "../services/acts.ts";
import { engineActor } from "../services/audit-trail.ts";
import type { RunSources } from "../services/run-sources.ts";
import type { CallContext } from "./call-context.ts";

type Os = Implementer<Contract, CallContext, CallContext>;

export function actHandlers(os: Os, { acts, sources }: { readonly acts: Acts; readonly sources: RunSources }) {
  return {
    acts: {
      plan: os.acts.plan.handler(({ input }) => acts.plan(input)),
      perform: os.acts.perform.handler(({ input, context }) => acts.perform(input, context.by ?? engineActor)),
      cancel: os.acts.cancel.handler(({ input, context }) => acts.cancel(input.runs, { by: context.by ?? engineActor, reason: input.reason })),
      undo: os.acts.undo.handler(({ input, context }) => acts.undo(input.entry, context.by ?? engineActor)),
      setNote: os.acts.setNote.handler(({ input, context }) => acts.setNote(input, context.by ?? engineActor)),
      notes: os.acts.notes.handler(async ({ input }) => ({ notes: await sources.of(input.source).notes(input.dagId) })),
    },
    audit: {
      list: os.audit.list.handler(({ input }) => sources.of(input.source).audit(input)),
      get: os.audit.get.handler(({ input }) => sources.of(input.source).auditEntry(input.id)),
    },
  };
}
