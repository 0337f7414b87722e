/** Procedures about run capsules: a run packed into one file, files opened again, and what is done with them. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { CapsuleManifest, CapsuleOutput, ColumnMask } from "../capsule/manifest.ts";
import { RunSummary } from "../model/run.ts";
import { procedure } from "./base.ts";
import { DagDetail } from "./dags.ts";
import { ExportTarget } from "./sql.ts";
import { RowSet } from "./warehouse.ts";

const RunRef = z.object({ dagId: z.string(), runId: z.string() });
const Source = z.string().max(200).optional();
const Values = z.record(z.string(), z.unknown());

/** What a run has that could go into a capsule, with sizes, before anything is read in full. */
export const CapsulePlan = z.object({
  run: RunSummary,
  texts: z.array(z.object({ path: z.string(), bytes: z.number().nullable(), isNewer: z.boolean(), note: z.string().nullable() })),
  logs: z.object({ count: z.number(), bytes: z.number() }),
  outputs: z.array(CapsuleOutput.omit({ entry: true, rows: true, isCut: true })),
  xcoms: z.number(),
  params: z.array(z.string()),
  conf: z.array(z.string()),
  /** Values of the secret store that are looked for. */
  secrets: z.number(),
  origin: z.object({ workspace: z.string(), host: z.string() }),
});
export type CapsulePlan = z.infer<typeof CapsulePlan>;

export const largestTableRows = 10_000_000;
export const defaultTableRows = 100_000;
export const defaultTableMiB = 64;

export const CapsuleChoices = z.object({
  logs: z.boolean(),
  /** Of a longer log the first and last half of so much are taken; absent takes all. */
  logMiB: z.number().positive().max(4096).optional(),
  xcoms: z.boolean(),
  /** The name of this computer and of the workspace. */
  origin: z.boolean(),
  params: z.array(z.string()),
  conf: z.array(z.string()),
  /** Tables that go in; absent are all that are still as this run left them. */
  outputs: z.array(z.object({ taskId: z.string(), schema: z.string(), table: z.string(), masks: z.record(z.string(), ColumnMask) })).optional(),
  maxRows: z.number().int().min(1).max(largestTableRows),
  maxMiB: z.number().positive().max(2048),
});
export type CapsuleChoices = z.infer<typeof CapsuleChoices>;

export const defaultChoices: CapsuleChoices = { logs: true, xcoms: true, origin: true, params: [], conf: [], maxRows: defaultTableRows, maxMiB: defaultTableMiB };

export const CapsuleExportEvent = z.discriminatedUnion("kind", [
  /** `doing` names the part under way. */
  z.object({ kind: z.literal("progress"), doing: z.enum(["tables", "texts", "run", "logs", "closing"]), detail: z.string(), done: z.number(), total: z.number(), bytes: z.number() }),
  z.object({ kind: z.literal("done"), bytes: z.number(), path: z.string().nullable(), download: z.string().nullable(), manifest: CapsuleManifest }),
]);
export type CapsuleExportEvent = z.infer<typeof CapsuleExportEvent>;

export const CapsuleEntry = z.object({
  id: z.string(),
  /** The name under which its runs are asked for. */
  source: z.string(),
  /** The file that it was opened from. */
  file: z.string(),
  openedAt: z.number(),
  isOpen: z.boolean(),
  bytes: z.number(),
  run: CapsuleManifest.shape.run,
  origin: CapsuleManifest.shape.origin,
  exportedAt: z.number(),
});
export type CapsuleEntry = z.infer<typeof CapsuleEntry>;

export const uploadPieceBytes = 1_048_576;

export const CapsuleOpenEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("progress"), done: z.number(), total: z.number() }),
  z.object({ kind: z.literal("done"), capsule: CapsuleEntry }),
]);
export type CapsuleOpenEvent = z.infer<typeof CapsuleOpenEvent>;

/** Rows of a table as a capsule recorded them: the first ones. */
export const RecordedRows = z.object({
  /** Null where they are not in it; `why` says why not. `totalRows` is of the whole table. */
  set: RowSet.nullable(),
  why: z.string().nullable(),
  /** Rows that are in it. */
  recorded: z.number(),
  /** False where a later run had filled the table anew before they were recorded. */
  isOfRun: z.boolean().nullable(),
  /** Columns that were hashed or replaced. */
  masked: z.array(z.string()),
});
export type RecordedRows = z.infer<typeof RecordedRows>;

