/**
 * When things happened, over many tries or many runs at once: dag_run by its indexes over times, attempt, task_instance. What a person only
 * tried is in none of it. No question here looks at more rows than its bound says.
 */
import type { Database } from "better-sqlite3";
import type { RunTimes, TryTimes } from "../../shared/contract/time.ts";
import type { RunState, RunType } from "../../shared/model/states.ts";
import type { Store, TimesOfDag } from "../ports/store.ts";
import { prepareRunWindow, runColumns } from "./run-window.ts";

export function prepareTimes(database: Database): Store["times"] {
  return { ...prepareRunTries(database), ...prepareDays(database), ...prepareTaskTimes(database), ...prepareRunWindow(database) };
}

function prepareRunTries(database: Database): Pick<Store["times"], "triesOf"> {
  const tries = database.prepare<[number], TryTimes>(
    `select task_id as taskId, attempt.try_number as tryNumber, attempt.state, attempt.queued_at as queuedAt, attempt.started_at as startedAt, attempt.ended_at as endedAt, attempt.reason
       from attempt join task_instance using (run, task) where run = ? order by task, attempt.try_number`,
  );
  return { triesOf: (run) => tries.all(run) };
}

/** Each count and each duration is read from the index dag_run_by_dag_state alone. */
function prepareDays(database: Database): Pick<Store["times"], "has" | "count" | "durations" | "runsOf"> {
  const ofState = "from dag_run indexed by dag_run_by_dag_state where dag_id = ? and state = ? and run_type = ? and queued_at >= ? and queued_at < ?";
  const counted = database.prepare<[string, RunState, RunType, number, number], number>(`select count(*) ${ofState}`).pluck();
  const any = database.prepare<[string, RunState, RunType, number, number], number>(`select 1 ${ofState} limit 1`).pluck();
  const durations = database
    .prepare<[string, RunState, RunType, number, number, number], [number, number | null, number | null]>(`select queued_at, ended_at - started_at, case when run_type = 'scheduled' then ended_at - data_interval_end end ${ofState} and id % ? = 0`)
    .raw();
  const newest = database.prepare<[string, number, number, number], RunTimes>(`select ${runColumns} from dag_run where dag_id = ? and queued_at >= ? and queued_at < ? and run_type <> 'try' order by queued_at desc, id desc limit ?`);
  return {
    has: ({ dagId, from, to }, state, type) => any.get(dagId, state, type, from, to) !== undefined,
    count: ({ dagId, from, to }, state, type) => counted.get(dagId, state, type, from, to) ?? 0,
    durations: ({ dagId, from, to }, type, everyNth) => durations.all(dagId, "success", type, from, to, everyNth).map(([queuedAt, spentMs, landingMs]) => ({ queuedAt, spentMs, landingMs })),
    runsOf: ({ dagId, from, to }: TimesOfDag, limit) => newest.all(dagId, from, to, limit),
  };
}

function prepareTaskTimes(database: Database): Pick<Store["times"], "taskDurations"> {
  const spent = database.prepare<[number], [string, number | null]>("select task_id, case when state = 'success' then ended_at - started_at end from task_instance where run = ? and map_of is null order by task").raw();
  return { taskDurations: (run) => spent.all(run).map(([taskId, spentMs]) => ({ taskId, spentMs })) };
}
