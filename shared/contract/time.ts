/** Procedures about when things happened: the tries of a run, the days and durations of a DAG, the runs of a window of time. */
import { z } from "zod";
import { AttemptState, RunSummary } from "../model/run.ts";
import { RunState, RunType } from "../model/states.ts";
import { procedure } from "./base.ts";

const MaybeInstant = z.number().nullable();
/** Whose history it is read from; absent is this machine's. */
const Source = z.string().max(200).optional();

/** When one try was what. */
export const TryTimes = z.object({
  taskId: z.string(),
  tryNumber: z.number().int(),
  state: AttemptState,
  queuedAt: z.number(),
  startedAt: MaybeInstant,
  endedAt: MaybeInstant,
  reason: z.string().nullable(),
});
export type TryTimes = z.infer<typeof TryTimes>;

export const RunTries = z.object({
  /** Of every task, in order of their numbers. */
  tries: z.array(TryTimes),
  /** How often a task is tried again, for those that are. */
  retries: z.record(z.string(), z.number()),
});
export type RunTries = z.infer<typeof RunTries>;

/** A run without what it was given. */
export const RunTimes = RunSummary.pick({ dagId: true, runId: true, state: true, runType: true, logicalDate: true, dataIntervalEnd: true, queuedAt: true, startedAt: true, endedAt: true, reason: true });
export type RunTimes = z.infer<typeof RunTimes>;

/** A span of time, its end excluded. */
const Span = z.object({ from: z.number(), to: z.number() });

/** How many runs were queued on one day, by what became of them. */
export const DayOfRuns = z.object({
  /** `2026-11-21`, in the zone that was asked for. */
  day: z.string(),
  queued: z.number(),
  running: z.number(),
  success: z.number(),
  failed: z.number(),
});
export type DayOfRuns = z.infer<typeof DayOfRuns>;

/** Days with runs, in order. */
export const RunDays = z.object({ days: z.array(DayOfRuns) });
export type RunDays = z.infer<typeof RunDays>;

/** Of the runs of one day that ended well. */
export const DayDurations = z.object({
  day: z.string(),
  runs: z.number().int(),
  /** From start to end. */
  medianMs: z.number(),
  p95Ms: z.number(),
  longestMs: z.number(),
  /** From the end of the data interval to the end of the run: the median of the scheduled ones; null where there is none. */
  landingMs: MaybeInstant,
});
export type DayDurations = z.infer<typeof DayDurations>;

export const RunDurations = z.object({
  days: z.array(DayDurations),
  /** One of so many runs was looked at; 1 is every one. */
  everyNth: z.number().int(),
});
export type RunDurations = z.infer<typeof RunDurations>;

export const RunsOfSpan = z.object({ runs: z.array(RunTimes), more: z.boolean() });
export type RunsOfSpan = z.infer<typeof RunsOfSpan>;

/** The newest runs of a DAG, task by task. */
export const TaskTrends = z.object({
  /** Oldest first. */
  runs: z.array(RunTimes),
  tasks: z.array(
    z.object({
      taskId: z.string(),
      /** In the order of `runs`, milliseconds of the last try; null where it did not run to a good end. */
      spentMs: z.array(MaybeInstant),
    }),
  ),
});
export type TaskTrends = z.infer<typeof TaskTrends>;

export const WindowFilter = Span.extend({
  /** Part of the DAG's id, whatever its case. */
  text: z.string().max(200).optional(),
  states: z.array(RunState).optional(),
  types: z.array(RunType).optional(),
});
export type WindowFilter = z.infer<typeof WindowFilter>;

/** Runs of one DAG that were queued close to each other, where there are too many to tell apart. */
export const RunCluster = z.object({ dagId: z.string(), from: z.number(), to: z.number(), queued: z.number(), running: z.number(), success: z.number(), failed: z.number() });
export type RunCluster = z.infer<typeof RunCluster>;

export const WindowOfRuns = z.object({
  /** Each run that touches the window by itself; none when there are too many. */
  runs: z.array(RunTimes),
  clusters: z.array(RunCluster),
  /** Runs before this instant are not among the clusters, because there are too many; null when all are. */
  since: MaybeInstant,
});
export type WindowOfRuns = z.infer<typeof WindowOfRuns>;

const longestYearMs = 370 * 86_400_000;
export const longestWindowMs = 32 * 86_400_000;

const DaysOfDag = Span.extend({ dagId: z.string(), /** IANA name. */ zone: z.string().max(80), source: Source }).refine(({ from, to }) => to > from && to - from <= longestYearMs, { error: "a span of at most 370 days" });

export const timeContract = {
  tries: procedure.input(z.object({ dagId: z.string(), runId: z.string(), source: Source })).output(RunTries),
  days: procedure.input(DaysOfDag).output(RunDays),
  durations: procedure.input(DaysOfDag).output(RunDurations),
  /** Runs by the instant at which they were queued, newest first. */
  runs: procedure.input(Span.extend({ dagId: z.string(), limit: z.number().int().min(1).max(2000), source: Source })).output(RunsOfSpan),
  tasks: procedure.input(z.object({ dagId: z.string(), source: Source })).output(TaskTrends),
  window: procedure.input(WindowFilter.extend({ source: Source }).refine(({ from, to }) => to > from && to - from <= longestWindowMs, { error: "a window of at most 32 days" })).output(WindowOfRuns),
};
