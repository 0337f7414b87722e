/** Procedures about the graph of a run: how its version of the DAG is drawn, and how long its tasks and edges took in many runs. */
import { z } from "zod";
import { DagOutline } from "../model/dag-ui.ts";
import type { LatencyHistory } from "../run-view/edge-latency.ts";
import { procedure } from "./base.ts";
import { SourcedRun } from "./runs.ts";

/** The DAG file that a run was made from, as far as a drawing needs it. It never changes. */
export const RunDrawing = z.object({
  versionId: z.number(),
  number: z.number().nullable(),
  madeAt: z.number().nullable(),
  source: z.string(),
  outline: DagOutline,
  /** The task group of each task that lies in one. */
  groupOf: z.record(z.string(), z.string()),
});
export type RunDrawing = z.infer<typeof RunDrawing>;

const Split = z.object({ decisionMs: z.number(), queueMs: z.number(), startMs: z.number() });
const TimeFigures = z.object({ count: z.number(), p50: z.number(), p95: z.number() }).nullable();
const figures = { count: z.number(), p50: z.number(), p90: z.number(), p95: z.number(), split: Split };

export const AskHistory = SourcedRun.extend({
  /** Of how many runs at most; 100 when absent. */
  limit: z.number().int().min(1).max(500).optional(),
  /** Only runs queued before this one. */
  earlier: z.boolean().optional(),
});
export type AskHistory = z.infer<typeof AskHistory>;

const History = z.object({
  runs: z.number(),
  tasks: z.array(z.object({ taskId: z.string(), duration: z.object({ count: z.number(), p50: z.number(), p90: z.number() }).nullable(), latency: z.object(figures).nullable(), reached: TimeFigures })),
  edges: z.array(z.object({ from: z.string(), to: z.string(), ...figures })),
  gaps: z.object(figures).nullable(),
  ends: TimeFigures,
}) satisfies z.ZodType<LatencyHistory>;

export const runGraphContract = {
  drawing: procedure.input(SourcedRun).output(RunDrawing),
  /** Over the last finished runs of the DAG, for the tasks and edges of this run's graph. */
  history: procedure.input(AskHistory).output(History),
};
