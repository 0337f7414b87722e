/** Procedures of what people do to runs: what an act would touch, doing it, taking it back, and notes. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { RunState, TaskState } from "../model/states.ts";
import { AuditEntry } from "./audit.ts";
import { procedure } from "./base.ts";

/** Runs that one act may name, and task instances that it may touch: what is more is said, never left out in silence. */
export const mostRunsOfAct = 1_000;
export const mostTasksOfAct = 50_000;
export const longestReason = 500;
export const longestNote = 20_000;

const RunRef = z.object({ dagId: z.string(), runId: z.string() });

export const ActKind = z.enum(["clear", "success", "failed"]);
export type ActKind = z.infer<typeof ActKind>;

/** A run, and which of its tasks; without any: all. */
export const ActTarget = RunRef.extend({ taskIds: z.array(z.string()).min(1).max(mostTasksOfAct).optional() });
export type ActTarget = z.infer<typeof ActTarget>;

export const ActAsk = z.object({
  act: ActKind,
  targets: z.array(ActTarget).min(1).max(mostRunsOfAct),
  /** What the named tasks need, and what needs them. */
  upstream: z.boolean().optional(),
  downstream: z.boolean().optional(),
  /** Of the named tasks only those that failed, were given up or interrupted. */
  onlyFailed: z.boolean().optional(),
  /** The same tasks in the earlier and in the later runs of the DAG, by logical date. */
  past: z.boolean().optional(),
  future: z.boolean().optional(),
});
export type ActAsk = z.infer<typeof ActAsk>;

export const PlannedTask = z.object({ taskId: z.string(), state: TaskState, tryNumber: z.number() });
export type PlannedTask = z.infer<typeof PlannedTask>;
export const PlannedRun = RunRef.extend({
  state: RunState,
  logicalDate: z.number().nullable(),
  tasks: z.array(PlannedTask),
  /** What is at work, and so goes on as it is. */
  busy: z.array(z.object({ taskId: z.string(), state: TaskState })),
  /** What changes by itself at once because of it. */
  follows: z.array(z.object({ taskId: z.string(), from: TaskState, to: TaskState })),
});
export type PlannedRun = z.infer<typeof PlannedRun>;

/** Exactly what an act would touch now. */
export const ActPlan = z.object({
  /** Of this very list: doing it asks for it back, so that nothing else is done. */
  stamp: z.string(),
  runs: z.array(PlannedRun),
  tasks: z.number(),
  /** Runs that the act leaves alone, and why. */
  refused: z.array(RunRef.extend({ why: z.string() })),
  /** More than one act may touch: what the list lacks, in a sentence. */
  cut: z.string().nullable(),
  /** Of a clear: of how many of the runs today's file defines the tasks otherwise. They run as they were defined then, with the files of today. */
  earlier: z.number().optional(),
});
export type ActPlan = z.infer<typeof ActPlan>;

const ActFailure = RunRef.extend({ why: z.string() });
export type ActFailure = z.infer<typeof ActFailure>;

/** What is told while an act is done: once that the list is another by now, or progress up to `done`. */
export const ActStep = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("changed"), plan: ActPlan }),
  z.object({ kind: z.literal("progress"), runs: z.number(), of: z.number() }),
  z.object({ kind: z.literal("done"), runs: z.number(), tasks: z.number(), failures: z.array(ActFailure), /** Of the trail; null where nothing was done. */ entry: z.number().nullable() }),
]);
export type ActStep = z.infer<typeof ActStep>;

export const UndoOutcome = z.object({ undone: z.number(), failures: z.array(z.object({ dagId: z.string().nullable(), runId: z.string().nullable(), why: z.string() })) });
export type UndoOutcome = z.infer<typeof UndoOutcome>;

export const Note = RunRef.extend({ /** Null for the run itself. */ taskId: z.string().nullable(), text: z.string(), at: z.number(), by: z.string() });
export type Note = z.infer<typeof Note>;

const Reason = z.string().max(longestReason).optional();

export const actsContract = {
  plan: procedure.input(ActAsk).output(ActPlan),
  perform: procedure.input(ActAsk.extend({ stamp: z.string(), reason: Reason })).output(eventIterator(ActStep)),
  cancel: procedure.input(z.object({ runs: z.array(RunRef).min(1).max(mostRunsOfAct), reason: Reason })).output(eventIterator(ActStep)),
  /** Takes back one entry of the trail and all that was done with it in one go. */
  undo: procedure.input(z.object({ entry: z.number() })).output(UndoOutcome),
  /** An empty text takes the note away. */
  setNote: procedure.input(RunRef.extend({ taskId: z.string().optional(), text: z.string().max(longestNote) })).output(AuditEntry),
  /** Newest first, at most 5,000. */
  notes: procedure.input(z.object({ dagId: z.string().optional(), source: z.string().max(200).optional() })).output(z.object({ notes: z.array(Note) })),
};
