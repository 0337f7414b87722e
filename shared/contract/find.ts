/** Finding a run by what is known about it. */
import { z } from "zod";
import { RunState } from "../model/states.ts";
import { procedure } from "./base.ts";

export const FindHit = z.object({
  dagId: z.string(),
  runId: z.string(),
  state: RunState,
  /** Name of what matched: `run_id`, `dag_id`, a search key, or a path in conf such as `conf.user_id`. */
  key: z.string(),
  value: z.string(),
  source: z.enum(["run_id", "dag_id", "search_key", "conf", "params"]),
  /** Name of the remote; null is this machine. */
  remote: z.string().nullable(),
  queuedAt: z.number(),
});
export type FindHit = z.infer<typeof FindHit>;

/** Tasks, assets, and files that can be opened by themselves, whose names hold what was typed. */
export const FoundNames = z.object({
  tasks: z.array(z.object({ dagId: z.string(), taskId: z.string(), kind: z.string() })),
  /** Relative to the workspace. */
  files: z.array(z.string()),
  assets: z.array(z.string()),
});
export type FoundNames = z.infer<typeof FoundNames>;

export const findContract = {
  names: procedure.input(z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(50) })).output(FoundNames),
  search: procedure
    .input(z.object({ text: z.string(), exact: z.boolean().optional(), limit: z.number().int().min(1).max(1000).optional() }))
    .output(
      z.object({
        hits: z.array(FindHit),
        more: z.boolean(),
        searched: z.array(z.object({ place: z.string(), upTo: z.number(), runs: z.number() })),
        tookMs: z.number(),
      }),
    ),
};
