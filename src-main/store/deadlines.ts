/** Table deadline: by when something has to have succeeded, from when that is known until it is missed. */
import type { Database } from "better-sqlite3";
import type { Deadline } from "../../shared/model/deadline.ts";
import type { DeadlineStore, KeptRule, WaitingDeadline } from "../ports/deadline-store.ts";
import { fromJson } from "./json.ts";
import type { PackedTasks } from "./pack/packed-tasks.ts";

interface Row {
  id: number;
  dag_id: string;
  run: number | null;
  task_id: string | null;
  name: string;
  rule: string;
  kind: Deadline["kind"];
  due_at: number;
  state: Deadline["state"];
  settled_at: number | null;
  reason: string | null;
}

type ListedRow = Row & { run_id: string | null; is_packed: number | null; met_at: number | null; over_at: number | null };

/** Of each DAG so many that no run is meant by; those of runs go with their run. */
const keptOfRules = 1_000;

const listed = `select deadline.*, dag_run.run_id, dag_run.is_packed,
  case when deadline.task_id is null then iif(dag_run.state = 'success', dag_run.ended_at, null)
       else (select ended_at from task_instance where task_instance.run = deadline.run and task_instance.task_id = deadline.task_id and task_instance.state = 'success') end as met_at,
  case when dag_run.state not in ('success', 'failed') then null when deadline.task_id is null then dag_run.ended_at
       else coalesce((select ended_at from task_instance where task_instance.run = deadline.run and task_instance.task_id = deadline.task_id), dag_run.ended_at) end as over_at
  from deadline left join dag_run on dag_run.id = deadline.run`;

