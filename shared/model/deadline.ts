/** Deadlines: by when a run, a task of it, or the DAG as such has to have succeeded, and what became of that. Instants are epoch milliseconds. */
import { z } from "zod";
import { MessageSpec } from "./message.ts";

/** A moment of the run from which an interval counts; Airflow's `DeadlineReference` in small letters. */
export const runMoments = ["logical_date", "queued_at", "start_date"] as const;
export const RunMoment = z.enum(runMoments);
export type RunMoment = z.infer<typeof RunMoment>;

/** What a person may write as `reference`: a moment, or how long earlier runs took on average. */
export const deadlineReferences = [...runMoments, "average_runtime"] as const;
/** Of how many earlier runs the average is where nothing is said, and the most that it may be of. */
export const averagedRuns = { usual: 10, most: 100 } as const;

export const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** A time of the wall clock in a zone, each day or on some days of the week (0 is Sunday). */
export const TimeOfDay = z.object({ minutes: z.number().int(), days: z.array(z.number().int()).nullable(), timezone: z.string() });
export type TimeOfDay = z.infer<typeof TimeOfDay>;

export const DeadlineWhen = z.discriminatedUnion("kind", [
  /** Each run, by the first such time after its logical date. */
  z.object({ kind: z.literal("by"), time: TimeOfDay }),
  /** Each run, so long after one of its moments. */
  z.object({ kind: z.literal("interval"), reference: RunMoment, intervalMs: z.number() }),
  /** Each run, so long after it was queued as its newest successes took on average, and `intervalMs` more. None where fewer than `minRuns` count. */
  z.object({ kind: z.literal("average_runtime"), intervalMs: z.number(), maxRuns: z.number().int(), minRuns: z.number().int() }),
  /** Each run of an earlier logical date, by one instant. */
  z.object({ kind: z.literal("at"), at: z.number(), timezone: z.string() }),
  /** Some run, at each such time: since the one before it, or in the span before. */
  z.object({ kind: z.literal("no_success_by"), time: TimeOfDay, withinMs: z.number().nullable() }),
]);
export type DeadlineWhen = z.infer<typeof DeadlineWhen>;

export const DeadlineRule = z.object({
  /** Unique in its DAG or task. */
  name: z.string(),
  when: DeadlineWhen,
  /** The run fails when it is missed. */
  failRun: z.boolean(),
  /** Counts while the schedule is off too. */
  whenPaused: z.boolean(),
  /** Whom to tell; undefined leaves it to `on_deadline` of the task, then of the DAG. */
  messages: z.array(MessageSpec).optional(),
});
export type DeadlineRule = z.infer<typeof DeadlineRule>;

/** `passed`: it did not count, because the schedule was off. One that was met is forgotten when its time comes. */
export const DeadlineState = z.enum(["waiting", "missed", "passed"]);
export type DeadlineState = z.infer<typeof DeadlineState>;

export const Deadline = z.object({
  id: z.number(),
  dagId: z.string(),
  /** Null where no run is meant: no success by that time. */
  runId: z.string().nullable(),
  /** Null for one of the DAG. */
  taskId: z.string().nullable(),
  name: z.string(),
  kind: z.enum(["by", "interval", "average_runtime", "at", "no_success_by"]),
  dueAt: z.number(),
  state: DeadlineState,
  /** When the engine found it missed; later than `dueAt` when it was away. */
  settledAt: z.number().nullable(),
  /** When the run or task succeeded after all. */
  metAt: z.number().nullable(),
  /** When the run (of one of a task: the task in it) ended without that; null while it may still succeed, and where no run is meant. */
  endedAt: z.number().nullable(),
  /** One sentence of why it is missed or did not count. */
  reason: z.string().nullable(),
});
export type Deadline = z.infer<typeof Deadline>;
