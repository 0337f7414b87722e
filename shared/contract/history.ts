/** Procedures of the history as it is stored: how much of it is packed, and packing what is due. */
import { z } from "zod";
import { procedure } from "./base.ts";

export const HistoryStatus = z.object({
  /** Finished runs are packed so long after their end, such as "7d"; null: never by themselves. */
  compactAfter: z.string().nullable(),
  /** Runs, tries of a person not counted. */
  runs: z.number(),
  packed: z.number(),
  /** Runs that may be packed now. */
  due: z.number(),
  /** What the packed runs take, beside their rows in the list of runs. */
  packedBytes: z.number(),
  /** The database, and what of it is free for new runs. */
  databaseBytes: z.number(),
  freeBytes: z.number(),
  /** Packing that is under way. */
  isAtWork: z.boolean(),
});
export type HistoryStatus = z.infer<typeof HistoryStatus>;

export const PackingOutcome = z.object({
  packed: z.number(),
  /** Those that had something under way, or are too large while tasks run. */
  spared: z.number(),
  /** Room that became free inside of the database, to be used again. */
  freedBytes: z.number(),
  ms: z.number(),
  isCancelled: z.boolean(),
});
export type PackingOutcome = z.infer<typeof PackingOutcome>;

export const historyContract = {
  /** Nothing is changed. */
  status: procedure.input(z.object({})).output(HistoryStatus),
  /** Packs every run that ended longer ago than this, or than the workspace says; answers when it is done, or was cancelled. Refused while another is under way. */
  compact: procedure.input(z.object({ olderThanMs: z.number().int().min(0).optional() })).output(PackingOutcome),
  /** What is packed stays so. Says whether something was under way. */
  cancel: procedure.input(z.object({})).output(z.object({ wasAtWork: z.boolean() })),
};
