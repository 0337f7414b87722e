/** Procedures of retention: which old runs would go and why the others stay, dropping them, and how far that is. */
import { z } from "zod";
import { KeepWhy, RetentionRule } from "../model/retention.ts";
import { RunState } from "../model/states.ts";
import { procedure } from "./base.ts";

export const RetentionDag = z.object({
  dagId: z.string(),
  rule: RetentionRule,
  /** Where the rule stands. `unreadable`: its file has mistakes, so that nothing of it goes. */
  from: z.enum(["file", "workspace", "none", "unreadable"]),
  runs: z.number(),
  /** How many of them go, and when the oldest and the newest of those were queued. */
  drops: z.number(),
  oldest: z.number().nullable(),
  newest: z.number().nullable(),
  /** Of the logs that go. */
  logBytes: z.number(),
  /** How many stay for which reason. */
  kept: z.array(z.object({ why: KeepWhy, count: z.number() })),
});
export type RetentionDag = z.infer<typeof RetentionDag>;

export const RetentionRules = z.object({ maxAge: z.string().nullable(), maxRuns: z.number().nullable(), automatic: z.boolean(), /** What goes is put into the archive before. */ archive: z.boolean(), /** For so long the keys of events are kept at least. */ eventKeys: z.string() });
export type RetentionRules = z.infer<typeof RetentionRules>;

export const RetentionPreview = z.object({
  at: z.number(),
  /** What the workspace says, for DAGs that say nothing themselves. */
  rules: RetentionRules,
  dags: z.array(RetentionDag),
  runs: z.number(),
  drops: z.number(),
  logBytes: z.number(),
  /** What the rows of those that go take in the database, by its size and the number of runs. */
  aboutRowBytes: z.number(),
  /** Keys of events that go: those that are old enough and whose run is gone, or goes now. */
  eventKeys: z.number(),
});
export type RetentionPreview = z.infer<typeof RetentionPreview>;

export const RetentionRun = z.object({ runId: z.string(), state: RunState, queuedAt: z.number(), endedAt: z.number().nullable(), /** Null: it goes. */ why: KeepWhy.nullable() });
export type RetentionRun = z.infer<typeof RetentionRun>;

/** Dropping that is under way. */
export const RetentionWork = z.object({ startedAt: z.number(), planned: z.number(), /** Runs that lie in a file by now. */ archived: z.number(), dropped: z.number(), isCancelled: z.boolean() });
export type RetentionWork = z.infer<typeof RetentionWork>;

export const RetentionOutcome = z.object({
  dropped: z.number(),
  /** Those that were to go and stayed, since something came to need them. */
  spared: z.number(),
  dags: z.number(),
  /** Keys of events that went: what comes with them again is a new event. */
  eventKeys: z.number(),
  /** Versions of DAGs that no run showed any more. */
  versions: z.number(),
  logBytes: z.number(),
  /** Room that became free inside of the database, to be used again. */
  rowBytes: z.number(),
  /** Whether what went is in the archive, and what that takes there. */
  isArchived: z.boolean(),
  archiveBytes: z.number(),
  ms: z.number(),
  isCancelled: z.boolean(),
});
export type RetentionOutcome = z.infer<typeof RetentionOutcome>;

const OfDag = { dagId: z.string().optional() };

export const retentionContract = {
  /** Nothing is changed. */
  preview: procedure.input(z.object(OfDag)).output(RetentionPreview),
  /** The runs of a DAG one by one, newest first, those that go or those that stay. */
  runs: procedure
    .input(z.object({ dagId: z.string(), which: z.enum(["drops", "kept"]), offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(1_000).default(100) }))
    .output(z.object({ runs: z.array(RetentionRun), total: z.number() })),
  /** Answers when all is dropped, or it was cancelled. Refused while another is under way. */
  run: procedure.input(z.object(OfDag)).output(RetentionOutcome),
  /** What is dropped stays so. Says whether something was under way. */
  cancel: procedure.input(z.object({})).output(z.object({ wasAtWork: z.boolean() })),
  /** What is under way, if anything is. */
  work: procedure.input(z.object({})).output(z.object({ work: RetentionWork.nullable() })),
  /** What the workspace says. */
  rules: procedure.input(z.object({})).output(RetentionRules),
  /** Writes what the workspace says into `dagwright.json`. */
  setRules: procedure.input(RetentionRules).output(RetentionRules),
};
