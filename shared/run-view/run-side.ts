/** The facts of one run as comparisons take them: one entry a task, of its newest try, whatever source the run is of. */
import { z } from "zod";
import type { RunDetail, RunVersion } from "../contract/runs.ts";
import { CheckResult, RenderedField } from "../model/run.ts";

export const CheckFact = CheckResult.pick({ name: true, severity: true, outcome: true, failingCount: true });
export type CheckFact = z.infer<typeof CheckFact>;

/** A longer text of what was rendered has only its hash among the facts. */
export const longestRendered = 4096;

/** What the newest try of a task left. Hashes are equal exactly where what they stand for is. */
export const TaskFacts = z.object({
  taskId: z.string(),
  exitCode: z.number().nullable(),
  table: z.string().nullable(),
  cpuMs: z.number().nullable(),
  peakRssBytes: z.number().nullable(),
  logBytes: z.number().nullable(),
  /** The rendered fields as JSON, or the hash of that; null where nothing was rendered. */
  rendered: z.union([z.object({ json: z.string() }), z.object({ hash: z.string() })]).nullable(),
  checks: z.array(CheckFact),
  xcoms: z.array(z.object({ key: z.string(), hash: z.string() })),
});
export type TaskFacts = z.infer<typeof TaskFacts>;

export interface TaskRendered {
  readonly taskId: string;
  readonly fields: readonly RenderedField[];
}

/** One of the two runs. */
export interface RunSide {
  readonly detail: RunDetail;
  /** With the SQL and scripts that stood in files, by path in the workspace, as far as they are known. */
  readonly version: Pick<RunVersion, "id" | "source" | "dag"> & { readonly files: Readonly<Record<string, string>> };
  readonly facts: readonly TaskFacts[];
}