export const mostRecordedRows = 1_000;

export const ReplayPlan = z.object({
  /** In file order. */
  tasks: z.array(z.object({ taskId: z.string(), kind: z.string(), code: z.array(z.object({ name: z.string(), text: z.string(), isMasked: z.boolean() })) })),
  /** What stands in for the tasks that do not run. */
  standIns: z.array(z.object({ taskId: z.string(), table: z.string().nullable(), rows: z.number().nullable(), totalRows: z.number().nullable(), isCut: z.boolean(), masked: z.array(z.string()), xcoms: z.number() })),
  /** Tables that a task left and that are not there to stand in. */
  missing: z.array(z.object({ taskId: z.string(), table: z.string(), why: z.string() })),
  /** Params and conf of the run; masked ones must be given. */
  params: Values,
  conf: Values,
  /** Null where the DAG names no type. */
  paramTypes: z.record(z.string(), z.string().nullable()),
  maskedParams: z.array(z.string()),
  maskedConf: z.array(z.string()),
  /** From somebody else: its code has to be looked at. */
  isForeign: z.boolean(),
  /** Why it cannot be replayed here; null when it can. */
  trouble: z.string().nullable(),
});
export type ReplayPlan = z.infer<typeof ReplayPlan>;

const SourcedRun = RunRef.extend({ source: Source });

export const capsulesContract = {
  plan: procedure.input(RunRef).output(CapsulePlan),
  /** Leaving the stream cancels it; no file is left then. */
  export: procedure.input(RunRef.extend({ choices: CapsuleChoices, target: ExportTarget })).output(eventIterator(CapsuleExportEvent)),
  /** A file is handed over piece by piece, in order. */
  beginUpload: procedure.input(z.object({ file: z.string().min(1).max(400), bytes: z.number().int().min(0) })).output(z.object({ uploadId: z.string() })),
  /** `data` is base64. */
  upload: procedure.input(z.object({ uploadId: z.string(), data: z.string().max(2 * uploadPieceBytes) })).output(z.object({ bytes: z.number() })),
  /** Judges and unpacks what was handed over. */
  open: procedure.input(z.object({ uploadId: z.string() })).output(eventIterator(CapsuleOpenEvent)),
  /** Newest first: open ones, and those that were open and can be opened again. */
  list: procedure.output(z.object({ capsules: z.array(CapsuleEntry) })),
  reopen: procedure.input(z.object({ id: z.string() })).output(CapsuleEntry),
  close: procedure.input(z.object({ id: z.string() })).output(z.object({ closed: z.boolean() })),
  /** Closes it and removes what was unpacked. */
  forget: procedure.input(z.object({ id: z.string() })).output(z.object({ forgotten: z.boolean() })),
  manifest: procedure.input(z.object({ source: z.string() })).output(CapsuleManifest),
  /** Of a table that a task filled, named `schema.table`. Throws workspace/untrusted, sql/failed. */
  rows: procedure.input(z.object({ source: z.string().max(200), taskId: z.string(), table: z.string() })).output(RecordedRows),
  /** The DAG of a run as its page shows it, made of the version that the run used. */
  dag: procedure.input(SourcedRun).output(DagDetail),
  replayPlan: procedure.input(SourcedRun.extend({ taskId: z.string() })).output(ReplayPlan),
  /** Runs the task and all that comes after it as a try; nothing is published. */
  replay: procedure
    .input(SourcedRun.extend({ taskId: z.string(), params: Values, conf: Values, /** The person has seen the code. */ isCodeSeen: z.boolean() }))
    .output(z.object({ run: RunSummary, tasks: z.array(z.string()) })),
  /** One page that tells of a failure, to be sent to somebody. */
  incident: procedure.input(SourcedRun.extend({ taskId: z.string().optional(), maskedColumns: z.array(z.string()).optional() })).output(z.object({ name: z.string(), html: z.string() })),
};
