/** Tables backfill and backfill_interval, and what they ask of table dag_run. */
import type { Database } from "better-sqlite3";
import type { BackfillInterval, BackfillState } from "../../shared/contract/backfills.ts";
import type { ActorKind } from "../../shared/model/actor.ts";
import { cancelledReason } from "../../shared/model/run.ts";
import type { RunState } from "../../shared/model/states.ts";
import type { BackfillRow, BackfillStore, PlannedAct, RunAt } from "../ports/backfill-store.ts";
import { fromJson, fromJsonOr } from "./json.ts";
import { medianOf } from "./median.ts";

interface Row {
  id: number;
  dag_id: string;
  state: BackfillState;
  asked: string;
  tasks: string | null;
  from_at: number;
  to_at: number;
  max_active_runs: number;
  total: number;
  kept: number;
  created_at: number;
  by_kind: ActorKind;
  by_name: string;
  ended_at: number | null;
}

interface IntervalRow {
  logical_date: number;
  act: PlannedAct;
  state: BackfillInterval["state"];
  why: string | null;
  run_id: string | null;
  run_state: RunState | null;
}

interface RunAtRow {
  id: number;
  run_id: string;
  state: RunState;
  logical_date: number;
  version_id: number;
  selection: string | null;
  reason: string | null;
  conf: string;
  params: string;
}

/** As many of its newest runs say how long one takes. */
const runsThatTell = 20;

