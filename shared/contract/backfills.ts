/** Procedures of backfills: what one would do interval by interval, beginning it, watching it, and holding, resuming or ending it. */
import { z } from "zod";
import { Actor } from "../model/actor.ts";
import { RunState } from "../model/states.ts";
import { longestReason } from "./acts.ts";
import { procedure } from "./base.ts";

/** Instants of a schedule that one backfill may cover: what is more is refused, never left out in silence. */
export const mostIntervals = 50_000;
/** Rows of a plan or of a backfill that one call hands over. */
export const mostIntervalsOfPage = 200;
export const mostRunsAtOnce = 1_000;

/** What becomes of intervals that have a run; `failed-and-missing` looks at each task by itself. */
export const Reprocess = z.enum(["none", "failed", "completed", "failed-and-missing"]);
export type Reprocess = z.infer<typeof Reprocess>;

const Values = z.record(z.string(), z.unknown());

export const BackfillAsk = z.object({
  dagId: z.string(),
  /** `2026-01-31`, a day in the time zone of the schedule, or an instant. Both ends belong to the range. */
  from: z.string().max(60),
  to: z.string().max(60),
  /** Only these tasks; absent: all. */
  tasks: z.array(z.string()).min(1).max(50_000).optional(),
  /** What the chosen tasks need, and what needs them. */
  upstream: z.boolean().optional(),
  downstream: z.boolean().optional(),
  reprocess: Reprocess.default("none"),
  /** The newest interval first. */
  backwards: z.boolean().default(false),
  /** Runs of this backfill at once; absent: as many as the DAG's own. */
  maxActiveRuns: z.number().int().min(1).max(mostRunsAtOnce).optional(),
  conf: Values.optional(),
  params: Values.optional(),
});
export type BackfillAsk = z.infer<typeof BackfillAsk>;
export type BackfillInput = z.input<typeof BackfillAsk>;

/**
 * `new`: there is no run. `clear`: tasks of the run that is there run again in it. `anew`: they run in a new run beside it, because of
 * `why`. `keep`: nothing is done.
 */
export const IntervalAct = z.enum(["new", "clear", "anew", "keep"]);
export type IntervalAct = z.infer<typeof IntervalAct>;

/** Of what is kept: it is at work, has a run, succeeded, or lacks nothing. Of what is made anew: the run there is not of today's DAG, has other values, or left tasks out. */
export const IntervalWhy = z.enum(["at work", "has a run", "succeeded", "lacks nothing", "other version", "other values", "other tasks"]);
export type IntervalWhy = z.infer<typeof IntervalWhy>;

export const PlannedInterval = z.object({
  logicalDate: z.number(),
  start: z.number(),
  end: z.number(),
  act: IntervalAct,
  why: IntervalWhy.nullable(),
  /** The run that is there. */
  runId: z.string().nullable(),
  state: RunState.nullable(),
  /** One letter a task of the plan, as in a grid (`shared/run-view/run-grid.ts`): its state in that run; "-" where it has none. */
  states: z.string(),
  /** One character a task of the plan: "1" for those that will run. */
  runs: z.string(),
});
export type PlannedInterval = z.infer<typeof PlannedInterval>;

const Acts = z.object({ new: z.number(), clear: z.number(), anew: z.number(), keep: z.number() });

