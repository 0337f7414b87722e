/** Messages to people: what calls for one, and where it stands on its way. */
import { z } from "zod";

/** What a DAG or task may tell of, as `on_failure` and so on. */
export const messageEvents = ["failure", "success", "retry", "skipped", "deadline"] as const;
export const MessageEvent = z.enum(messageEvents);
export type MessageEvent = z.infer<typeof MessageEvent>;

/** One message that a file asks for; without texts of its own it says what happened. */
export const MessageSpec = z.object({ channel: z.string(), subject: z.string().nullable(), message: z.string().nullable() });
export type MessageSpec = z.infer<typeof MessageSpec>;

/** By event; an event that asks for nothing is absent. */
export const MessageSpecs = z.partialRecord(MessageEvent, z.array(MessageSpec));
export type MessageSpecs = z.infer<typeof MessageSpecs>;

export const MessageState = z.enum(["waiting", "sent", "failed"]);
export type MessageState = z.infer<typeof MessageState>;

export const Message = z.object({
  id: z.number(),
  dagId: z.string(),
  runId: z.string(),
  /** Null for one about the run itself. */
  taskId: z.string().nullable(),
  tryNumber: z.number(),
  event: MessageEvent,
  channel: z.string(),
  madeAt: z.number(),
  state: MessageState,
  /** How often it was tried to send it. */
  tries: z.number(),
  /** When it is tried again; null when it waits no more. */
  nextAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** Why the last try failed. */
  trouble: z.string().nullable(),
  /** As it was sent, secrets masked; null before the first try. */
  subject: z.string().nullable(),
});
export type Message = z.infer<typeof Message>;
