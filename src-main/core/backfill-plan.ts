/**
 * What a backfill does at one logical date, from the runs that are there. Pure: the plan that is shown and the work that is done both ask it.
 *
 * The run that counts is the newest of that date that was to do one of the chosen tasks. What is done over runs again in it (cleared) where
 * it is of today's DAG, has the same values and was to do all of those tasks; otherwise in a new run beside it, so that today's definition
 * runs and history stays what it was.
 */
import type { IntervalWhy, Reprocess } from "../../shared/contract/backfills.ts";
import type { TaskState } from "../../shared/model/states.ts";
import { isRunFinished, type RunState } from "../../shared/model/states.ts";

export interface RunThere {
  readonly state: RunState;
  readonly versionId: number;
  readonly selection: readonly string[] | null;
  /** It was ended before its tasks were done: cancelled, or its time was up. */
  readonly wasCutShort: boolean;
  /** Whether the conf or params of the backfill are others than its own. */
  readonly hasOtherValues: boolean;
}

export interface IntervalQuestion<Run extends RunThere> {
  /** Of one logical date, the newest last. */
  readonly runs: readonly Run[];
  /** Task ids. */
  readonly chosen: readonly string[];
  readonly reprocess: Reprocess;
  /** The version of the DAG as it is now; null where no run has used it. */
  readonly today: number | null;
  /** Whether the DAG version of the run has the task. */
  readonly knows: (run: Run, taskId: string) => boolean;
  readonly stateOf: (run: Run, taskId: string) => TaskState;
}

export interface IntervalDecision<Run extends RunThere> {
  readonly act: "new" | "clear" | "anew" | "keep";
  readonly why: IntervalWhy | null;
  readonly run: Run | null;
  /** The tasks that are to run. */
  readonly tasks: readonly string[];
}

export function decideInterval<Run extends RunThere>(question: IntervalQuestion<Run>): IntervalDecision<Run> {
  const { runs, chosen, reprocess } = question;
  const wasToDo = (run: Run, id: string): boolean => (run.selection === null || run.selection.includes(id)) && question.knows(run, id);
  const run = runs.findLast((one) => chosen.some((id) => wasToDo(one, id))) ?? null;
  if (run === null) return { act: "new", why: null, run: null, tasks: chosen };
  const kept = (why: IntervalWhy): IntervalDecision<Run> => ({ act: "keep", why, run, tasks: [] });
  if (!isRunFinished(run.state)) return kept("at work");
  if (reprocess === "none") return kept("has a run");
  if (reprocess === "failed" && run.state === "success") return kept("succeeded");
  const tasks = reprocess === "failed-and-missing" ? chosen.filter((id) => !wasToDo(run, id) || isLacking(question.stateOf(run, id), run)) : chosen;
  if (tasks.length === 0) return kept("lacks nothing");
  const why = whyAnew(question, run, (id) => wasToDo(run, id), tasks);
  return { act: why === null ? "clear" : "anew", why, run, tasks };
}

const bad: ReadonlySet<TaskState> = new Set(["none", "failed", "upstream_failed", "interrupted", "removed"]);

/** A task that a branch or a rule skipped is done; one that was skipped because the run was cancelled, or its time was up, is not. */
function isLacking(state: TaskState, { wasCutShort }: RunThere): boolean {
  return bad.has(state) || (state === "skipped" && wasCutShort);
}

function whyAnew<Run extends RunThere>({ today }: IntervalQuestion<Run>, run: Run, wasToDo: (id: string) => boolean, tasks: readonly string[]): IntervalWhy | null {
  if (run.versionId !== today) return "other version";
  if (run.hasOtherValues) return "other values";
  return tasks.every(wasToDo) ? null : "other tasks";
}
