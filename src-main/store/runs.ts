/** Table dag_run. Tries are among its rows, and in no list of runs. */
import type { Database } from "better-sqlite3";
import { AppError } from "../../shared/errors/app-error.ts";
import type { RunState, RunType } from "../../shared/model/states.ts";
import type { NewRun, RunFilter, RunRow, Store } from "../ports/store.ts";
import { nextId } from "./floors.ts";
import { fromJson, fromJsonOr } from "./json.ts";

export interface RunTableRow {
  id: number;
  dag_id: string;
  run_id: string;
  version_id: number;
  state: RunState;
  run_type: RunType;
  logical_date: number | null;
  data_interval_start: number | null;
  data_interval_end: number | null;
  conf: string;
  params: string;
  selection: string | null;
  queued_at: number;
  started_at: number | null;
  ended_at: number | null;
  reason: string | null;
  cancelling: number;
}

export function prepareRuns(database: Database): Store["runs"] {
  const insert = database.prepare(
    `insert into dag_run (id, dag_id, run_id, version_id, state, run_type, logical_date, data_interval_start, data_interval_end, conf, params, selection, queued_at)
     values (${nextId("dag_run")}, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byKey = database.prepare<[number], RunTableRow>("select * from dag_run where id = ?");
  const byName = database.prepare<[string, string], RunTableRow>("select * from dag_run where dag_id = ? and run_id = ?");
  const active = database.prepare<[], RunTableRow>("select * from dag_run where state in ('queued', 'running') order by id");
  const save = database.prepare("update dag_run set state = ?, started_at = ?, ended_at = ?, reason = ?, cancelling = ? where id = ?");
  const counted = database.prepare<[], { n: number }>("select (select count(*) from dag_run) - (select count(*) from dag_run where run_type = 'try') as n");
  const list = prepareList(database);
  /** Counted once: runs are only ever added, and only here. */
  let known: number | null = null;
  return {
    create: (run) => {
      if (byName.get(run.dagId, run.runId)) throw alreadyExists(run);
      known = null;
      return Number(insert.run(...valuesOf(run)).lastInsertRowid);
    },
    get: (key) => {
      const row = byKey.get(key);
      if (!row) throw new Error(`Run ${key} is not in the store.`);
      return toRun(row);
    },
    find: (dagId, runId) => {
      const row = byName.get(dagId, runId);
      return row ? toRun(row) : null;
    },
    list: (filter) => list(filter).map(toRun),
    listActive: () => active.all().map(toRun),
    saveRecord: (key, record) => void save.run(record.state, record.startedAt, record.endedAt, record.reason, Number(record.cancelling), key),
    count: () => (known ??= counted.get()?.n ?? 0),
  };
}

/** One statement for each combination of filters that is asked for, so that each can use its index. */
function prepareList(database: Database): (filter: RunFilter) => RunTableRow[] {
  const states = "and (? is null or state in (select value from json_each(?)))";
  const page = "and queued_at < ? order by queued_at desc, id desc limit ?";
  const all = database.prepare<unknown[], RunTableRow>(`select * from dag_run where run_type <> 'try' ${states} ${page}`);
  const ofDag = database.prepare<unknown[], RunTableRow>(`select * from dag_run where dag_id = ? and run_type <> 'try' ${states} ${page}`);
  return ({ dagId, states: wanted, before, limit }) => {
    const json = wanted ? JSON.stringify(wanted) : null;
    const rest = [json, json, before ?? Number.MAX_SAFE_INTEGER, limit];
    return dagId === undefined ? all.all(...rest) : ofDag.all(dagId, ...rest);
  };
}

function valuesOf(run: NewRun): unknown[] {
  return [
    run.dagId,
    run.runId,
    run.versionId,
    run.runType,
    run.logicalDate,
    run.dataIntervalStart,
    run.dataIntervalEnd,
    JSON.stringify(run.conf),
    JSON.stringify(run.params),
    run.selection && JSON.stringify(run.selection),
    run.queuedAt,
  ];
}

export function toRun(row: RunTableRow): RunRow {
  return {
    key: row.id,
    dagId: row.dag_id,
    runId: row.run_id,
    state: row.state,
    runType: row.run_type,
    logicalDate: row.logical_date,
    dataIntervalStart: row.data_interval_start,
    dataIntervalEnd: row.data_interval_end,
    conf: fromJson(row.conf),
    params: fromJson(row.params),
    dagVersion: row.version_id,
    versionId: row.version_id,
    selection: fromJsonOr<string[] | null>(row.selection, null),
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    reason: row.reason,
    record: { state: row.state, startedAt: row.started_at, endedAt: row.ended_at, reason: row.reason, cancelling: row.cancelling === 1 },
  };
}

function alreadyExists(run: NewRun): AppError {
  return new AppError("run/already-exists", `DAG "${run.dagId}": a run with the id "${run.runId}" exists already; choose another run id.`, {
    dagId: run.dagId,
    runId: run.runId,
  });
}
