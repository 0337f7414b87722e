/** Procedures about messages to people: where they may go, and what became of those of a run. */
import { z } from "zod";
import { Message } from "../model/message.ts";
import { procedure } from "./base.ts";

export const ChannelInfo = z.object({ id: z.string(), kind: z.enum(["slack", "webhook", "mail"]), /** Without what is secret. */ to: z.string() });
export type ChannelInfo = z.infer<typeof ChannelInfo>;

export const TestOutcome = z.object({ ok: z.boolean(), /** Why it was not sent. */ reason: z.string().nullable() });
export type TestOutcome = z.infer<typeof TestOutcome>;

export const messagesContract = {
  channels: procedure.input(z.object({})).output(z.object({ channels: z.array(ChannelInfo) })),
  /** In the order in which they were called for. */
  ofRun: procedure.input(z.object({ dagId: z.string(), runId: z.string() })).output(z.object({ messages: z.array(Message) })),
  /** Sends a message that says that it is a test. */
  test: procedure.input(z.object({ channel: z.string().max(200) })).output(TestOutcome),
};
