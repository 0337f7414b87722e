/** Tables dag_setting and schedule_trace: what a person set for a DAG, apart from its file, and what its schedule passed over. */
import type { Database } from "better-sqlite3";
import { ScheduleTrace } from "../../shared/contract/schedules.ts";
import type { NewScheduleTrace, Store } from "../ports/store.ts";
import type { RunType } from "../../shared/model/states.ts";

interface Row {
  schedule_on: number;
  on_since: number;
  handled_to: number | null;
}

const keptTraces = 1_000;

export function prepareDagSettings(database: Database): Store["dagSettings"] {
  const one = database.prepare<[string], Row>("select schedule_on, on_since, handled_to from dag_setting where dag_id = ?");
  const set = database.prepare(
    `insert into dag_setting (dag_id, schedule_on, on_since, handled_to) values (?, ?, ?, ?)
     on conflict (dag_id) do update set schedule_on = excluded.schedule_on, on_since = excluded.on_since, handled_to = excluded.handled_to`,
  );
  const handled = database.prepare("update dag_setting set handled_to = ? where dag_id = ?");
  const on = database.prepare<[], { dag_id: string }>("select dag_id from dag_setting where schedule_on = 1 order by dag_id");
  const last = database.prepare<[string], { at: number | null }>("select max(logical_date) as at from dag_run where dag_id = ? and run_type = 'scheduled'");
  const unfinished = database.prepare<[string], { runId: string; runType: RunType; logicalDate: number | null }>(
    "select run_id as runId, run_type as runType, logical_date as logicalDate from dag_run indexed by dag_run_active where state in ('queued', 'running') and dag_id = ? and run_type not in ('try', 'backfill') order by id",
  );
  // A run by hand that was given no date has the moment at which it was made.
  const dates = database.prepare<[string, number, number], { at: number }>(
    `select distinct logical_date as at from dag_run indexed by dag_run_by_date
     where dag_id = ? and run_type <> 'try' and coalesce(logical_date, queued_at) between ? and ? and logical_date is not null and logical_date <> queued_at and run_type in ('manual', 'backfill') and selection is null order by at`,
  );
  const paused = database.prepare<[], { value: string }>("select value from meta where key = 'schedules_paused'");
  const pause = database.prepare("insert into meta (key, value) values ('schedules_paused', ?) on conflict (key) do update set value = excluded.value");
  const goOn = database.prepare("delete from meta where key = 'schedules_paused'");
  return {
    pausedSince: () => {
      const row = paused.get();
      return row === undefined ? null : Number(row.value);
    },
    setPaused: (since) => void (since === null ? goOn.run() : pause.run(String(since))),
    get: (dagId) => {
      const row = one.get(dagId);
      return row ? { scheduleOn: row.schedule_on === 1, onSince: row.on_since, handledTo: row.handled_to } : null;
    },
    setSchedule: (dagId, { scheduleOn, onSince, handledTo }) => void set.run(dagId, Number(scheduleOn), onSince, handledTo),
    setHandled: (dagId, to) => void handled.run(to, dagId),
    listOn: () => on.all().map((row) => row.dag_id),
    lastScheduled: (dagId) => last.get(dagId)?.at ?? null,
    datesWithRuns: (dagId, from, to) => dates.all(dagId, from, to).map(({ at }) => at),
    unfinished: (dagId) => unfinished.all(dagId),
    ...prepareTraces(database),
  };
}

function prepareTraces(database: Database): Pick<Store["dagSettings"], "addTrace" | "traces"> {
  const columns = "id, dag_id as dagId, kind, first_at as firstAt, last_at as lastAt, count, noticed_at as noticedAt, reason";
  const newest = database.prepare<[string], ScheduleTrace>(`select ${columns} from schedule_trace where dag_id = ? order by id desc limit 1`);
  const lengthen = database.prepare("update schedule_trace set last_at = max(last_at, ?), count = count + ?, noticed_at = ? where id = ?");
  const add = database.prepare("insert into schedule_trace (dag_id, kind, first_at, last_at, count, noticed_at, reason) values (?, ?, ?, ?, ?, ?, ?)");
  const trim = database.prepare("delete from schedule_trace where dag_id = ? and id <= (select id from schedule_trace where dag_id = ? order by id desc limit 1 offset ?)");
  const list = database.prepare<[string | null, string | null, number], ScheduleTrace>(`select ${columns} from schedule_trace where ? is null or dag_id = ? order by id desc limit ?`);
  return {
    addTrace: ({ dagId, kind, firstAt, lastAt, count, noticedAt, reason }: NewScheduleTrace) => {
      const before = newest.get(dagId);
      if (before?.kind === kind && before.reason === reason && kind !== "cancelled") return void lengthen.run(lastAt, count, noticedAt, before.id);
      add.run(dagId, kind, firstAt, lastAt, count, noticedAt, reason);
      trim.run(dagId, dagId, keptTraces);
    },
    traces: ({ dagId = null, limit }) => list.all(dagId, dagId, limit).map((row) => ScheduleTrace.parse(row)),
  };
}
