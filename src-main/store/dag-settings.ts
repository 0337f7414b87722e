/** Table dag_setting: what a person set for a DAG, apart from its file. */
import type { Database } from "better-sqlite3";
import type { Store } from "../ports/store.ts";

interface Row {
  schedule_on: number;
  on_since: number;
}

export function prepareDagSettings(database: Database): Store["dagSettings"] {
  const one = database.prepare<[string], Row>("select schedule_on, on_since from dag_setting where dag_id = ?");
  const set = database.prepare(
    `insert into dag_setting (dag_id, schedule_on, on_since) values (?, ?, ?)
     on conflict (dag_id) do update set schedule_on = excluded.schedule_on, on_since = excluded.on_since`,
  );
  const on = database.prepare<[], { dag_id: string }>("select dag_id from dag_setting where schedule_on = 1 order by dag_id");
  const last = database.prepare<[string], { at: number | null }>("select max(logical_date) as at from dag_run where dag_id = ? and run_type = 'scheduled'");
  return {
    get: (dagId) => {
      const row = one.get(dagId);
      return row ? { scheduleOn: row.schedule_on === 1, onSince: row.on_since } : null;
    },
    setSchedule: (dagId, on, at) => void set.run(dagId, Number(on), at),
    listOn: () => on.all().map((row) => row.dag_id),
    lastScheduled: (dagId) => last.get(dagId)?.at ?? null,
  };
}
