/** What a task used in its newest runs that went well: dag_run by its index over time, then one task instance and one try each. */
import type { Database } from "better-sqlite3";
import type { TaskUsage } from "../../shared/contract/task-usage.ts";
import type { Store } from "../ports/store.ts";
import type { PackedTasks } from "./pack/packed-tasks.ts";

/** Runs that are looked at, whatever became of them. */
const mostRuns = 60;

export function prepareTaskUsage(database: Database, packed: PackedTasks): Store["taskUsage"] {
  const find = database.prepare<[string, number, string], TaskUsage>(
    `select r.run_id as runId, attempt.started_at as startedAt, attempt.ended_at as endedAt, attempt.cpu_ms as cpuMs, attempt.peak_rss as peakRssBytes, attempt.rows_loaded as rowsLoaded
       from (select id, run_id, queued_at from dag_run where dag_id = ? and queued_at < ? and run_type <> 'try' order by queued_at desc limit ${mostRuns}) r
       join task_instance on task_instance.run = r.id and task_instance.task_id = ? and task_instance.state = 'success'
       join attempt on attempt.run = task_instance.run and attempt.task = task_instance.task and attempt.try_number = task_instance.try_number
      where attempt.started_at is not null and attempt.ended_at is not null`,
  );
  const runs = database.prepare<[string, number], { id: number; run_id: string; is_packed: number }>(
    `select id, run_id, is_packed from dag_run where dag_id = ? and queued_at < ? and run_type <> 'try' order by queued_at desc limit ${mostRuns}`,
  );
  return {
    before: (dagId, taskId, queuedAt) => {
      const inRows = new Map(find.all(dagId, queuedAt, taskId).map((usage) => [usage.runId, usage]));
      return runs.all(dagId, queuedAt).flatMap(({ id, run_id: runId, is_packed: isPacked }) => (isPacked === 1 ? usageIn(packed, id, runId, taskId) : (inRows.get(runId) ?? [])));
    },
  };
}

function usageIn(packed: PackedTasks, run: number, runId: string, taskId: string): TaskUsage[] {
  const attempt = packed.of(run).find((task) => task.taskId === taskId && task.state === "success")?.attempt ?? null;
  if (attempt === null || attempt.startedAt === null || attempt.endedAt === null) return [];
  return [{ runId, ...attempt, startedAt: attempt.startedAt, endedAt: attempt.endedAt }];
}