/** Exactly what a backfill would do now, and one page of it. */
export const BackfillPlan = z.object({
  /** Of this very plan: beginning it asks for it back, so that nothing else is done. */
  stamp: z.string(),
  dagId: z.string(),
  /** Instants; both ends belong to the range. */
  from: z.number(),
  to: z.number(),
  zone: z.string(),
  /** The tasks that it is about, in file order, and whether they are all of the DAG. */
  tasks: z.array(z.string()),
  isWhole: z.boolean(),
  intervals: z.number(),
  /** Why the range holds no interval; null where it holds one. */
  noneWhy: z.string().nullable(),
  acts: Acts,
  /** Of what is kept and of what is made anew: how often which. */
  whys: z.array(z.object({ act: IntervalAct, why: IntervalWhy, count: z.number() })),
  /** Task instances that will run. */
  taskRuns: z.number(),
  maxActiveRuns: z.number(),
  /** How long one run takes by history, and all of them, so many at once; null where nothing tells. */
  runMs: z.number().nullable(),
  totalMs: z.number().nullable(),
  /** The range was cut here: a backfill has no future. */
  cutAt: z.number().nullable(),
  offset: z.number(),
  rows: z.array(PlannedInterval),
});
export type BackfillPlan = z.infer<typeof BackfillPlan>;

export const BackfillState = z.enum(["running", "paused", "cancelled", "finished"]);
export type BackfillState = z.infer<typeof BackfillState>;

export const Backfill = z.object({
  id: z.number(),
  dagId: z.string(),
  state: BackfillState,
  /** As asked. */
  ask: BackfillAsk,
  /** The tasks it is about; null for all. */
  tasks: z.array(z.string()).nullable(),
  from: z.number(),
  to: z.number(),
  maxActiveRuns: z.number(),
  createdAt: z.number(),
  by: Actor,
  endedAt: z.number().nullable(),
  /**
   * `total` intervals are its own: `waiting` have not come to their turn, `left` were not done after all, the others have a run, which
   * is queued, running, a success, failed, or was cancelled; of `gone` the history has it no more. `kept` were left alone from the beginning.
   */
  counts: z.object({ total: z.number(), kept: z.number(), waiting: z.number(), left: z.number(), queued: z.number(), running: z.number(), success: z.number(), failed: z.number(), cancelled: z.number(), gone: z.number() }),
  /** By how long its runs took; null where that cannot be told. */
  expectedEnd: z.number().nullable(),
  /** What keeps it from making runs, in a sentence; null when all is well. */
  trouble: z.string().nullable(),
});
export type Backfill = z.infer<typeof Backfill>;

export const BackfillInterval = z.object({
  logicalDate: z.number(),
  act: IntervalAct,
  state: z.enum(["waiting", "made", "left"]),
  runId: z.string().nullable(),
  runState: RunState.nullable(),
  /** Why it was left. */
  why: z.string().nullable(),
});
export type BackfillInterval = z.infer<typeof BackfillInterval>;

const Page = { offset: z.number().int().min(0).default(0), limit: z.number().int().min(0).max(mostIntervalsOfPage).default(100) };
const Named = z.object({ id: z.number().int() });
const Reason = { reason: z.string().max(longestReason).optional() };

export const backfillsContract = {
  plan: procedure.input(BackfillAsk.extend(Page)).output(BackfillPlan),
  /** With a stamp, only when the plan is still that one; otherwise the new plan comes back. */
  start: procedure.input(BackfillAsk.extend({ stamp: z.string().optional(), ...Reason })).output(
    z.discriminatedUnion("kind", [z.object({ kind: z.literal("started"), backfill: Backfill }), z.object({ kind: z.literal("changed"), plan: BackfillPlan })]),
  ),
  /** Newest first; `open`: only those that are not over. */
  list: procedure.input(z.object({ dagId: z.string().optional(), open: z.boolean().optional(), limit: z.number().int().min(1).max(500).default(50) })).output(z.object({ backfills: z.array(Backfill) })),
  get: procedure.input(Named.extend(Page)).output(z.object({ backfill: Backfill, intervals: z.array(BackfillInterval) })),
  /** Nothing of it begins any more; what runs goes on. */
  pause: procedure.input(Named.extend(Reason)).output(Backfill),
  resume: procedure.input(Named.extend(Reason)).output(Backfill),
  /** Makes no more runs. Those that run go on, unless they are to be stopped. */
  cancel: procedure.input(Named.extend({ stop: z.boolean().default(false), ...Reason })).output(Backfill),
};
