/** Procedures about schedules: what would run before one is turned on, what made no run and why, and the weeks to come. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { Dag, Overlap } from "../model/dag.ts";
import { procedure } from "./base.ts";

export const ScheduleTrace = z.object({
  id: z.number(),
  dagId: z.string(),
  /**
   * `missed`: nobody was there and `catchup` does not make up for it. `overlap`: other runs were still going. `cancelled`: a run was made, and
   * others cancelled for it. `clock`: the clock was set back, so that instants come again that were dealt with. `there`: a run of that logical date
   * was there already.
   */
  kind: z.enum(["missed", "overlap", "cancelled", "clock", "there"]),
  /** The first and last of the instants, and how many. */
  firstAt: z.number(),
  lastAt: z.number(),
  count: z.number(),
  noticedAt: z.number(),
  /** A whole sentence. */
  reason: z.string(),
});
export type ScheduleTrace = z.infer<typeof ScheduleTrace>;

const PlannedRun = z.object({ at: z.number(), start: z.number(), end: z.number() });

/** What a schedule would do if it were turned on now. */
export const SchedulePlan = z.object({
  dagId: z.string(),
  at: z.number(),
  scheduleWords: z.string(),
  timezone: z.string(),
  catchup: Dag.shape.catchup,
  overlap: Overlap,
  maxActiveRuns: z.number(),
  isOn: z.boolean(),
  /** Runs that would be made for the past, oldest first; `list` holds at most the first 200. */
  runs: z.object({ count: z.number(), first: PlannedRun.nullable(), last: PlannedRun.nullable(), list: z.array(PlannedRun) }),
  /** The first of them covers everything since the start date. */
  isHistoricalDrop: z.boolean(),
  /** Instants of the past that would make no run. */
  passed: z.object({ count: z.number(), first: z.number().nullable(), last: z.number().nullable() }),
  /** Instants of the past that have a run already, by hand or by a backfill: they get no second one. In none of the figures above. */
  standing: z.number(),
  /** How long a run takes: the median of the newest good ones; null where there is none. */
  usualMs: z.number().nullable(),
  /** How long all of `runs` take, `maxActiveRuns` at a time. */
  expectedMs: z.number().nullable(),
  /** The instants to come, at most five. */
  next: z.array(z.number()),
  /** Loads of its assets that came while it was off and call for one run as soon as it is on; null for a DAG that waits for none. */
  assetLoads: z.number().nullable(),
  /** The usual run takes longer than there is time for it: the schedule never catches up. */
  fallsBehind: z.boolean(),
});
export type SchedulePlan = z.infer<typeof SchedulePlan>;

/** The weeks to come, by the schedules and by what runs took before. */
export const ScheduleForecast = z.object({
  /** The start of the present hour, and how far it goes: whole days from the moment of asking. Everything by hour or day is counted from `from`, so the last hour is a part of one. */
  from: z.number(),
  to: z.number(),
  dags: z.array(
    z.object({
      dagId: z.string(),
      isOn: z.boolean(),
      scheduleWords: z.string(),
      runs: z.number(),
      next: z.number().nullable(),
      /** Starts by day. */
      days: z.array(z.number()),
      usualMs: z.number().nullable(),
      fallsBehind: z.boolean(),
      /** Runs that it owes for the past: those to come if it is on, else those that turning it on makes. */
      owed: z.number(),
      owedMs: z.number().nullable(),
    }),
  ),
  /** DAGs that run when assets were loaded, too or only: those runs cannot be foretold and are in none of the figures. */
  byAssets: z.array(z.object({ dagId: z.string(), isOn: z.boolean(), scheduleWords: z.string() })),
  /** Starts of all DAGs by hour. */
  starts: z.array(z.number()),
  /** Mean slots that are taken by hour; `slots` is null where the pool has no bound. The fullest first. */
  pools: z.array(z.object({ pool: z.string(), slots: z.number().nullable(), demand: z.array(z.number()), peak: z.number(), peakAt: z.number(), hoursOver: z.number() })),
  /** DAGs that start in the same minute, three or more of them; those that start more than 48 times a day are left out. At most 20. */
  collisions: z.array(z.object({ at: z.number(), times: z.number(), dagIds: z.array(z.string()) })),
  /** What changes of the clock do: see `shared/schedule/clock-oddities.ts`. */
  oddities: z.array(z.object({ dagId: z.string(), timezone: z.string(), changeAt: z.number(), kind: z.enum(["moved", "lost", "second", "twice"]), wallTime: z.string(), count: z.number(), runAt: z.number().nullable() })),
});
export type ScheduleForecast = z.infer<typeof ScheduleForecast>;

/** How far a forecast goes at most: a year, with the day more that some have. */
export const mostForecastDays = 366;

/** `done` of `of` DAGs are gone through; last comes what was found. */
export const ForecastStep = z.discriminatedUnion("kind", [z.object({ kind: z.literal("progress"), done: z.number(), of: z.number() }), z.object({ kind: z.literal("done"), forecast: ScheduleForecast })]);
export type ForecastStep = z.infer<typeof ForecastStep>;

export const schedulesContract = {
  forecast: procedure.input(z.object({ days: z.number().int().min(1).max(mostForecastDays).optional(), onlyOn: z.boolean().optional() })).output(eventIterator(ForecastStep)),
  /** Nothing of this workspace runs by schedule until it is taken back; each schedule stays on or off. What is due meanwhile is missed, by its `catchup`. */
  setPaused: procedure.input(z.object({ paused: z.boolean() })).output(z.object({ pausedSince: z.number().nullable() })),
  plan: procedure.input(z.object({ dagId: z.string() })).output(SchedulePlan),
  /** Newest first. */
  traces: procedure.input(z.object({ dagId: z.string().optional(), limit: z.number().int().min(1).max(1_000).optional() })).output(z.object({ traces: z.array(ScheduleTrace) })),
};
