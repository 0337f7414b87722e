/** Which finished runs are kept, and why one is. */
import { z } from "zod";

/** A run goes when either bound says so; null bounds nothing. */
export const RetentionRule = z.object({
  /** Milliseconds since it ended. */
  maxAgeMs: z.number().nullable(),
  /** So many of the newest stay. */
  maxRuns: z.number().int().nullable(),
});
export type RetentionRule = z.infer<typeof RetentionRule>;

/**
 * Why a run stays, the first that holds: it has not ended; it is the DAG's last run, its last of all tasks that succeeded, its last by
 * schedule (catch-up goes on from there); a run that has not ended, or the next one, comes after it by date (depends-on-past looks at it); an
 * open backfill is about its date; something of it is still to be stopped or sent; a deadline counts from how long it took; an act on it was done lately and can be undone; it has a note; or it is
 * within the rule, or there is no rule.
 */
export const KeepWhy = z.enum(["unfinished", "last run", "last success", "last scheduled", "before next", "backfill", "open work", "deadline", "undo", "note", "rule", "no rule"]);
export type KeepWhy = z.infer<typeof KeepWhy>;
