/** Runs as the JSON that scripts read: snake_case as Airflow writes it, instants in ISO 8601. */
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { RunSummary, TaskInstance } from "../../shared/model/run.ts";
import type { RunChange } from "./run-watch.ts";
import { isoOf } from "./words.ts";

export function runJson(run: RunSummary): Record<string, unknown> {
  return {
    dag_id: run.dagId,
    run_id: run.runId,
    state: run.state,
    run_type: run.runType,
    logical_date: isoOf(run.logicalDate),
    data_interval_start: isoOf(run.dataIntervalStart),
    data_interval_end: isoOf(run.dataIntervalEnd),
    queued_at: isoOf(run.queuedAt),
    start_date: isoOf(run.startedAt),
    end_date: isoOf(run.endedAt),
    reason: run.reason,
    conf: run.conf,
    params: run.params,
    ...(run.startedBy === undefined ? {} : { started_by: { dag_id: run.startedBy.dagId, run_id: run.startedBy.runId, task_id: run.startedBy.taskId } }),
    ...(run.event === undefined ? {} : { event: run.event }),
    ...(run.backfill === undefined ? {} : { backfill_id: run.backfill }),
  };
}

export function taskJson(task: TaskInstance): Record<string, unknown> {
  return {
    task_id: task.taskId,
    state: task.state,
    try_number: task.tryNumber,
    max_tries: task.maxTries,
    start_date: isoOf(task.startedAt),
    end_date: isoOf(task.endedAt),
    reason: task.reason,
    ...(task.mapped === undefined ? {} : { mapped: task.mapped }),
    ...(task.mapIndex === undefined ? {} : { map_index: task.mapIndex, label: task.label ?? null }),
  };
}

/** One object an event, as `run --json` prints them while the run goes. */
export function changeEvents({ detail, tasks, isRunChanged }: RunChange, isFirst: boolean): Record<string, unknown>[] {
  const ref = { dag_id: detail.run.dagId, run_id: detail.run.runId };
  const run = isFirst ? [{ event: "dag_run_started", ...runJson(detail.run) }] : isRunChanged ? [{ event: "dag_run", ...ref, state: detail.run.state }] : [];
  return [...run, ...tasks.filter((task) => !isFirst || task.state !== "none").map((task) => ({ event: "task", ...ref, ...taskJson(task) }))];
}

/** The last line of `run --json`; its shape is part of the command line's contract. */
export function finishedEvent({ run, tasks }: RunDetail): Record<string, unknown> {
  const states = tasks.map((task) => [task.taskId, { state: task.state, try_number: task.tryNumber, start_date: isoOf(task.startedAt), end_date: isoOf(task.endedAt) }] as const);
  return { event: "dag_run_finished", dag_id: run.dagId, run_id: run.runId, state: run.state, tasks: Object.fromEntries(states) };
}
