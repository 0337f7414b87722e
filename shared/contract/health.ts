/** How the engine is: the heartbeats of its parts, whether work stands still, and what it mended by itself. */
import { z } from "zod";
import { procedure } from "./base.ts";

/** `rest` is a process that is started when somebody needs it. */
export const HealthPart = z.object({
  name: z.enum(["scheduler", "runner", "sql host"]),
  state: z.enum(["good", "rest", "bad"]),
  pid: z.number().nullable(),
  /** When it was last heard of; null while it is not running. */
  heardAt: z.number().nullable(),
  /** What is wrong, as a sentence; null when nothing is. */
  trouble: z.string().nullable(),
});
export type HealthPart = z.infer<typeof HealthPart>;

/** Something that the engine noticed and what it did about it. */
export const HealthNote = z.object({
  at: z.number(),
  kind: z.enum(["trouble", "healed", "news"]),
  words: z.string(),
  /** From when to when it lasted, on the wall clock; `to` lies before `from` where the clock was set back. */
  span: z.object({ from: z.number(), to: z.number() }).optional(),
});
export type HealthNote = z.infer<typeof HealthNote>;

/** A queue that is on, since the engine started. */
export const HealthQueue = z.object({
  dagId: z.string(),
  /** Events that were not taken yet, as of the last look. */
  waiting: z.number(),
  /** How long the oldest of them has waited; 0 while none does. */
  oldestWaitMs: z.number(),
  taken: z.number(),
  setAside: z.number(),
  /** Why it takes no events; null when all is well. */
  trouble: z.string().nullable(),
});
export type HealthQueue = z.infer<typeof HealthQueue>;

export const HealthReport = z.object({
  at: z.number(),
  ok: z.boolean(),
  /** Why not, the first first. */
  troubles: z.array(z.string()),
  parts: z.array(HealthPart),
  running: z.number(),
  queued: z.number(),
  queues: z.array(HealthQueue),
  /** When a task last ended, since the engine started. */
  lastEndAt: z.number().nullable(),
  /** The latest last; the engine keeps so many since it started. */
  journal: z.array(HealthNote),
});
export type HealthReport = z.infer<typeof HealthReport>;

export const healthContract = { read: procedure.input(z.object({})).output(HealthReport) };
