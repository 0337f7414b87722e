/** Tables archive and archive_pending, and what of a run goes into a file of the archive. */
import type { Database } from "better-sqlite3";
import type { ArchivedDag, ArchivedKey, ArchivedRun, ArchivedTask, ArchivedTry } from "../../shared/contract/archive.ts";
import type { RunState } from "../../shared/model/states.ts";
import type { ArchiveRow, ArchiveStore } from "../ports/run-archive.ts";
import { fromJson } from "./json.ts";

interface Row {
  id: number;
  made_at: number;
  bytes: number;
  dags: string;
  part: string | null;
}

interface ActRow {
  id: number;
  run_id: string;
  at: number;
  by_name: string;
  act: string;
  task_id: string | null;
  reason: string | null;
}

/** `at`: where the tasks and tries of a run are. */
export function prepareArchives(database: Database, at: (run: number) => Database): ArchiveStore {
  const all = database.prepare<[], Row>("select id, made_at, bytes, dags, part from archive order by id desc");
  const insert = database.prepare("insert into archive (id, made_at, bytes, dags, part) values (?, ?, ?, ?, ?)");
  const update = database.prepare("update archive set bytes = ?, dags = ?, part = ? where id = ?");
  const own = database.prepare("update archive set part = null where id = ?");
  const remove = database.prepare("delete from archive where id = ?");
  const pending = database.prepare<[number], { run: number }>("select run from archive_pending where archive = ? order by run");
  const hold = database.prepare("insert into archive_pending (run, archive) values (?, ?)");
  const release = database.prepare("delete from archive_pending where archive = ?");
  const acts = database.prepare<[string, number, number], ActRow>("select id, run_id, at, case by_name when '' then by_kind else by_name end as by_name, act, task_id, reason from audit indexed by audit_by_dag where dag_id = ? and id > ? and run_id is not null and refusal is null order by id limit ?");
  return {
    read: prepareRead(database, at),
    acts: (dagId, after, limit) => acts.all(dagId, after, limit).map(({ run_id: runId, by_name: by, task_id: taskId, ...rest }) => ({ ...rest, runId, by, taskId })),
    list: () => all.all().map(toArchive),
    pending: (archive) => pending.all(archive).map(({ run }) => run),
    add: ({ id, madeAt, bytes, dags, part }, runs) => {
      insert.run(id, madeAt, bytes, JSON.stringify(dags), part);
      for (const run of runs) hold.run(run, id);
    },
    replace: ({ id, bytes, dags, part }) => {
      update.run(bytes, JSON.stringify(dags), part, id);
      release.run(id);
    },
    named: (id) => void own.run(id),
    remove: (id) => {
      release.run(id);
      remove.run(id);
    },
  };
}

function toArchive({ id, made_at: madeAt, bytes, dags, part }: Row): ArchiveRow {
  return { id, madeAt, bytes, dags: fromJson<ArchivedDag[]>(dags), part };
}

type RunRow = Omit<ArchivedRun, "acts" | "tasks" | "searchKeys" | "state"> & { state: RunState };

function prepareRead(database: Database, at: (run: number) => Database): ArchiveStore["read"] {
  const run = database.prepare<[number], RunRow>(
    `select dag_run.id as number, dag_run.dag_id as dagId, run_id as runId, state, run_type as runType, logical_date as logicalDate, data_interval_start as dataIntervalStart, data_interval_end as dataIntervalEnd,
       queued_at as queuedAt, started_at as startedAt, ended_at as endedAt, reason, conf, params, hash as dagHash, file as dagFile
     from dag_run join dag_version on dag_version.id = version_id where dag_run.id = ?`,
  );
  const keys = database.prepare<[number], ArchivedKey>("select key, value, norm, source from search_key where run = ?");
  const rows = prepareTasks(database);
  let shown: { readonly database: Database; readonly rows: ReturnType<typeof prepareTasks> } | null = null;
  const rowsAt = (found: Database): ReturnType<typeof prepareTasks> => {
    if (found === database) return rows;
    if (shown?.database !== found) shown = { database: found, rows: prepareTasks(found) };
    return shown.rows;
  };
  return (key) => {
    const found = run.get(key);
    if (!found) return null;
    const { tasks, tries } = rowsAt(at(key));
    const triesOf = Map.groupBy(tries.all(key), ({ task }) => task);
    return {
      ...found,
      searchKeys: keys.all(key).sort(byName),
      tasks: tasks.all(key).map(({ task, ...rest }) => ({ ...rest, tries: (triesOf.get(task) ?? []).map(({ task: _of, ...one }) => one) })),
    };
  };
}

const byName = (one: ArchivedKey, other: ArchivedKey): number => order(one.key, other.key) || order(one.norm, other.norm);
const order = (one: string, other: string): number => Number(one > other) - Number(one < other);

function prepareTasks(database: Database) {
  const tasks = database.prepare<[number], Omit<ArchivedTask, "tries"> & { task: number }>(
    `select task, task_id as taskId, map_index as mapIndex, state, try_number as tryNumber, queued_at as queuedAt, started_at as startedAt, ended_at as endedAt, reason from task_instance where run = ? order by task`,
  );
  const tries = database.prepare<[number], ArchivedTry & { task: number }>(
    `select task, try_number as tryNumber, state, queued_at as queuedAt, started_at as startedAt, ended_at as endedAt, exit_code as exitCode, signal, reason, table_name as "table", rows_loaded as rowsLoaded,
       log_bytes as logBytes, cpu_ms as cpuMs, peak_rss as peakRssBytes from attempt where run = ? order by task, try_number`,
  );
  return { tasks, tries };
}
