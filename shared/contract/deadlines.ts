/** Procedures about deadlines: what waits, and what was missed. */
import { z } from "zod";
import { Deadline } from "../model/deadline.ts";
import { procedure } from "./base.ts";

export const deadlinesContract = {
  /** `waiting`: the next first. `missed` (with those that did not count, because the schedule was off, where `passed` is asked for): the newest first. */
  list: procedure
    .input(z.object({ dagId: z.string().optional(), runId: z.string().optional(), states: z.array(z.enum(["waiting", "missed", "passed"])).min(1), limit: z.number().int().min(1).max(1_000).optional() }))
    .output(z.object({ deadlines: z.array(Deadline) })),
};
