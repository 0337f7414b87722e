/** Procedures about the queue of a DAG: events that lie in a folder, of which each starts a run. */
import { z } from "zod";
import { procedure } from "./base.ts";

export const QueueEvent = z.object({
  /** Name of its file. */
  name: z.string(),
  at: z.number(),
  /** The run that it started; null for one that was set aside. */
  runId: z.string().nullable(),
  /** Why it was set aside. */
  reason: z.string().nullable(),
});
export type QueueEvent = z.infer<typeof QueueEvent>;

export const QueueReport = z.object({
  dagId: z.string(),
  /** Relative to the workspace. */
  folder: z.string(),
  isOn: z.boolean(),
  /** Events that lie there and were not taken yet. */
  waiting: z.number(),
  taken: z.number(),
  setAside: z.number(),
  /** What keeps it from taking events; null when all is well. */
  trouble: z.string().nullable(),
  /** The newest first. */
  events: z.array(QueueEvent),
});
export type QueueReport = z.infer<typeof QueueReport>;

export const queuesContract = {
  /** Null for a DAG without a queue. */
  get: procedure.input(z.object({ dagId: z.string() })).output(z.object({ queue: QueueReport.nullable() })),
  set: procedure.input(z.object({ dagId: z.string(), on: z.boolean() })).output(QueueReport),
};
