/** A run that a task starts, and who has started a run. */
import { z } from "zod";

/** What a TriggerDagTask says. Texts may hold templates, those of `conf` at any depth; a `conf` that is one text renders to a mapping. */
export const TriggerSpec = z.object({
  dag: z.string(),
  /** Null: made from the run and the task that start it. */
  runId: z.string().nullable(),
  conf: z.union([z.string(), z.record(z.string(), z.unknown())]),
  /** Null: the moment of starting. */
  logicalDate: z.string().nullable(),
  waitForCompletion: z.boolean(),
  allowedStates: z.array(z.string()),
  failedStates: z.array(z.string()),
  /** What becomes of the task where there is a run with this id that it has not started. */
  whenExists: z.enum(["fail", "reset", "skip"]),
});
export type TriggerSpec = z.infer<typeof TriggerSpec>;

/** The task whose try has started a run. */
export const StartedBy = z.object({ dagId: z.string(), runId: z.string(), taskId: z.string() });
export type StartedBy = z.infer<typeof StartedBy>;
