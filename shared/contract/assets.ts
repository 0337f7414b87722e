/** Procedures about assets: what loads them, what waits for them, and loads from elsewhere that a person tells of. */
import { z } from "zod";
import { AssetEvent, AssetProgress } from "../model/asset.ts";
import { procedure } from "./base.ts";

/** A DAG that runs when an asset was loaded. */
export const AssetConsumer = z.object({
  dagId: z.string(),
  /** Whether its schedule is on. */
  isOn: z.boolean(),
  /** The asset was loaded since the last run of the DAG by assets. */
  hasCome: z.boolean(),
  /** A load of it is enough for a run, as far as the others are now. */
  isEnough: z.boolean(),
  /** What it waits for as a whole; null where any load of its assets calls for a run. Of what is missing the first few. */
  progress: AssetProgress.nullable(),
});
export type AssetConsumer = z.infer<typeof AssetConsumer>;

export const AssetInfo = z.object({
  name: z.string(),
  /** Tasks that load it, by the DAG files as they are. */
  producers: z.array(z.object({ dagId: z.string(), taskId: z.string() })),
  /** DAGs that run when it was loaded. */
  consumers: z.array(AssetConsumer),
  last: AssetEvent.nullable(),
  /** Events that are kept, at most a thousand. */
  events: z.number(),
});
export type AssetInfo = z.infer<typeof AssetInfo>;

/** With the runs that it called for, as far as they are still there. */
export const AssetEventRuns = z.object({ event: AssetEvent, runs: z.array(z.object({ dagId: z.string(), runId: z.string() })) });
export type AssetEventRuns = z.infer<typeof AssetEventRuns>;

/** A DAG among the others: what it waits for, and what it loads. */
export const DagAssets = z.object({
  dagId: z.string(),
  /** Null for a DAG that waits for no asset. */
  waits: z
    .object({
      words: z.string(),
      isOn: z.boolean(),
      /** What keeps a run from being made although its assets came; null when nothing does. */
      trouble: z.string().nullable(),
      /** `count` loads came since its last run by assets (at most a thousand), the newest at `lastAt`. */
      needs: z.array(z.object({ asset: z.string(), count: z.number(), lastAt: z.number().nullable(), producers: AssetInfo.shape.producers })),
    })
    .nullable(),
  loads: z.array(z.object({ asset: z.string(), taskId: z.string(), consumers: AssetInfo.shape.consumers })),
});
export type DagAssets = z.infer<typeof DagAssets>;

const Name = z.string().min(1).max(200);

export const assetsContract = {
  /** By name. */
  list: procedure.input(z.object({})).output(z.object({ assets: z.array(AssetInfo) })),
  /** Of all that DAG files load or wait for. */
  names: procedure.input(z.object({})).output(z.object({ names: z.array(z.string()) })),
  /** The newest events first. */
  get: procedure.input(z.object({ name: Name, limit: z.number().int().min(1).max(1_000).optional() })).output(z.object({ asset: AssetInfo, events: z.array(AssetEventRuns) })),
  ofDag: procedure.input(z.object({ dagId: z.string() })).output(DagAssets),
  /** Tells of a load from elsewhere: an event as that of a task. Written into the audit trail. */
  emit: procedure.input(z.object({ name: Name, rows: z.number().int().min(0).optional(), note: z.string().max(1_000).optional() })).output(z.object({ event: AssetEvent, consumers: AssetInfo.shape.consumers })),
};
