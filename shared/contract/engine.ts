/** Procedures about the engine itself, and the one live stream that every screen follows. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { Reading } from "../model/reading.ts";
import { RunSummary, TaskInstance } from "../model/run.ts";
import { procedure } from "./base.ts";
import { RetentionWork } from "./retention.ts";

export const EngineInfo = z.object({
  version: z.string(),
  /** New at each engine start. */
  instanceId: z.string(),
  pid: z.number(),
  startedAt: z.number(),
  mode: z.enum(["desktop", "server", "cli"]),
  workspace: z.object({ path: z.string(), name: z.string(), trusted: z.boolean() }),
  parallelism: z.number(),
  running: z.number(),
  queued: z.number(),
  runner: z.object({ pid: z.number().nullable(), state: z.enum(["up", "starting", "down"]) }),
  sqlHost: z.object({ pid: z.number().nullable(), state: z.enum(["idle", "up", "down"]) }),
  /** Set when no new task is started, such as a full disk; a sentence for the banner. */
  trouble: z.string().nullable(),
  /** Since when a person has paused all schedules of the workspace. */
  schedulesPausedSince: z.number().nullable().optional(),
  /** Grows with every note of the health journal. */
  healthNotes: z.number().optional(),
  /** There where the state is only looked at: nothing can be run or changed. */
  reading: Reading.optional(),
});
export type EngineInfo = z.infer<typeof EngineInfo>;

/** What changed. `seq` grows by one an event; a client that asks for a lost one gets `reset` and reads anew. */
export const EngineEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("reset"), seq: z.number(), instanceId: z.string() }),
  z.object({ kind: z.literal("run"), seq: z.number(), run: RunSummary }),
  z.object({ kind: z.literal("tasks"), seq: z.number(), dagId: z.string(), runId: z.string(), tasks: z.array(TaskInstance) }),
  z.object({ kind: z.literal("dags"), seq: z.number(), dagIds: z.array(z.string()) }),
  /** Files and folders that changed on the disk, whoever did it; "." stands for more than can be named. */
  z.object({ kind: z.literal("files"), seq: z.number(), paths: z.array(z.string()) }),
  /** The audit trail or a note was written; null is about the workspace. */
  z.object({ kind: z.literal("audit"), seq: z.number(), dagId: z.string().nullable() }),
  /** Backfills of the DAG went on, or were made, paused, resumed or ended. */
  z.object({ kind: z.literal("backfills"), seq: z.number(), dagId: z.string() }),
  /** Old runs are being dropped, or that ended. */
  z.object({ kind: z.literal("retention"), seq: z.number(), work: RetentionWork.nullable() }),
  /** Of these assets, loads came or were consumed. */
  z.object({ kind: z.literal("assets"), seq: z.number(), names: z.array(z.string()) }),
  z.object({ kind: z.literal("warehouse"), seq: z.number(), connection: z.string(), table: z.string() }),
  z.object({ kind: z.literal("engine"), seq: z.number(), info: EngineInfo }),
]);
export type EngineEvent = z.infer<typeof EngineEvent>;

export const engineContract = {
  info: procedure.input(z.object({})).output(EngineInfo),
  ping: procedure.input(z.object({})).output(z.object({ at: z.number() })),
  /** Batches of events after `after` (0 or absent: from now), at most one batch every 16 ms. Starts with `reset` when `after` is too old. */
  events: procedure
    .input(z.object({ after: z.number().optional(), instanceId: z.string().optional() }))
    .output(eventIterator(z.array(EngineEvent))),
};
