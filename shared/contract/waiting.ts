/** Why a task of a run does not run: every gate between it and its process, who holds it shut, and when it may open. */
import { z } from "zod";
import { TaskState, TriggerRule } from "../model/states.ts";

const MaybeInstant = z.number().nullable();

/** A task or run that one waits for. */
export const WaitHolder = z.object({
  dagId: z.string(),
  runId: z.string(),
  /** Null for the run as a whole. */
  taskId: z.string().nullable(),
  state: TaskState,
  /** Since when it is in this state; null where that is not known. */
  since: MaybeInstant,
  /** When it should end, by how long it took before; null where nothing like it has ended yet. In the past: it takes longer than usual. */
  expectedEnd: MaybeInstant,
});
export type WaitHolder = z.infer<typeof WaitHolder>;

/** The holders named are the first ones; `holderCount` counts all. */
const held = { isOpen: z.boolean(), holders: z.array(WaitHolder), holderCount: z.number(), expectedAt: MaybeInstant };
/** Slots that are taken, and slots there are. */
const slots = { used: z.number(), limit: z.number() };

/** Fields of the DAG file that bound how much runs at one time: of one run, of a task in all runs, and of a task in one run. */
export const LimitName = z.enum(["max_active_tasks", "max_active_tis_per_dag", "max_active_tis_per_dagrun"]);
export type LimitName = z.infer<typeof LimitName>;

export const WaitGate = z.discriminatedUnion("kind", [
  /** The run has begun: not more runs of the DAG, or of its backfill, at once than `max_active_runs` allows. `ahead` counts queued runs before it. */
  z.object({ kind: z.literal("run"), ...held, limit: z.number(), ahead: z.number(), backfill: z.object({ id: z.number(), isPaused: z.boolean() }).optional() }),
  /** Nobody asked for the run to end. */
  z.object({ kind: z.literal("cancel"), ...held }),
  /** The task is enabled, and among those that the run was asked for. */
  z.object({ kind: z.literal("chosen"), ...held, why: z.enum(["disabled", "not chosen"]).nullable() }),
  /** The trigger rule over its upstream tasks: `done` of `total` have ended. */
  z.object({ kind: z.literal("dependencies"), ...held, rule: TriggerRule, done: z.number(), total: z.number(), verdict: z.enum(["wait", "run", "skip", "upstream_failed"]) }),
  /** Setups that the task needs and that do not come right before it: `done` of `total` have succeeded. */
  z.object({ kind: z.literal("setups"), ...held, done: z.number(), total: z.number() }),
  /**
   * `depends_on_past`: the same task, and with `wait_for_downstream` those after it, are done in the run before; or that run does not have the task.
   * `cause` is where the chain of tasks and runs that hold each other begins, where that is another one than the holder, and how many runs back.
   */
  z.object({ kind: z.literal("past"), ...held, withDownstream: z.boolean(), isMissing: z.boolean(), cause: WaitHolder.extend({ runsBack: z.number() }).optional() }),
  /** The pause before the next try. */
  z.object({ kind: z.literal("retry"), ...held }),
  /** What a sensor waits for, in the engine's words, and its looks; it holds no slot. Null where it has not come to look yet. */
  z.object({ kind: z.literal("watch"), ...held, waitsFor: z.string().nullable(), looks: z.number(), lookedAt: MaybeInstant, saw: z.string().nullable(), /** Null while it looks, and where an event of the engine brings it on. */ nextAt: MaybeInstant, /** When the wait is over without success. */ deadline: MaybeInstant }),
  /** What keeps the engine from starting anything, in its words. */
  z.object({ kind: z.literal("engine"), ...held, words: z.string().nullable() }),
  /** What the DAG file bounds itself. */
  z.object({ kind: z.literal("limit"), ...held, ...slots, name: LimitName }),
  /** `needs` slots of the pool have to be free at once; more than it has never are. */
  z.object({ kind: z.literal("pool"), ...held, ...slots, pool: z.string(), needs: z.number() }),
  /** Slots of the whole engine that it may take; `kept` of them are for latency-sensitive DAGs, as its own is. */
  z.object({ kind: z.literal("parallelism"), ...held, ...slots, kept: z.number() }),
  /** The greater priority first within a pool, then who has waited longer; `ahead` is null while it does not queue for a slot. */
  z.object({ kind: z.literal("order"), ...held, ahead: z.number().nullable(), priority: z.number() }),
  /** A mapped task ends with its instances, of which `done` have ended; how many there are is not known before its expansion. */
  z.object({ kind: z.literal("instances"), ...held, done: z.number(), total: z.number().nullable() }),
  /** Its process is being started. */
  z.object({ kind: z.literal("start"), ...held }),
]);
export type WaitGate = z.infer<typeof WaitGate>;

export const WaitReport = z.object({
  /** When this was so. */
  at: z.number(),
  state: TaskState,
  /** False once it runs, or will not run any more. */
  isWaiting: z.boolean(),
  gates: z.array(WaitGate),
  /** When it should start, by how long its holders took before; null where that cannot be told. */
  expectedAt: MaybeInstant,
  /** Whether the DAG's schedule is off. That holds no run back that is there. */
  isPaused: z.boolean(),
});
export type WaitReport = z.infer<typeof WaitReport>;
