/** Procedures about what one task used of the machine, run after run. */
import { z } from "zod";
import { procedure } from "./base.ts";

export const TaskUsage = z.object({
  runId: z.string(),
  startedAt: z.number(),
  endedAt: z.number(),
  cpuMs: z.number().nullable(),
  peakRssBytes: z.number().nullable(),
  rowsLoaded: z.number().nullable(),
});
export type TaskUsage = z.infer<typeof TaskUsage>;

export const taskUsageContract = {
  /** Of the task's tries that went well in the runs before this one, a bounded number, the newest. */
  before: procedure.input(z.object({ dagId: z.string(), runId: z.string(), taskId: z.string(), source: z.string().max(200).optional() })).output(z.object({ earlier: z.array(TaskUsage) })),
};
