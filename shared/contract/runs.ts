/** Procedures about runs, their task instances and their logs. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { AssetEvent } from "../model/asset.ts";
import { Dag, GraphTask } from "../model/dag.ts";
import { Attempt, RunAgain, RunSummary, TaskInstance, XCom } from "../model/run.ts";
import { RunState, RunType } from "../model/states.ts";
import { procedure } from "./base.ts";
import { WaitReport } from "./waiting.ts";

const RunRef = z.object({ dagId: z.string(), runId: z.string() });
/** Whose history it is read from; absent is this machine's. */
const Source = z.string().max(200).optional();
export const SourcedRun = RunRef.extend({ source: Source });
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
  /** Repeats a run of this DAG: what is not given here is as it was there. */
  again: RunAgain.optional(),
});
export type StartRun = z.infer<typeof StartRun>;

export const RunDetail = z.object({
  run: RunSummary,
  /** The graph of the DAG version that this run used. */
  graph: z.array(GraphTask),
  tasks: z.array(TaskInstance),
  /** The loads of assets that called for it, the oldest first; absent where none did. `list` holds at most the newest 100. */
  triggers: z.object({ count: z.number(), list: z.array(AssetEvent) }).optional(),
  /** Of a run of this machine that is read with its instances: the number of the last event of `engine.events` that this knows of. */
  seq: z.number().optional(),
});
export type RunDetail = z.infer<typeof RunDetail>;

/** A run that a task has started. */
export const StartedRun = z.object({ dagId: z.string(), runId: z.string(), state: RunState, tryNumber: z.number().int() });
export type StartedRun = z.infer<typeof StartedRun>;

export const TaskDetail = z.object({
  instance: TaskInstance,
  kind: z.string(),
  doc: z.string().nullable(),
  attempts: z.array(Attempt),
  xcoms: z.array(XCom),
  /** Runs of other DAGs that its tries have started, the newest first. */
  started: z.array(StartedRun).optional(),
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

export const RunListFilter = z.object({
  dagId: z.string().optional(),
  states: z.array(RunState).optional(),
  runTypes: z.array(RunType).optional(),
  /** Queued at this instant or later. */
  from: z.number().optional(),
  /** Queued before this instant. */
  before: z.number().optional(),
  /** A part of the run id, without regard to case. */
  text: z.string().min(1).max(200).optional(),
  /** Where the page before ended, as it said. */
  cursor: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(500).optional(),
});
export type RunListFilter = z.infer<typeof RunListFilter>;

/** While a text is looked for, a page may hold fewer runs than were asked for, even none, and yet go on at its cursor. */
export const RunPage = z.object({ runs: z.array(RunSummary), more: z.boolean(), /** Where the next page begins; null at the end. */ cursor: z.string().nullable() });
export type RunPage = z.infer<typeof RunPage>;

/** The DAG as it was when a run was made. */
export const RunVersion = z.object({
  id: z.number(),
  /** Relative to the workspace. */
  file: z.string(),
  source: z.string(),
  dag: Dag,
  /** Which of this DAG's versions, from 1, and when it was first seen; absent where the source does not know. */
  number: z.number().optional(),
  madeAt: z.number().optional(),
});
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
  /** With `instances` those of mapped tasks are among `tasks`, each after its task, all as they were at the same moment. */
  get: procedure.input(SourcedRun.extend({ instances: z.boolean().optional() })).output(RunDetail),
  task: procedure.input(SourcedRun.extend({ taskId: z.string() })).output(TaskDetail),
  /** Of a mapped task, in order; none before its expansion. All of them, or at most `limit` from the map index `from` on. */
  instances: procedure.input(SourcedRun.extend({ taskId: z.string(), from: z.number().int().min(0).optional(), limit: z.number().int().min(1).max(100_000).optional() })).output(z.array(TaskInstance)),
  version: procedure.input(SourcedRun).output(RunVersion),
  waiting: procedure.input(SourcedRun.extend({ taskId: z.string() })).output(WaitReport),
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
};
