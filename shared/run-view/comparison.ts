/** What comparing two runs of a DAG gives: plain data, the same whatever sources the runs are of. `before` and `after` name the sides, whichever ran first. */
import { z } from "zod";
import { RunSummary } from "../model/run.ts";
import type { TaskState } from "../model/states.ts";
import type { CheckFact } from "./run-side.ts";

/** In what two tries of a task can be different. */
export const Facet = z.enum(["presence", "state", "definition", "rendered", "checks", "rows", "duration", "wait", "tries", "xcoms", "cpu", "memory"]);
export type Facet = z.infer<typeof Facet>;

/** A value as it is shown; null is not written, not there. Long ones are cut. */
export const ShownChange = z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() });
export type ShownChange = z.infer<typeof ShownChange>;

/** A task on one side: what it was in that run, and what its newest try left. */
export interface TaskSide {
  readonly state: TaskState;
  readonly tryNumber: number;
  readonly scheduledAt: number | null;
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly reason: string | null;
  readonly rows: number | null;
  readonly exitCode: number | null;
  readonly cpuMs: number | null;
  readonly peakRssBytes: number | null;
  readonly logBytes: number | null;
  /** Those that did not pass, and those that are different on the other side. */
  readonly checks: readonly CheckFact[];
}

export interface TaskPair {
  readonly taskId: string;
  readonly kind: string;
  /** Null where this run's DAG version has no such task. */
  readonly before: TaskSide | null;
  readonly after: TaskSide | null;
  /** Fields of the task that are different in the two DAG versions. */
  readonly fields: readonly ShownChange[];
  /** Rendered fields that are different, and those that are so only by their run's own dates. */
  readonly rendered: readonly string[];
  readonly dated: readonly string[];
  /** Keys of XComs with another value, and those that only one side has. */
  readonly xcoms: readonly string[];
  readonly loneXcoms: readonly string[];
  /** What one would want to know, and what is merely not equal. */
  readonly notable: readonly Facet[];
  readonly minor: readonly Facet[];
}

export const EdgeChange = z.object({ from: z.string(), to: z.string(), kind: z.enum(["added", "removed"]) });

/** What is said of the runs as a whole. */
export const ComparisonHead = z.object({
  before: RunSummary,
  after: RunSummary,
  edges: z.array(EdgeChange),
  /** Fields of the DAG itself. */
  dag: z.array(ShownChange),
  params: z.array(ShownChange),
  conf: z.array(ShownChange),
  /** Both ran the same version of the DAG. */
  isSameVersion: z.boolean(),
});

export interface RunComparison extends z.infer<typeof ComparisonHead> {
  /** Tasks as `after` has them, then those that only `before` has. */
  readonly tasks: readonly TaskPair[];
}

/** As it is sent: see pack-comparison.ts. */
export const PackedComparison = ComparisonHead.extend({ tasks: z.string() });
export type PackedComparison = z.infer<typeof PackedComparison>;
