/** Procedures about runs, their task instances and their logs. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { Dag, GraphTask } from "../model/dag.ts";
import { Attempt, RunSummary, TaskInstance, XCom } from "../model/run.ts";
import { RunState } from "../model/states.ts";
import { procedure } from "./base.ts";

const RunRef = z.object({ dagId: z.string(), runId: z.string() });
/** Whose history it is read from; absent is this machine's. */
const Source = z.string().max(200).optional();
const SourcedRun = RunRef.extend({ source: Source });
const TryRef = SourcedRun.extend({ taskId: z.string(), tryNumber: z.number().int() });
const Values = z.record(z.string(), z.unknown());

export const StartRun = z.object({
  dagId: z.string(),
  conf: Values.optional(),
  params: Values.optional(),
  logicalDate: z.number().optional(),
  /** Run only these tasks; the others are marked skipped by selection and count as satisfied. */
  tasks: z.array(z.string()).optional(),
  runId: z.string().optional(),
});
export type StartRun = z.infer<typeof StartRun>;

export const RunDetail = z.object({
  run: RunSummary,
  /** The graph of the DAG version that this run used. */
  graph: z.array(GraphTask),
  tasks: z.array(TaskInstance),
});
export type RunDetail = z.infer<typeof RunDetail>;

export const TaskDetail = z.object({
  instance: TaskInstance,
  kind: z.string(),
  doc: z.string().nullable(),
  attempts: z.array(Attempt),
  xcoms: z.array(XCom),
});
export type TaskDetail = z.infer<typeof TaskDetail>;

/** A piece of a log, cut at line ends; a last line that is not ended follows after a short while. Offsets count bytes of the stored file. */
export const LogChunk = z.object({
  text: z.string(),
  offset: z.number(),
  nextOffset: z.number(),
  size: z.number(),
  /** True when the try has ended and nothing follows `nextOffset`. */
  complete: z.boolean(),
  droppedBytes: z.number(),
});
export type LogChunk = z.infer<typeof LogChunk>;

export const LogHits = z.object({ hits: z.array(z.object({ line: z.number(), offset: z.number(), text: z.string() })), truncated: z.boolean() });
export type LogHits = z.infer<typeof LogHits>;

export const RunListFilter = z.object({
  dagId: z.string().optional(),
  states: z.array(RunState).optional(),
  /** Only runs queued before this instant (for paging). */
  before: z.number().optional(),
  limit: z.number().int().min(1).max(500).optional(),
});
export type RunListFilter = z.infer<typeof RunListFilter>;

export const RunPage = z.object({ runs: z.array(RunSummary), more: z.boolean() });
export type RunPage = z.infer<typeof RunPage>;

/** The DAG as it was when a run was made. */
export const RunVersion = z.object({ id: z.number(), /** Relative to the workspace. */ file: z.string(), source: z.string(), dag: Dag });
export type RunVersion = z.infer<typeof RunVersion>;

export const ClearRun = RunRef.extend({
  taskIds: z.array(z.string()).optional(),
  upstream: z.boolean().optional(),
  downstream: z.boolean().optional(),
  onlyFailed: z.boolean().optional(),
  dryRun: z.boolean().optional(),
});
export type ClearRun = z.infer<typeof ClearRun>;

/** Without a task: every task of the run that is not on its way. */
export const MarkRun = RunRef.extend({ taskId: z.string().optional(), state: z.enum(["success", "failed"]), reason: z.string().optional() });
export type MarkRun = z.infer<typeof MarkRun>;

export const runsContract = {
  start: procedure.input(StartRun).output(RunSummary),
  list: procedure.input(RunListFilter.extend({ source: Source })).output(RunPage),
  get: procedure.input(SourcedRun).output(RunDetail),
  task: procedure.input(SourcedRun.extend({ taskId: z.string() })).output(TaskDetail),
  version: procedure.input(SourcedRun).output(RunVersion),
  cancel: procedure.input(RunRef).output(RunSummary),
  clear: procedure.input(ClearRun).output(z.object({ taskIds: z.array(z.string()), run: RunSummary })),
  mark: procedure.input(MarkRun).output(RunSummary),
  log: procedure
    .input(
      TryRef.extend({
        /** Negative counts from the end. */
        offset: z.number().optional(),
        limit: z.number().int().min(1).max(4_194_304).optional(),
      }),
    )
    .output(LogChunk),
  followLog: procedure.input(TryRef.extend({ offset: z.number().optional() })).output(eventIterator(LogChunk)),
  searchLog: procedure
    .input(TryRef.extend({ text: z.string().min(1), limit: z.number().int().max(10_000).optional() }))
    .output(LogHits),
};
