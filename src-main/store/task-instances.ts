/** Table task_instance. */
import type { Database } from "better-sqlite3";
import type { TaskInstance } from "../../shared/model/run.ts";
import type { TaskState } from "../../shared/model/states.ts";
import type { Store, TaskRecord } from "../ports/store.ts";

interface Row {
  task: number;
  task_id: string;
  state: TaskState;
  try_number: number;
  max_tries: number;
  scheduled_at: number | null;
  queued_at: number | null;
  started_at: number | null;
  ended_at: number | null;
  retry_at: number | null;
  reason: string | null;
}

/** With what the newest try published. */
interface ShownRow extends Row {
  rows_loaded: number | null;
}

export function prepareTasks(database: Database): Store["tasks"] {
  const insert = database.prepare(
    `insert into task_instance (run, task, task_id, state, try_number, max_tries, scheduled_at, queued_at, started_at, ended_at, retry_at, reason)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    `update task_instance set state = ?, try_number = ?, max_tries = ?, scheduled_at = ?, queued_at = ?, started_at = ?, ended_at = ?, retry_at = ?, reason = ?
     where run = ? and task = ?`,
  );
  const ofRun = database.prepare<[number], Row>("select * from task_instance where run = ? order by task");
  const shown = "select task_instance.*, rows_loaded from task_instance left join attempt using (run, task, try_number)";
  const shownOfRun = database.prepare<[number], ShownRow>(`${shown} where run = ? order by task`);
  const one = database.prepare<[number, string], ShownRow>(`${shown} where run = ? and task_id = ?`);
  return {
    insertAll: (run, tasks) => tasks.forEach(({ id, record }, index) => void insert.run(run, index, id, ...valuesOf(record))),
    save: (run, task, record) => void update.run(...valuesOf(record), run, task),
    load: (run) => ofRun.all(run).map((row) => ({ id: row.task_id, record: toRecord(row) })),
    loadOne: (run, taskId) => {
      const row = one.get(run, taskId);
      return row ? { index: row.task, instance: toInstance(row) } : null;
    },
    listOf: (run) => shownOfRun.all(run).map(toInstance),
  };
}

/** The task instance as screens show it. */
function toInstance(row: ShownRow): TaskInstance {
  return { taskId: row.task_id, ...toRecord(row), rowsLoaded: row.rows_loaded };
}

function valuesOf(record: TaskRecord): unknown[] {
  return [
    record.state,
    record.tryNumber,
    record.maxTries,
    record.scheduledAt,
    record.queuedAt,
    record.startedAt,
    record.endedAt,
    record.retryAt,
    record.reason,
  ];
}

function toRecord(row: Row): TaskRecord {
  return {
    state: row.state,
    tryNumber: row.try_number,
    maxTries: row.max_tries,
    scheduledAt: row.scheduled_at,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    retryAt: row.retry_at,
    reason: row.reason,
  };
}