export function prepareDeadlines(database: Database, packed: PackedTasks): DeadlineStore {
  const insert = database.prepare("insert or ignore into deadline (dag_id, run, task_id, name, rule, kind, due_at, state) values (?, ?, ?, ?, ?, ?, ?, 'waiting')");
  const due = database.prepare<[number, number, number], Row>("select * from deadline where state = 'waiting' and due_at <= ? and (? or run is not null) order by due_at, id limit ?");
  const next = database.prepare<[number], { at: number | null }>("select min(due_at) as at from deadline where state = 'waiting' and (? or run is not null)");
  const ofRun = database.prepare<[number], Row>("select * from deadline where run = ? and state = 'waiting' order by id");
  const ofDag = database.prepare<[string], Row>("select * from deadline indexed by deadline_waiting where dag_id = ? and run is null and state = 'waiting'");
  const dags = database.prepare<[], { dag_id: string }>("select distinct dag_id from deadline indexed by deadline_waiting where state = 'waiting' and run is null order by dag_id");
  const remove = database.prepare("delete from deadline where id = ?");
  const settle = database.prepare("update deadline set state = ?, settled_at = ?, reason = ? where id = ? and state = 'waiting'");
  const mark = database.prepare("update dag_run set missed_deadlines = missed_deadlines + 1 where id = (select run from deadline where id = ?)");
  // As index deadline_once has it: apart from those of runs, of which there may be as many as there were runs.
  const settledRule = "dag_id = ? and coalesce(run, 0) = 0 and run is null and state <> 'waiting'";
  const trim = database.prepare(`delete from deadline where ${settledRule} and id <= (select id from deadline where ${settledRule} order by id desc limit 1 offset ?)`);
  const one = database.prepare<[number], ListedRow>(`${listed} where deadline.id = ?`);
  const filter = "(? is null or deadline.dag_id = ?) and (? is null or deadline.run = ?)";
  const ahead = database.prepare<unknown[], ListedRow>(`${listed} where deadline.state = 'waiting' and ${filter} order by deadline.due_at, deadline.id limit ?`);
  const settled = database.prepare<unknown[], ListedRow>(`${listed} where deadline.state in (select value from json_each(?)) and ${filter} order by deadline.id desc limit ?`);
  const runOf = database.prepare<[string, number, number], { found: number }>("select 1 as found from dag_run where dag_id = ? and state = 'success' and run_type not in ('try', 'backfill') and selection is null and ended_at > ? and ended_at <= ? limit 1");
  const taskOf = database.prepare<[string, string, number, number], { found: number }>(
    "select 1 as found from dag_run join task_instance on task_instance.run = dag_run.id where dag_id = ? and run_type not in ('try', 'backfill') and task_id = ? and task_instance.state = 'success' and task_instance.ended_at > ? and task_instance.ended_at <= ? limit 1",
  );
  // Those that took more than an hour by their index: the others were queued little before they ended.
  const packedOnes = database.prepare<unknown[], { id: number }>(
    `select id from dag_run indexed by dag_run_by_dag where dag_id = @dagId and is_packed = 1 and run_type not in ('try', 'backfill') and queued_at >= @after - 3600000 and queued_at <= @until
     union all select id from dag_run indexed by dag_run_long where ended_at - queued_at > 3600000 and ended_at > @after
       and dag_id = @dagId and is_packed = 1 and run_type not in ('try', 'backfill') and queued_at <= @until`,
  );
  const endIn = (run: number, taskId: string): number | null => packed.of(run).find((task) => task.taskId === taskId && task.state === "success")?.endedAt ?? null;
  const wentWellPacked = (dagId: string, taskId: string, after: number, until: number): boolean => {
    return packedOnes.all({ dagId, after, until }).some(({ id }) => {
      const at = endIn(id, taskId);
      return at !== null && at > after && at <= until;
    });
  };
  const newest = database.prepare<[string, number], { id: number; is_packed: number; started_at: number; ended_at: number }>(
    `select id, is_packed, started_at, ended_at from dag_run indexed by dag_run_good
     where dag_id = ? and state = 'success' and run_type <> 'try' and selection is null and started_at is not null and ended_at is not null order by queued_at desc limit ?`,
  );
  const taskEnd = database.prepare<[number, string], number | null>("select ended_at from task_instance where run = ? and task_id = ? and state = 'success'").pluck();
  const averageOf: DeadlineStore["averageOf"] = ({ dagId, taskId, maxRuns, minRuns }) => {
    const lengths = newest.all(dagId, maxRuns).flatMap(({ id, is_packed: isPacked, started_at: startedAt, ended_at: endedAt }) => {
      const end = taskId === null ? endedAt : isPacked === 1 ? endIn(id, taskId) : (taskEnd.get(id, taskId) ?? null);
      return end === null ? [] : [Math.max(0, end - startedAt)];
    });
    return lengths.length < minRuns ? null : Math.round(lengths.reduce((sum, ms) => sum + ms, 0) / lengths.length);
  };
  const withEnd = (row: ListedRow): ListedRow => (row.is_packed === 1 && row.run !== null && row.task_id !== null ? { ...row, met_at: endIn(row.run, row.task_id), over_at: packed.of(row.run).find(({ taskId }) => taskId === row.task_id)?.endedAt ?? row.over_at } : row);
  return {
    add: ({ dagId, run, taskId, rule, dueAt }) => void insert.run(dagId, run, taskId, rule.name, JSON.stringify(rule), rule.when.kind, dueAt),
    due: (now, limit, rules) => due.all(now, Number(rules), limit).map(toWaiting),
    nextAt: (rules) => next.get(Number(rules))?.at ?? null,
    waiting: (of) => ("run" in of ? ofRun.all(of.run) : ofDag.all(of.dagId)).map(toWaiting),
    remove: (id) => void remove.run(id),
    settle: (id, { state, at, reason }) => {
      if (settle.run(state, at, reason, id).changes === 0) return false;
      if (state === "missed") mark.run(id);
      const { dag_id: dagId = "" } = one.get(id) ?? {};
      trim.run(dagId, dagId, keptOfRules);
      return true;
    },
    dagsWithRules: () => dags.all().map((row) => row.dag_id),
    get: (id) => {
      const row = one.get(id);
      return row ? toDeadline(withEnd(row)) : null;
    },
    list: ({ dagId = null, run = null, states, limit }) => {
      const others = states.filter((state) => state !== "waiting");
      const next = states.includes("waiting") ? ahead.all(dagId, dagId, run, run, limit) : [];
      const past = others.length > 0 ? settled.all(JSON.stringify(others), dagId, dagId, run, run, limit) : [];
      return [...next, ...past].slice(0, limit).map(withEnd).map(toDeadline);
    },
    averageOf,
    hasSuccess: ({ dagId, taskId, after, until }) => (taskId === null ? runOf.get(dagId, after, until) : taskOf.get(dagId, taskId, after, until)) !== undefined || (taskId !== null && wentWellPacked(dagId, taskId, after, until)),
  };
}

function toWaiting(row: Row): WaitingDeadline {
  return { id: row.id, dagId: row.dag_id, run: row.run, taskId: row.task_id, rule: fromJson<KeptRule>(row.rule), dueAt: row.due_at };
}

function toDeadline(row: ListedRow): Deadline {
  return { id: row.id, dagId: row.dag_id, runId: row.run_id, taskId: row.task_id, name: row.name, kind: row.kind, dueAt: row.due_at, state: row.state, settledAt: row.settled_at, metAt: row.met_at, endedAt: row.met_at === null ? row.over_at : null, reason: row.reason };
}
