/** Runs, task instances and tries as the store keeps them and the screens show them. Instants are epoch milliseconds. */
import { z } from "zod";
import { RunState, RunType, TaskState } from "./states.ts";

const Instant = z.number();
const MaybeInstant = z.number().nullable();

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
  dagVersion: z.number(),
  queuedAt: Instant,
  startedAt: MaybeInstant,
  endedAt: MaybeInstant,
  /** Why it ended as it did, when that needs a word ("cancelled", "interrupted"). */
  reason: z.string().nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** True for a run that a person stopped. It counts as failed, as in Airflow, yet nobody has to look into it. */
export function wasCancelled(run: Pick<RunSummary, "state" | "reason">): boolean {
  return run.state === "failed" && run.reason === "cancelled";
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
});
export type Attempt = z.infer<typeof Attempt>;

export const XCom = z.object({ taskId: z.string(), key: z.string(), value: z.unknown() });
export type XCom = z.infer<typeof XCom>;
