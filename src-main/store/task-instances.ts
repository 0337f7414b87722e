/** Table task_instance. */
import type { Database } from "better-sqlite3";
import type { TaskInstance } from "../../shared/model/run.ts";
import type { TaskState } from "../../shared/model/states.ts";
import type { Store, TaskRecord } from "../ports/store.ts";
import type { Gathering } from "./gathering.ts";
import { fromJson } from "./json.ts";
import { medianOf } from "./median.ts";
import type { PackedTasks } from "./pack/packed-tasks.ts";
import { prepareTaskGrid } from "./task-grid.ts";
import { prepareTaskRows } from "./task-rows.ts";

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
  map_of: number | null;
  map_index: number | null;
  map_length: number | null;
  /** JSON. */
  followed: string | null;
}

/** With what the newest try published. */
interface ShownRow extends Row {
  rows_loaded: number | null;
  /** Of an instance. */
  label: string | null;
}

export function prepareTasks(database: Database, packed: PackedTasks, gathering: Gathering): Store["tasks"] {
  const ofRun = database.prepare<[number], Row>("select * from task_instance where run = ? order by task");
  const label = "(select label from map_item as of_it where of_it.run = task_instance.run and of_it.task = task_instance.map_of and of_it.map_index = task_instance.map_index)";
  const shown = `select task_instance.*, rows_loaded, ${label} as label from task_instance left join attempt using (run, task, try_number)`;
  const shownOfRun = database.prepare<[number], ShownRow>(`${shown} where run = ? and map_of is null order by task`);
  const instances = database.prepare<[number, number, number, number], ShownRow>(`${shown} where run = ? and map_of = ? and map_index >= ? order by task limit ?`);
  const counts = database.prepare<[number], { map_of: number; state: TaskState; n: number }>("select map_of, state, count(*) as n from task_instance where run = ? and map_of is not null group by map_of, state");
  const one = database.prepare<[number, string], ShownRow>(`${shown} where run = ? and task_id = ?`);
  const newest = database.prepare<[string, number], { id: number; is_packed: number }>("select id, is_packed from dag_run where dag_id = ? and run_type <> 'try' order by queued_at desc limit ?");
  const took = database.prepare<[string, string], Spent>(
    `select task_id, ended_at - started_at as ms from task_instance where run in (select value from json_each(?))
       and task_id in (select value from json_each(?)) and state = 'success' and started_at is not null and ended_at is not null`,
  );
  return {
    ...prepareTaskRows(database, gathering),
    load: (run) => ofRun.all(run).map((row) => ({ id: row.task_id, record: toRecord(row), ...(row.map_of === null || row.map_index === null ? {} : { instance: { of: row.map_of, mapIndex: row.map_index } }) })),
    loadOne: (run, taskId) => {
      const row = one.get(run, taskId);
      return row ? { index: row.task, of: row.map_of, instance: withCounts(row, row.map_length === null ? [] : counts.all(run)) } : null;
    },
    listOf: (run) => {
      const rows = shownOfRun.all(run);
      const counted = rows.some(({ map_length }) => map_length !== null) ? counts.all(run) : [];
      return rows.map((row) => withCounts(row, counted));
    },
    instancesOf: (run, task, { from = 0, limit = -1 } = {}) => instances.all(run, task, from, limit).map(toInstance),
    typicalMs: (dagId, taskIds) => {
      const [inPacks, inRows] = apart(newest.all(dagId, runsThatTell));
      return medians([...took.all(JSON.stringify(inRows), JSON.stringify(taskIds)), ...inPacks.flatMap((run) => spentIn(packed, run, new Set(taskIds)))]);
    },
    gridOf: prepareTaskGrid(database),
  };
}

/** As many of the newest runs say how long a task usually takes. */
const runsThatTell = 20;

interface Spent {
  readonly task_id: string;
  readonly ms: number;
}

/** Packed runs, and the others. */
function apart(runs: readonly { readonly id: number; readonly is_packed: number }[]): [number[], number[]] {
  const ids = (isPacked: number): number[] => runs.filter(({ is_packed }) => is_packed === isPacked).map(({ id }) => id);
  return [ids(1), ids(0)];
}

function spentIn(packed: PackedTasks, run: number, taskIds: ReadonlySet<string>): Spent[] {
  return packed.of(run).flatMap(({ taskId, state, startedAt, endedAt }) => (state === "success" && startedAt !== null && endedAt !== null && taskIds.has(taskId) ? [{ task_id: taskId, ms: endedAt - startedAt }] : []));
}

function medians(rows: readonly Spent[]): Map<string, number> {
  const byTask = Map.groupBy(rows, ({ task_id }) => task_id);
  return new Map([...byTask].map(([id, of]) => [id, medianOf(of.map(({ ms }) => ms)) ?? 0]));
}

/** The task instance as screens show it. */
function toInstance(row: ShownRow): TaskInstance {
  const { mapLength: _length, ...record } = toRecord(row);
  return { taskId: row.task_id, ...record, rowsLoaded: row.rows_loaded, ...(row.map_index === null ? {} : { mapIndex: row.map_index, label: row.label ?? "" }) };
}

function withCounts(row: ShownRow, counted: readonly { readonly map_of: number; readonly state: TaskState; readonly n: number }[]): TaskInstance {
  if (row.map_length === null) return toInstance(row);
  return { ...toInstance(row), mapped: Object.fromEntries(counted.filter(({ map_of, state }) => map_of === row.task && state !== "removed").map(({ state, n }) => [state, n])) };
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
    ...(row.map_length === null ? {} : { mapLength: row.map_length }),
    ...(row.followed === null ? {} : { followed: fromJson<string[]>(row.followed) }),
  };
}
