/** The contract's procedures about messages. */
import { randomUUID } from "node:crypto";
import type { Implementer } from "@orpc/server";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Contract } from "../../shared/contract/contract.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import type { Channels } from "../services/messages/channels.ts";
import type { CallContext } from "./call-context.ts";

interface Parts {
  readonly channels: Channels;
  readonly store: Store;
  readonly workspace: Workspace;
  readonly isTrusted: () => boolean;
}


export function messageHandlers(os: Implementer<Contract, CallContext, CallContext>, { channels, store, workspace, isTrusted }: Parts) {
  return {
    channels: os.messages.channels.handler(() => ({ channels: channels.list() })),
    ofRun: os.messages.ofRun.handler(({ input: { dagId, runId } }) => {
      const run = store.runs.find(dagId, runId);
      if (run === null) throw new AppError("run/not-found", `DAG "${dagId}": has no run "${runId}".`, { dagId, runId });
      return { messages: store.messages.ofRun(run.key) };
    }),
    test: os.messages.test.handler(async ({ input: { channel } }) => {
      if (!isTrusted()) throw new AppError("workspace/untrusted", `This workspace is not trusted, so nothing is sent to channel "${channel}"; look at what it would do, then trust it ("dagwright trust", or Trust in the desktop app).`);
      const text = `This is a test of channel "${channel}" of the workspace ${workspace.name}. Nothing has happened.`;
      const delivery = await channels.send(channel, { key: `test-${randomUUID()}`, subject: `Test message (${workspace.name})`, text, facts: { event: "test", workspace: workspace.name } });
      return delivery.kind === "sent" ? { ok: true, reason: null } : { ok: false, reason: delivery.reason };
    }),
  };
}
