/** What a SensorTask waits for, as its file says it: every text may hold templates. */
import { z } from "zod";
import { HttpRequest } from "./http-request.ts";
import { RunState, TaskState } from "./states.ts";

/** A file, or files by a pattern, relative to the DAG's `base_path`. One counts when it is old and large enough. */
export const FileCondition = z.object({
  kind: z.literal("file"),
  path: z.string(),
  /** Since it was last written. */
  minAgeMs: z.number(),
  minBytes: z.number(),
});
export type FileCondition = z.infer<typeof FileCondition>;

/** An instant or a time of day (`06:30`, in the DAG's zone, on the day on which the wait began), or so long after the data interval. */
export const TimeCondition = z.object({ kind: z.literal("time"), at: z.string().nullable(), afterMs: z.number().nullable() });
export type TimeCondition = z.infer<typeof TimeCondition>;

/** A run of another DAG with the logical date of this one, moved back by `deltaMs`; or tasks of it: one that `task` names, or all that `tasks` does. */
export const DagRunCondition = z.object({
  kind: z.literal("dag_run"),
  dag: z.string(),
  task: z.string().nullable(),
  /** At least one, and then `task` is null; absent where the file gives no list. */
  tasks: z.array(z.string()).optional(),
  deltaMs: z.number(),
  allowedStates: z.array(z.string()),
  /** States that fail the try, or skip the task where it says `soft_fail`. */
  failedStates: z.array(z.string()),
  /** States that skip the task; none where it is absent. */
  skippedStates: z.array(z.string()).optional(),
});
export type DagRunCondition = z.infer<typeof DagRunCondition>;

/** The tasks that are waited for; none means the whole run. */
export function awaitedTasks({ task, tasks }: Pick<DagRunCondition, "task" | "tasks">): readonly string[] {
  return tasks ?? (task === null ? [] : [task]);
}

/** An answer with one of the expected statuses that meets the check, if there is one. */
export const HttpCondition = z.object({ kind: z.literal("http"), request: HttpRequest });

/** The `sql` of a task is a text source of its own: see the model of the DAG. */
export const SensorCondition = z.discriminatedUnion("kind", [FileCondition, TimeCondition, DagRunCondition, HttpCondition, z.object({ kind: z.literal("sql") })]);
export type SensorCondition = z.infer<typeof SensorCondition>;

export const sensorKinds = ["file", "time", "sql", "http", "dag_run"] as const satisfies readonly SensorCondition["kind"][];

/** States in which a run, or a task, has ended: others cannot be waited for. */
export const endStates = { run: RunState.options.filter((state) => state === "success" || state === "failed"), task: TaskState.options.filter((state) => ["success", "failed", "skipped", "upstream_failed", "interrupted"].includes(state)) } as const;
