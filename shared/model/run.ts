/** Runs, task instances and tries as the store keeps them and the screens show them. Instants are epoch milliseconds. */
import { z } from "zod";
import { StartedBy } from "./trigger.ts";
import { RunState, RunType, TaskState } from "./states.ts";

const Instant = z.number();
const MaybeInstant = z.number().nullable();

/** A run that repeats another one of its DAG. */
export const RunAgain = z.object({
  runId: z.string(),
  /** `then`: on the version of the DAG that the other run had. */
  version: z.enum(["now", "then"]),
  /** Only from this task on; the tasks before it hand on what they left in the other run. */
  from: z.string().optional(),
});
export type RunAgain = z.infer<typeof RunAgain>;

export const RunSummary = z.object({
  dagId: z.string(),
  runId: z.string(),
  state: RunState,
  runType: RunType,
  logicalDate: MaybeInstant,
  dataIntervalStart: MaybeInstant,
  dataIntervalEnd: MaybeInstant,
  conf: z.record(z.string(), z.unknown()),
  params: z.record(z.string(), z.unknown()),
  /** The number of its row: who reads it again knows by it whether it is another one. */
  dagVersion: z.number(),
  /** Which of the DAG's versions that is, from 1; absent for tries, and where the run is one of many in a list. */
  versionNumber: z.number().optional(),
  queuedAt: Instant,
  startedAt: MaybeInstant,
  endedAt: MaybeInstant,
  again: RunAgain.optional(),
  /** The backfill that made it, or did it over last. */
  backfill: z.number().optional(),
  /** The task that has started it; absent for a run that no task has started. */
  startedBy: StartedBy.optional(),
  /** The event of the DAG's queue that has started it. */
  event: z.string().optional(),
  /** How many of its deadlines it missed; absent where none. */
  missedDeadlines: z.number().optional(),
  /** Why it ended as it did, when that needs a word ("cancelled", "interrupted"). */
  reason: z.string().nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** Why a run ended that a person stopped. */
export const cancelledReason = "cancelled";

/** True for a run that a person stopped. It counts as failed, as in Airflow, yet nobody has to look into it. */
export function wasCancelled(run: Pick<RunSummary, "state" | "reason">): boolean {
  return run.state === "failed" && run.reason === cancelledReason;
}

/** True while what ran is being stopped. */
export function isBeingCancelled(run: Pick<RunSummary, "state" | "reason">): boolean {
  return run.state === "running" && run.reason === cancelledReason;
}

export const TaskInstance = z.object({
  taskId: z.string(),
  state: TaskState,
  /** Tries started so far; the first is 1, 0 means none yet. */
  tryNumber: z.number().int(),
  maxTries: z.number().int(),
  scheduledAt: MaybeInstant,
  queuedAt: MaybeInstant,
  startedAt: MaybeInstant,
  endedAt: MaybeInstant,
  /** When the next try may start, in state up_for_retry. */
  retryAt: MaybeInstant,
  reason: z.string().nullable(),
  /** Rows of the table that the newest try published; null where it published none. */
  rowsLoaded: z.number().nullable(),
  /** Of a mapped task whose expansion stands: how many of its instances are in which state. */
  mapped: z.partialRecord(TaskState, z.number().int()).optional(),
  /** Of an instance of a mapped task: which one, and what it is called. */
  mapIndex: z.number().int().optional(),
  label: z.string().optional(),
  /** Children that a BranchTask or ShortCircuitTask lets go on; absent where it leaves none out. */
  followed: z.array(z.string()).readonly().nullable().optional(),
});
export type TaskInstance = z.infer<typeof TaskInstance>;

/** Failing rows that are kept of each check. Fewer in a result means that all of them are there. */
export const keptFailingRows = 20;

export const CheckResult = z.object({
  name: z.string(),
  kind: z.string(),
  severity: z.enum(["warn", "error"]),
  outcome: z.enum(["passed", "failed", "errored"]),
  message: z.string(),
  /** The SQL that found the failing rows. */
  sql: z.string().nullable(),
  failingCount: z.number().nullable(),
  /** At most the first 20. Cells are display text; null is SQL NULL. */
  failingColumns: z.array(z.string()),
  failingRows: z.array(z.array(z.string().nullable())),
});
export type CheckResult = z.infer<typeof CheckResult>;

export const RenderedField = z.object({ name: z.string(), text: z.string() });
export type RenderedField = z.infer<typeof RenderedField>;

export const AttemptState = z.enum(["starting", "running", "success", "failed", "interrupted"]);
export type AttemptState = z.infer<typeof AttemptState>;

/** What a try was started as; secrets are masked, and long values are cut. */
export const AttemptProcess = z.object({
  /** Program and words; a shell's text follows them. */
  words: z.array(z.string()),
  /** The rendered field that is the shell's text. */
  rendered: z.string().nullable(),
  /** Forked from a Python that was warm, rather than started. */
  warm: z.boolean(),
  cwd: z.string(),
  /** What it was given on top of the machine's own PATH, HOME, LANG and the like. */
  env: z.record(z.string(), z.string()),
  /** Variables that are left out. */
  moreEnv: z.number(),
});
export type AttemptProcess = z.infer<typeof AttemptProcess>;

export const Attempt = z.object({
  attemptId: z.string(),
  taskId: z.string(),
  tryNumber: z.number().int(),
  state: AttemptState,
  pid: z.number().nullable(),
  queuedAt: Instant,
  startedAt: MaybeInstant,
  endedAt: MaybeInstant,
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  /** timeout, cancelled, "exit code 3", "check failed: …" */
  reason: z.string().nullable(),
  rendered: z.array(RenderedField),
  checks: z.array(CheckResult),
  /** The published table and the rows it got, for a task that loads one. */
  table: z.string().nullable(),
  rowsLoaded: z.number().nullable(),
  logBytes: z.number().nullable(),
  logDroppedBytes: z.number().nullable(),
  cpuMs: z.number().nullable(),
  peakRssBytes: z.number().nullable(),
  /** Null or absent for SQL, and for tries of before this was kept. */
  process: AttemptProcess.nullable().optional(),
});
export type Attempt = z.infer<typeof Attempt>;

export const XCom = z.object({ taskId: z.string(), key: z.string(), value: z.unknown() });
export type XCom = z.infer<typeof XCom>;
