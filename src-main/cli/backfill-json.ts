/** Backfills and their plans as the JSON that scripts read. */
import type { Backfill, BackfillInterval, BackfillPlan, PlannedInterval } from "../../shared/contract/backfills.ts";
import { stateAt, stateLetters } from "../../shared/run-view/run-grid.ts";
import { isoOf } from "./words.ts";

export function planJson(plan: BackfillPlan, rows: readonly PlannedInterval[]): Record<string, unknown> {
  return {
    ...{ dag_id: plan.dagId, from: isoOf(plan.from), to: isoOf(plan.to), time_zone: plan.zone, tasks: plan.tasks, counts: { intervals: plan.intervals, ...plan.acts, task_runs: plan.taskRuns }, none_why: plan.noneWhy },
    ...{ whys: plan.whys, max_active_runs: plan.maxActiveRuns, expected_run_ms: plan.runMs, expected_ms: plan.totalMs, cut_at: isoOf(plan.cutAt) },
    intervals: rows.map((row) => ({ logical_date: isoOf(row.logicalDate), data_interval_start: isoOf(row.start), data_interval_end: isoOf(row.end), act: row.act, why: row.why, run_id: row.runId, state: row.state, tasks: tasksOf(plan, row) })),
  };
}

/** The tasks of the plan that will run at this date, with their states in the run that is there; null where there is none. */
export function tasksOf({ tasks }: Pick<BackfillPlan, "tasks">, { states, runs }: Pick<PlannedInterval, "states" | "runs">): { task_id: string; state: string | null }[] {
  return tasks.flatMap((id, index) => {
    const letter = states[index] ?? "-";
    return runs[index] === "1" ? [{ task_id: id, state: letter === "-" ? null : stateAt(letter.charCodeAt(0) - stateLetters.none.charCodeAt(0)) }] : [];
  });
}

export function backfillJson(backfill: Backfill): Record<string, unknown> {
  return {
    ...{ backfill_id: backfill.id, dag_id: backfill.dagId, state: backfill.state, from: isoOf(backfill.from), to: isoOf(backfill.to), tasks: backfill.tasks },
    ...{ reprocess: backfill.ask.reprocess, backwards: backfill.ask.backwards, max_active_runs: backfill.maxActiveRuns, conf: backfill.ask.conf ?? null, params: backfill.ask.params ?? null },
    ...{ created_at: isoOf(backfill.createdAt), by: backfill.by, end_date: isoOf(backfill.endedAt), counts: backfill.counts, expected_end: isoOf(backfill.expectedEnd), trouble: backfill.trouble },
  };
}

export function intervalJson({ logicalDate, act, state, runId, runState, why }: BackfillInterval): Record<string, unknown> {
  return { logical_date: isoOf(logicalDate), act, state, run_id: runId, run_state: runState, why };
}
