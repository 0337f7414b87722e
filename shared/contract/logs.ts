/**
 * Procedures about the log of one try, by line: what a viewer needs of a log of any length without reading it. Lines count from 1.
 * A line is what stands between two line breaks; of one that was written over (a progress bar) the last state is its text.
 */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { logClasses } from "../model/log-bounds.ts";
import { procedure } from "./base.ts";
import { ExportTarget } from "./sql.ts";

const LogClass = z.enum(logClasses);

export const LogTry = z.object({ dagId: z.string(), runId: z.string(), taskId: z.string(), tryNumber: z.number().int(), source: z.string().max(200).optional() });
export type LogTry = z.infer<typeof LogTry>;

export const LogGroup = z.object({
  /** The line that opens it. */
  from: z.number(),
  /** The line that closes it, or the last line inside so far. */
  to: z.number(),
  title: z.string(),
  /** An error stands in it. */
  hasError: z.boolean(),
});
export type LogGroup = z.infer<typeof LogGroup>;

/** How far a log is known. */
export const LogState = z.object({
  /** Another number: what was read before is not what stands there now. */
  epoch: z.number(),
  /** Bytes stored, and of these read so far. */
  size: z.number(),
  scanned: z.number(),
  /** In what was read, an unfinished last one included. */
  lines: z.number(),
  /** Lines by class, in the order of `logClasses`. */
  counts: z.array(z.number()),
  /** Errors: of lines of one error that follow each other, the first counts. */
  errors: z.number(),
  firstError: z.number().nullable(),
  groups: z.number(),
  droppedBytes: z.number(),
  /** The try has ended, and all of its log was read. */
  complete: z.boolean(),
});
export type LogState = z.infer<typeof LogState>;

export const LogRow = z.object({
  /** Null for lines at the end of a log that is not read through yet. */
  line: z.number().nullable(),
  text: z.string(),
  kind: LogClass,
  /** The parameters of the SGR sequence with which the line begins, where one is in force. */
  style: z.string().optional(),
  /** Bytes of the line that are left out of `text`. */
  more: z.number().optional(),
});
export type LogRow = z.infer<typeof LogRow>;

/** Only lines of these classes; `from` and `to` then count among them. */
const Classes = z.array(LogClass).max(6).optional();

/** From `from` up to and without `to`; with `last` as many from the end, whose numbers may be unknown yet. */
export const LogLinesAsk = LogTry.extend({ from: z.number().int().min(1), to: z.number().int().min(1), classes: Classes, last: z.boolean().optional() });
export type LogLinesAsk = z.infer<typeof LogLinesAsk>;

export const LogQuery = z.object({
  text: z.string().min(1).max(1_000),
  matchCase: z.boolean().optional(),
  wholeWord: z.boolean().optional(),
  regex: z.boolean().optional(),
  classes: Classes,
  /** Line to begin with; what is before is not looked at. */
  from: z.number().int().min(1).optional(),
});
export type LogQuery = z.infer<typeof LogQuery>;

/** Lines that hold the text, in order and each once; beyond `mostLogHits` they are only counted. */
export const LogFound = z.object({ lines: z.array(z.number()), total: z.number(), scanned: z.number(), size: z.number() });
export type LogFound = z.infer<typeof LogFound>;

/** Goes from a line to the next or previous error, or to where a line stands among those of some classes. */
export const LogSeek = z.discriminatedUnion("what", [
  z.object({ what: z.literal("error"), from: z.number(), by: z.union([z.literal(1), z.literal(-1)]) }),
  z.object({ what: z.literal("place"), line: z.number(), classes: z.array(LogClass).max(6) }),
]);
export type LogSeek = z.infer<typeof LogSeek>;

/** What a failed try said of why it failed; null where its log says nothing. */
const FailureLineAnswer = z.object({ found: z.object({ text: z.string(), line: z.number().nullable(), kind: z.enum(["error", "last"]) }).nullable() });

export const logsContract = {
  /** Looks at the end of the log only. */
  failure: procedure.input(LogTry).output(FailureLineAnswer),
  /** Tells how far the log is known, again and again until all of it is. */
  watch: procedure.input(LogTry).output(eventIterator(LogState)),
  lines: procedure.input(LogLinesAsk).output(z.object({ epoch: z.number(), rows: z.array(LogRow) })),
  /** One line with as much of it as is shown at all. */
  line: procedure.input(LogTry.extend({ line: z.number().int().min(1) })).output(LogRow),
  groups: procedure.input(LogTry).output(z.object({ groups: z.array(LogGroup) })),
  seek: procedure.input(z.object({ of: LogTry, seek: LogSeek })).output(z.object({ line: z.number().nullable() })),
  find: procedure.input(z.object({ of: LogTry, query: LogQuery })).output(eventIterator(LogFound)),
  /** The log as it is stored, into a file that a person chose or for download. */
  save: procedure.input(z.object({ of: LogTry, target: ExportTarget })).output(z.object({ bytes: z.number(), path: z.string().nullable(), download: z.string().nullable() })),
};
