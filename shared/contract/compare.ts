/** Procedures that set two runs side by side. Each side says whose history it is in, so the two may be of two sources. */
import { z } from "zod";
import { RunSummary } from "../model/run.ts";
import { PackedComparison } from "../run-view/comparison.ts";
import { procedure } from "./base.ts";

const Side = z.object({ source: z.string().max(200).optional(), dagId: z.string(), runId: z.string() });
const TrySide = Side.extend({ taskId: z.string(), tryNumber: z.number().int() });

export const CompareRuns = z.object({ before: Side, after: Side });
export type CompareRuns = z.infer<typeof CompareRuns>;

/** Where reading goes on: so many lines into the piece at `offset`, with what was read of the line that began before it. */
const LogPlace = z.object({ offset: z.number().int().min(0), line: z.number().int().min(0), skip: z.number().int().min(0), carry: z.string().max(70_000) });
export type LogPlace = z.infer<typeof LogPlace>;

export const CompareLogs = z.object({ before: TrySide, after: TrySide, from: z.object({ before: LogPlace, after: LogPlace }).optional() });
export type CompareLogs = z.infer<typeof CompareLogs>;

/** Lines around the place; `line` counts from 1 and is that of the first different one, null where the log has ended before. */
const LogExcerpt = z.object({ line: z.number().nullable(), lines: z.array(z.object({ line: z.number(), text: z.string() })) });
export type LogExcerpt = z.infer<typeof LogExcerpt>;

export const LogComparison = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("different"), before: LogExcerpt, after: LogExcerpt }),
  /** To the end of both, or as far as the one that is still written goes. */
  z.object({ kind: z.literal("same"), lines: z.number(), isOpen: z.boolean() }),
  /** As far as one call goes they are the same: ask again with `from`. */
  z.object({ kind: z.literal("unread"), lines: z.number(), readBytes: z.number(), size: z.number(), from: z.object({ before: LogPlace, after: LogPlace }) }),
]);
export type LogComparison = z.infer<typeof LogComparison>;

export const compareContract = {
  runs: procedure.input(CompareRuns).output(PackedComparison),
  logs: procedure.input(CompareLogs).output(LogComparison),
  /** The newest run before this one that succeeded, or in which the task did; null when there is none. */
  lastGood: procedure.input(Side.extend({ taskId: z.string().optional() })).output(z.object({ run: RunSummary.nullable() })),
};
