/** Earlier runs of a DAG, from the tables dag_run and task_instance. */
import type { Database } from "better-sqlite3";
import type { TaskState } from "../../shared/model/states.ts";
import type { PastStore } from "../ports/past-store.ts";
import { toRun, type RunTableRow } from "./run-row.ts";

export function preparePast(database: Database): PastStore {
  const date = "coalesce(logical_date, queued_at)";
  const runBefore = database.prepare<[string, number, number, string], RunTableRow>(
    `select * from dag_run where dag_id = ? and run_type <> 'try' and ${date} < ? and (? = 0 or run_type <> 'manual')
       and (selection is null or exists (select 1 from json_each(selection) where value = ?)) order by ${date} desc, id desc limit 1`,
  );
  const stateAt = database.prepare<[number, number], { state: TaskState }>("select state from task_instance where run = ? and task = ?");
  const wasThere = database.prepare<[string, number, string], { found: 1 }>(
    `select 1 as found from dag_run where dag_id = ? and run_type <> 'try' and ${date} < ?
       and exists (select 1 from task_instance where run = dag_run.id and task_id = ?) order by ${date} desc limit 1`,
  );
  // A packed run has the tasks of its version.
  const wasInVersion = database.prepare<[string, number, string], { found: 1 }>(
    `select 1 as found from dag_version where id in (select version_id from dag_run where dag_id = ? and run_type <> 'try' and is_packed = 1 and ${date} < ?)
       and exists (select 1 from json_each(spec, '$.tasks') as task where json_extract(task.value, '$.id') = ?) limit 1`,
  );
  return {
    runBefore: ({ dagId, before, taskId, scheduledOnly }) => {
      const row = runBefore.get(dagId, before, Number(scheduledOnly), taskId);
      return row ? toRun(row) : null;
    },
    stateAt: (run, task) => stateAt.get(run, task)?.state ?? null,
    wasThere: (dagId, taskId, before) => (wasThere.get(dagId, before, taskId) ?? wasInVersion.get(dagId, before, taskId)) !== undefined,
  };
}
