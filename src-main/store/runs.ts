/** Table dag_run. Tries are among its rows, and in no list of runs. */
import type { Database } from "better-sqlite3";
import { AppError } from "../../shared/errors/app-error.ts";
import type { RunType } from "../../shared/model/states.ts";
import type { NewRun, StartingTry, Store } from "../ports/store.ts";
import { nextId } from "./floors.ts";
import { medianOf } from "./median.ts";
import type { Packs } from "./pack/packs.ts";
import type { RunCount } from "./run-count.ts";
import { listedTypes, prepareRunLists } from "./run-lists.ts";
import { toRun, type RunTableRow } from "./run-row.ts";

export function prepareRuns(database: Database, packs: Pick<Packs, "loosen">, count: RunCount): Store["runs"] {
  const insert = database.prepare(
    `insert into dag_run (id, dag_id, run_id, version_id, state, run_type, logical_date, data_interval_start, data_interval_end, conf, params, selection, queued_at, again, backfill, started_by, by_run, by_task, by_try, event)
     values (${nextId("dag_run")}, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byKey = database.prepare<[number], RunTableRow>("select * from dag_run where id = ?");
  const byName = database.prepare<[string, string], RunTableRow>("select * from dag_run where dag_id = ? and run_id = ?");
  const active = database.prepare<[], RunTableRow>("select * from dag_run indexed by dag_run_active where state in ('queued', 'running') order by id");
  const save = database.prepare("update dag_run set state = ?, started_at = ?, ended_at = ?, reason = ?, cancelling = ? where id = ?");
  const saveAbsence = database.prepare("update dag_run set absence = ? where id = ?");
  const absenceOf = database.prepare<[number], number | null>("select absence from dag_run where id = ?").pluck();
  // Of each type from the index of good runs alone: a DAG may have failed a million times since.
  const took = database.prepare<[string, RunType], { at: number; ms: number }>(
    "select queued_at as at, ended_at - started_at as ms from dag_run indexed by dag_run_by_dag_state where dag_id = ? and state = 'success' and run_type = ? and started_at is not null order by queued_at desc limit 20",
  );
  const ofDate = database.prepare<[string, number], RunTableRow>("select * from dag_run where dag_id = ? and coalesce(logical_date, queued_at) = ? and logical_date is not null and run_type <> 'try' order by id desc limit 1");
  const ofTask = database.prepare<[number, number, number], RunTableRow>("select * from dag_run where by_run = ? and by_task = ? order by by_try desc limit ?");
  const claim = database.prepare("update dag_run set started_by = ?, by_run = ?, by_task = ?, by_try = ? where id = ?");
  // Runs start one another a few deep; the bound only keeps a damaged file from being walked for ever.
  const origin = database
    .prepare<[number], number>(
      `with recursive cause(by_run, queued_at, depth) as (
         select by_run, queued_at, 0 from dag_run where id = ?
         union all select each.by_run, each.queued_at, depth + 1 from cause join dag_run as each on each.id = cause.by_run where depth < 64)
       select queued_at from cause order by depth desc limit 1`,
    )
    .pluck();
  const list = prepareRunLists(database);
  const beside = { before: prepareBeside(database, "<", "desc"), after: prepareBeside(database, ">", "asc") };
  return {
    create: (run) => {
      if (byName.get(run.dagId, run.runId)) throw alreadyExists(run);
      const key = Number(insert.run(...valuesOf(run)).lastInsertRowid);
      if (run.runType !== "try") count.changed(1);
      return key;
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
    ofDate: (dagId, logicalDate) => {
      const row = ofDate.get(dagId, logicalDate);
      return row ? toRun(row) : null;
    },
    startedBy: (run, task, limit) => ofTask.all(run, task, limit).map((row) => ({ run: toRun(row), tryNumber: row.by_try ?? 0 })),
    originAt: (key) => {
      const at = origin.get(key);
      if (at === undefined) throw new Error(`Run ${key} is not in the store.`);
      return at;
    },
    claim: (key, by) => void claim.run(...startOf(by), key),
    list: (filter) => list(filter).runs,
    page: list,
    beside: (run, where, limit) => beside[where].all(run.dagId, run.logicalDate ?? run.queuedAt, run.logicalDate ?? run.queuedAt, run.key, limit).map(toRun),
    listActive: () => active.all().map(toRun),
    saveRecord: (key, record) => {
      packs.loosen(key);
      save.run(record.state, record.startedAt, record.endedAt, record.reason, Number(record.cancelling), key);
    },
    saveAbsence: (key, absence) => void saveAbsence.run(absence, key),
    absenceOf: (key) => absenceOf.get(key) ?? 0,
    count: count.get,
    typicalMs: (dagId) => medianOf(listedTypes.flatMap((type) => took.all(dagId, type)).sort((one, other) => other.at - one.at).slice(0, 20).map(({ ms }) => ms)),
  };
}

/** Runs of one logical date stand in the order in which they were made. */
function prepareBeside(database: Database, than: "<" | ">", order: "asc" | "desc") {
  const date = "coalesce(logical_date, queued_at)";
  return database.prepare<[string, number, number, number, number], RunTableRow>(
    `select * from dag_run where dag_id = ? and run_type <> 'try' and (${date} ${than} ? or (${date} = ? and id ${than} ?)) order by ${date} ${order}, id ${order} limit ?`,
  );
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
    run.again === undefined ? null : JSON.stringify(run.again),
    run.backfill ?? null,
    ...startOf(run.startedBy),
    run.event ?? null,
  ];
}

function startOf(by: StartingTry | undefined): unknown[] {
  return by === undefined ? [null, null, null, null] : [JSON.stringify(by.task), by.key.run, by.key.task, by.key.tryNumber];
}

function alreadyExists(run: NewRun): AppError {
  return new AppError("run/already-exists", `DAG "${run.dagId}": a run with the id "${run.runId}" exists already; choose another run id.`, {
    dagId: run.dagId,
    runId: run.runId,
  });
}
