/** What an engine says of itself to the program that hosts it, so that a workspace without a window can be told of: what it starts next, what goes on, what failed. */
import { z } from "zod";

export const Standing = z.object({
  /** DAGs that run by schedule now; none while the workspace is not trusted. */
  scheduled: z.number(),
  /** The next run by schedule, where one is known. */
  next: z.object({ dagId: z.string(), at: z.number() }).nullable(),
  /** A person has paused all schedules. */
  paused: z.boolean(),
  /** Runs that have not ended. */
  runs: z.number(),
  /** Runs that failed since the engine started; what a person cancelled is none of them. */
  failed: z.number(),
  lastFailed: z.object({ dagId: z.string(), runId: z.string() }).nullable(),
});
export type Standing = z.infer<typeof Standing>;
