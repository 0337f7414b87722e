/** Procedures of the audit trail: who did what, when, to what, with which outcome. It is only ever added to. */
import { z } from "zod";
import { Actor, ActorKind } from "../model/actor.ts";
import { TaskState } from "../model/states.ts";
import { procedure } from "./base.ts";

export const AuditAct = z.enum([
  "run.start",
  "run.again",
  "run.cancel",
  "task.clear",
  "task.markSuccess",
  "task.markFailed",
  "schedule.on",
  "schedule.off",
  "schedules.pause",
  "schedules.resume",
  "backfill.start",
  "backfill.pause",
  "backfill.resume",
  "backfill.cancel",
  "asset.emit",
  "pool.set",
  "pool.remove",
  "note.set",
  "note.remove",
  "retention.start",
  "retention.end",
  "deadline.missed",
  "message.sent",
  "message.failed",
  "undo",
  "workspace.trust",
  "workspace.untrust",
]);
export type AuditAct = z.infer<typeof AuditAct>;

export const AuditEntry = z.object({
  id: z.number(),
  at: z.number(),
  by: Actor,
  act: AuditAct,
  /** Null for what is about the whole workspace. */
  dagId: z.string().nullable(),
  runId: z.string().nullable(),
  taskId: z.string().nullable(),
  /** The first entry of all that was asked for in one go. */
  batch: z.number(),
  arguments: z.record(z.string(), z.unknown()),
  reason: z.string().nullable(),
  /** Null when it was done; otherwise why not. */
  refusal: z.string().nullable(),
  /** How many tasks changed by it. */
  tasks: z.number(),
  /** The entry that this one took back, and the one that took this one back. */
  undoes: z.number().nullable(),
  undoneBy: z.number().nullable(),
  /** It is of a kind that can be taken back, and was not. */
  mayUndo: z.boolean(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** A task that an act changed: its state before and at once after. */
export const AffectedTask = z.object({ taskId: z.string(), from: TaskState, to: TaskState });
export type AffectedTask = z.infer<typeof AffectedTask>;

export const AuditFilter = z.object({
  dagId: z.string().optional(),
  runId: z.string().optional(),
  acts: z.array(AuditAct).optional(),
  by: ActorKind.optional(),
  /** Looked for in ids, names and reasons, without regard to case. */
  text: z.string().max(200).optional(),
  since: z.number().optional(),
  until: z.number().optional(),
  /** Only entries before this one, for paging. */
  before: z.number().optional(),
  limit: z.number().int().min(1).max(1_000).optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditPage = z.object({ entries: z.array(AuditEntry), more: z.boolean() });
export type AuditPage = z.infer<typeof AuditPage>;

export const auditContract = {
  /** Newest first. */
  list: procedure.input(AuditFilter.extend({ source: z.string().max(200).optional() })).output(AuditPage),
  get: procedure.input(z.object({ id: z.number(), source: z.string().max(200).optional() })).output(z.object({ entry: AuditEntry, affected: z.array(AffectedTask) })),
};
