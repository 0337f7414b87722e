/** Tables trial, trial_output, trial_area and pin: tries, what they left behind, and what of it is kept. */
import type { Database } from "better-sqlite3";
import { parseExactJson, toExactJson } from "../../shared/base/exact-json.ts";
import type { PinRow, Store, TrialAreaRow, TrialAsk, TriedTaskRow } from "../ports/store.ts";
import { prepareFloor } from "./floors.ts";
import { fromJson } from "./json.ts";
import { type RunTableRow, toRun } from "./run-row.ts";

interface AskRow {
  mode: TrialAsk["mode"];
  chosen: string;
  files: string;
  pins: string;
}

interface TaskRow {
  run: number;
  task: number;
  task_id: string;
  connection: string | null;
  made: string | null;
  reads: string | null;
  wrote: string | null;
}

interface PinTableRow {
  id: string;
  dag_id: string;
  task_id: string;
  made_at: number;
  run_id: string;
  outputs: string;
  xcoms: string;
  log: string | null;
}

interface AreaRow {
  dag_id: string;
  connection: string;
  schema_name: string;
}

export function prepareTrials(database: Database): Store["trials"] {
  const begin = database.prepare("insert into trial (run, mode, chosen, files, pins) values (?, ?, ?, ?, ?)");
  const ask = database.prepare<[number], AskRow>("select mode, chosen, files, pins from trial where run = ?");
  const list = database.prepare<[string], RunTableRow>("select * from dag_run indexed by dag_run_tries where dag_id = ? and run_type = 'try' order by id desc");
  const put = database.prepare(
    "insert into trial_output (run, task, connection, made, reads, wrote) values (?, ?, ?, ?, ?, ?) on conflict (run, task) do update set connection = excluded.connection, made = excluded.made, reads = excluded.reads, wrote = excluded.wrote",
  );
  const newest = prepareNewest(database, "try_number > 0");
  const ended = prepareNewest(database, "task_instance.state = 'success'");
  const version = database.prepare<[number], { version_id: number }>("select version_id from dag_run where id = ?");
  const remove = database.prepare("delete from dag_run where id = ? and run_type = 'try'");
  // A version that only a try used is nobody's history.
  const removeVersion = database.prepare("delete from dag_version where id = ? and not exists (select 1 from dag_run where version_id = dag_version.id)");
  const keepRuns = prepareFloor(database, "dag_run");
  const keepVersions = prepareFloor(database, "dag_version");
  return {
    begin: (run, { mode, chosen, files, pins }) => void begin.run(run, mode, JSON.stringify(chosen), JSON.stringify(files), JSON.stringify(pins)),
    of: (run) => {
      const row = ask.get(run);
      return row ? { mode: row.mode, chosen: fromJson(row.chosen), files: fromJson(row.files), pins: fromJson(row.pins) } : null;
    },
    list: (dagId) => list.all(dagId).map(toRun),
    putOutput: (run, task, { connection, made, reads, wrote }) => void put.run(run, task, connection, JSON.stringify(made), JSON.stringify(reads), wrote == null ? null : JSON.stringify(wrote)),
    newestOfEach: newest,
    outputs: ended,
    remove: (run) => {
      const used = version.get(run);
      keepRuns();
      remove.run(run);
      if (!used) return;
      keepVersions();
      removeVersion.run(used.version_id);
    },
    areas: prepareAreas(database),
    pins: preparePins(database),
  };
}

/** In the order of the runs, so that nothing has to be sorted; the first of each task is its newest. */
function prepareNewest(database: Database, when: string): (dagId: string) => TriedTaskRow[] {
  const statement = database.prepare<[string], TaskRow>(
    `select task_instance.run, task_instance.task, task_id, connection, made, reads, wrote
     from dag_run indexed by dag_run_tries cross join task_instance on task_instance.run = dag_run.id left join trial_output using (run, task)
     where dag_id = ? and run_type = 'try' and ${when} order by dag_run.id desc`,
  );
  return (dagId) => {
    const newest = new Map<string, TaskRow>();
    for (const row of statement.all(dagId)) if (!newest.has(row.task_id)) newest.set(row.task_id, row);
    return [...newest.values()].map(toTask);
  };
}

function toTask({ run, task, task_id: taskId, connection, made, reads, wrote }: TaskRow): TriedTaskRow {
  return { run, task, taskId, output: connection === null ? null : { connection, made: fromJson(made ?? "[]"), reads: fromJson(reads ?? "[]"), wrote: wrote === null ? null : fromJson(wrote) } };
}

function prepareAreas(database: Database): Store["trials"]["areas"] {
  const soil = database.prepare("insert into trial_area (dag_id, connection, schema_name, is_dirty) values (?, ?, ?, 1) on conflict (dag_id, connection) do update set is_dirty = 1");
  const clean = database.prepare("update trial_area set is_dirty = 0 where dag_id = ? and connection = ?");
  const forget = database.prepare("delete from trial_area where dag_id = ? and connection = ?");
  const dirty = database.prepare<[], AreaRow>("select dag_id, connection, schema_name from trial_area where is_dirty = 1");
  const ofDag = database.prepare<[string], AreaRow>("select dag_id, connection, schema_name from trial_area where dag_id = ?");
  return {
    soil: ({ dagId, connection, schema }) => void soil.run(dagId, connection, schema),
    clean: ({ dagId, connection }) => void clean.run(dagId, connection),
    forget: ({ dagId, connection }) => void forget.run(dagId, connection),
    listDirty: () => dirty.all().map(toArea),
    ofDag: (dagId) => ofDag.all(dagId).map(toArea),
  };
}

function toArea({ dag_id: dagId, connection, schema_name: schema }: AreaRow): TrialAreaRow {
  return { dagId, connection, schema };
}

function preparePins(database: Database): Store["trials"]["pins"] {
  const put = database.prepare(
    "insert into pin (id, dag_id, task_id, made_at, run_id, outputs, xcoms, log) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set outputs = excluded.outputs, xcoms = excluded.xcoms, log = excluded.log",
  );
  const get = database.prepare<[string, string], PinTableRow>("select * from pin where dag_id = ? and id = ?");
  const list = database.prepare<[string], PinTableRow>("select * from pin where dag_id = ? order by made_at desc");
  const remove = database.prepare("delete from pin where id = ?");
  return {
    put: (pin) => void put.run(pin.id, pin.dagId, pin.taskId, pin.madeAt, pin.runId, JSON.stringify(pin.outputs), toExactJson(pin.xcoms), pin.log),
    get: (dagId, id) => {
      const row = get.get(dagId, id);
      return row ? toPin(row) : null;
    },
    list: (dagId) => list.all(dagId).map(toPin),
    remove: (id) => void remove.run(id),
  };
}

function toPin(row: PinTableRow): PinRow {
  return { id: row.id, dagId: row.dag_id, taskId: row.task_id, madeAt: row.made_at, runId: row.run_id, outputs: fromJson(row.outputs), xcoms: parseExactJson(row.xcoms) as PinRow["xcoms"], log: row.log };
}
