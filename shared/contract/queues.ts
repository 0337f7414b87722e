/** Procedures about the queue of a DAG: events from a folder, over HTTP or from a table, of which each starts a run. */
import { z } from "zod";
import { procedure } from "./base.ts";

export const QueueEvent = z.object({
  /** Greater for one that was dealt with later. */
  id: z.number(),
  /** Name of its file, the key that it was posted with, or the id of its row. */
  name: z.string(),
  at: z.number(),
  /** When it was heard of: posted, or written. */
  heardAt: z.number().nullable(),
  /** The run that it started; null for one that was set aside. */
  runId: z.string().nullable(),
  /** When the first task of that run started; null before. */
  startedAt: z.number().nullable(),
  /** Why it was set aside. */
  reason: z.string().nullable(),
});
export type QueueEvent = z.infer<typeof QueueEvent>;

/** From when an event was heard of to when the first task of its run started. */
export const QueueLatency = z.object({ count: z.number(), p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number() });
export type QueueLatency = z.infer<typeof QueueLatency>;

/** Where events come from, as it stands. */
export const QueueSource = z.discriminatedUnion("kind", [
  /** Relative to the workspace. */
  z.object({ kind: z.literal("folder"), folder: z.string() }),
  z.object({
    kind: z.literal("http"),
    /** Where to post; null while nothing listens. */
    url: z.string().nullable(),
    /** When its token was made; null where there is none. */
    tokenMadeAt: z.number().nullable(),
  }),
  z.object({
    kind: z.literal("table"),
    connection: z.string(),
    table: z.string(),
    /** The channel on which the database tells of new rows; null where it is only looked now and then. */
    notify: z.string().nullable(),
    isConnected: z.boolean(),
  }),
]);
export type QueueSource = z.infer<typeof QueueSource>;

export const QueueReport = z.object({
  dagId: z.string(),
  source: QueueSource,
  isOn: z.boolean(),
  /** Events that lie there and were not taken yet; always 0 for HTTP, where what is not taken stays with who posts it, and up to 1,000 for a table, as of the last count. */
  waiting: z.number(),
  taken: z.number(),
  setAside: z.number(),
  /** Of the newest events; null while there is none. */
  latency: QueueLatency.nullable(),
  /** What keeps it from taking events; null when all is well. */
  trouble: z.string().nullable(),
});
export type QueueReport = z.infer<typeof QueueReport>;

export const queuesContract = {
  /** Null for a DAG without a queue. */
  get: procedure.input(z.object({ dagId: z.string() })).output(z.object({ queue: QueueReport.nullable() })),
  /** What became of its events, the newest first: those before the one with the id `before`, only those that were set aside where that is asked for. */
  events: procedure
    .input(z.object({ dagId: z.string(), before: z.number().int().optional(), setAside: z.boolean().optional(), limit: z.number().int().min(1).max(1_000) }))
    .output(z.object({ events: z.array(QueueEvent), more: z.boolean() })),
  set: procedure.input(z.object({ dagId: z.string(), on: z.boolean() })).output(QueueReport),
};
