/** The procedure that reads many runs of a DAG at once, each task as one letter and a few numbers: what a grid shows. */
import { z } from "zod";
import { RunSummary } from "../model/run.ts";
import { RunState, RunType } from "../model/states.ts";
import { procedure } from "./base.ts";

export const RunGridFilter = z.object({
  dagId: z.string(),
  states: z.array(RunState).optional(),
  runTypes: z.array(RunType).optional(),
  /** Queued at this instant or later. */
  from: z.number().optional(),
  /** Queued before this instant. */
  before: z.number().optional(),
  /** Where the page before ended, as it said. */
  cursor: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(200).optional(),
});
export type RunGridFilter = z.infer<typeof RunGridFilter>;

/** Newest run first. 250,000 task instances come as some 3 MB: `shared/run-view/run-grid.ts` writes and reads the texts. */
export const RunGridPage = z.object({
  /** Every task that any of the versions has, once. */
  tasks: z.array(z.object({ id: z.string(), kind: z.string() })),
  /** The DAG versions of the runs: places in `tasks`, in the order in which `states` and `times` speak of them. */
  versions: z.array(z.object({ id: z.number(), tasks: z.array(z.number()) })),
  runs: z.array(z.object({ run: RunSummary, states: z.string(), times: z.string() })),
  /** Where the next page begins; null when there is none. */
  cursor: z.string().nullable(),
});
export type RunGridPage = z.infer<typeof RunGridPage>;

export const gridContract = {
  read: procedure.input(RunGridFilter.extend({ source: z.string().max(200).optional() })).output(RunGridPage),
};
