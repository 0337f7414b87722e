/** Pools: how many slots each has, who takes them, and what waits for one. */
import { z } from "zod";
import { procedure } from "./base.ts";

const PoolTask = z.object({ dagId: z.string(), runId: z.string(), taskId: z.string(), slots: z.number(), priority: z.number() });

export const PoolState = z.object({
  name: z.string(),
  /** Null where nobody bounded it. */
  slots: z.number().nullable(),
  used: z.number(),
  /** Those that hold slots, and the next that wait, as far as they are few. */
  running: z.array(PoolTask),
  runningCount: z.number(),
  waiting: z.array(PoolTask),
  waitingCount: z.number(),
  /** DAGs, as their files are today, with tasks in it, and how many tasks. The first ones; `dagCount` counts all. */
  dags: z.array(z.object({ dagId: z.string(), tasks: z.number() })),
  dagCount: z.number(),
});
export type PoolState = z.infer<typeof PoolState>;

const Pools = z.object({ pools: z.array(PoolState) });

export const poolsContract = {
  list: procedure.input(z.object({})).output(Pools),
  /** Writes the slots into `dagwright.json`, where null takes the pool out; what waits starts at once where it may. */
  set: procedure.input(z.object({ name: z.string(), slots: z.number().nullable() })).output(Pools.extend({ /** Of the trail; null where nothing changed. */ entry: z.number().nullable() })),
};