export function prepareBackfills(database: Database): BackfillStore {
  const insert = database.prepare(
    `insert into backfill (dag_id, state, asked, tasks, from_at, to_at, max_active_runs, total, kept, created_at, by_kind, by_name) values (?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertInterval = database.prepare("insert into backfill_interval (backfill, place, logical_date, act, state) values (?, ?, ?, ?, 'waiting')");
  const one = database.prepare<[number], Row>("select * from backfill where id = ?");
  const setState = database.prepare("update backfill set state = ?, ended_at = ? where id = ?");
  const waiting = database.prepare<[number, number], { place: number; logical_date: number; act: PlannedAct; run_number: number | null }>(
    "select place, logical_date, act, run_number from backfill_interval indexed by backfill_interval_waiting where backfill = ? and state = 'waiting' order by place limit ?",
  );
  const settle = database.prepare("update backfill_interval set state = ?, act = coalesce(?, act), run_number = coalesce(?, run_number), why = ? where backfill = ? and place = ?");
  const page = database.prepare<[number, number, number], IntervalRow>(
    `select interval.logical_date, interval.act, interval.state, interval.why, run.run_id, run.state as run_state from backfill_interval as interval
     left join dag_run as run on run.id = interval.run_number where interval.backfill = ? order by place limit ? offset ?`,
  );
  const placesOf = database.prepare<[number, string], { place: number }>("select place from backfill_interval where backfill = ? and run_number in (select value from json_each(?)) order by place");
  const queued = database.prepare<[number], { id: number }>("select id from dag_run indexed by dag_run_by_backfill where backfill = ? and state = 'queued' order by id");
  const took = database.prepare<[number, number], { ms: number }>(
    "select ended_at - started_at as ms from dag_run indexed by dag_run_by_backfill where backfill = ? and state = 'success' and started_at is not null order by id desc limit ?",
  );
  const runsBetween = database.prepare<[string, number, number], RunAtRow>(
    `select id, run_id, state, logical_date, version_id, selection, reason, conf, params from dag_run indexed by dag_run_by_date
     where dag_id = ? and run_type <> 'try' and coalesce(logical_date, queued_at) between ? and ? and logical_date is not null order by coalesce(logical_date, queued_at), id`,
  );
  const adopt = database.prepare("update dag_run set backfill = ? where id = ?");
  return {
    create: ({ by, ...backfill }, intervals) => {
      const tasks = backfill.tasks && JSON.stringify(backfill.tasks);
      const id = Number(insert.run(backfill.dagId, JSON.stringify(backfill.ask), tasks, backfill.from, backfill.to, backfill.maxActiveRuns, intervals.length, backfill.kept, backfill.createdAt, by.kind, by.name).lastInsertRowid);
      for (const [place, { logicalDate, act }] of intervals.entries()) insertInterval.run(id, place, logicalDate, act);
      return id;
    },
    get: (id) => {
      const row = one.get(id);
      return row ? toBackfill(row) : null;
    },
    list: prepareList(database),
    setState: (id, state, endedAt) => void setState.run(state, endedAt, id),
    waiting: (id, limit) => waiting.all(id, limit).map(({ place, logical_date: logicalDate, act, run_number: run }) => ({ place, logicalDate, act, run })),
    settle: (id, place, { state, act, run, why }) => void settle.run(state, act ?? null, run ?? null, why ?? null, id, place),
    page: (id, offset, limit) => page.all(id, limit, offset).map(toInterval),
    counts: prepareCounts(database),
    placesOf: (id, runs) => placesOf.all(id, JSON.stringify(runs)).map(({ place }) => place),
    queued: (id) => queued.all(id).map((row) => row.id),
    typicalMs: (id) => medianOf(took.all(id, runsThatTell).map(({ ms }) => ms)),
    runsBetween: (dagId, from, to) => runsBetween.all(dagId, from, to).map(toRunAt),
    adopt: (id, run) => void adopt.run(id, run),
  };
}

function prepareList(database: Database): BackfillStore["list"] {
  const all = database.prepare<[number], Row>("select * from backfill order by id desc limit ?");
  const ofDag = database.prepare<[string, number], Row>("select * from backfill indexed by backfill_by_dag where dag_id = ? order by id desc limit ?");
  const open = database.prepare<[string | null, string | null, number], Row>("select * from backfill indexed by backfill_open where state in ('running', 'paused') and (? is null or dag_id = ?) order by id desc limit ?");
  return ({ dagId, open: onlyOpen, limit }) => {
    if (onlyOpen === true) return open.all(dagId ?? null, dagId ?? null, limit).map(toBackfill);
    return (dagId === undefined ? all.all(limit) : ofDag.all(dagId, limit)).map(toBackfill);
  };
}

function prepareCounts(database: Database): BackfillStore["counts"] {
  const waiting = database.prepare<[number], { n: number }>("select count(*) as n from backfill_interval indexed by backfill_interval_waiting where backfill = ? and state = 'waiting'");
  const left = database.prepare<[number], { n: number }>("select count(*) as n from backfill_interval indexed by backfill_interval_left where backfill = ? and state = 'left'");
  const runs = database.prepare<[number], { state: RunState; n: number }>("select state, count(*) as n from dag_run indexed by dag_run_by_backfill where backfill = ? group by state");
  const made = database.prepare<[number], { state: RunState; n: number }>(
    "select run.state, count(*) as n from backfill_interval as interval join dag_run as run on run.id = interval.run_number where interval.backfill = ? and interval.state = 'made' group by run.state",
  );
  // What was cancelled has failed, for the run machine; only those rows are looked at.
  const cancelledRuns = database.prepare<[number, string], { n: number }>("select count(*) as n from dag_run indexed by dag_run_by_backfill where backfill = ? and state = 'failed' and reason = ?");
  const cancelledMade = database.prepare<[number, string], { n: number }>(
    "select count(*) as n from backfill_interval as interval join dag_run as run on run.id = interval.run_number where interval.backfill = ? and interval.state = 'made' and run.state = 'failed' and run.reason = ?",
  );
  // Retention drops no run of an open backfill.
  const gone = database.prepare<[number], { n: number }>(
    "select count(*) as n from backfill_interval as interval where interval.backfill = ? and interval.state = 'made' and not exists (select 1 from dag_run as run where run.id = interval.run_number)",
  );
  return ({ id, state }) => {
    const isOpen = state === "running" || state === "paused";
    const byState = new Map((isOpen ? runs : made).all(id).map(({ state, n }) => [state, n]));
    const of = (state: RunState): number => byState.get(state) ?? 0;
    const cancelled = of("failed") === 0 ? 0 : ((isOpen ? cancelledRuns : cancelledMade).get(id, cancelledReason)?.n ?? 0);
    return { waiting: waiting.get(id)?.n ?? 0, left: left.get(id)?.n ?? 0, queued: of("queued"), running: of("running"), success: of("success"), failed: of("failed") - cancelled, cancelled, gone: isOpen ? 0 : (gone.get(id)?.n ?? 0) };
  };
}

function toBackfill(row: Row): BackfillRow {
  return {
    id: row.id,
    dagId: row.dag_id,
    state: row.state,
    ask: fromJson<BackfillRow["ask"]>(row.asked),
    tasks: fromJsonOr<string[] | null>(row.tasks, null),
    from: row.from_at,
    to: row.to_at,
    maxActiveRuns: row.max_active_runs,
    total: row.total,
    kept: row.kept,
    createdAt: row.created_at,
    by: { kind: row.by_kind, name: row.by_name },
    endedAt: row.ended_at,
  };
}

function toInterval({ logical_date: logicalDate, act, state, run_id: runId, run_state: runState, why }: IntervalRow): BackfillInterval {
  return { logicalDate, act: act === "again" ? "clear" : act, state, runId, runState, why };
}

function toRunAt(row: RunAtRow): RunAt {
  return {
    key: row.id,
    runId: row.run_id,
    state: row.state,
    logicalDate: row.logical_date,
    versionId: row.version_id,
    selection: fromJsonOr<string[] | null>(row.selection, null),
    wasCutShort: row.state === "failed" && row.reason !== null,
    conf: row.conf,
    params: row.params,
  };
}
