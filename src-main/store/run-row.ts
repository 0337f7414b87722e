/** A row of table dag_run, and what it says. */
import type { RunAgain } from "../../shared/model/run.ts";
import type { StartedBy } from "../../shared/model/trigger.ts";
import type { RunState, RunType } from "../../shared/model/states.ts";
import type { RunRow } from "../ports/store.ts";
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
  again: string | null;
  backfill: number | null;
  started_by: string | null;
  by_try: number | null;
  event: string | null;
  missed_deadlines: number;
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
    ...(row.again === null ? {} : { again: fromJson<RunAgain>(row.again) }),
    ...(row.backfill === null ? {} : { backfill: row.backfill }),
    ...(row.started_by === null ? {} : { startedBy: fromJson<StartedBy>(row.started_by) }),
    ...(row.event === null ? {} : { event: row.event }),
    ...(row.missed_deadlines === 0 ? {} : { missedDeadlines: row.missed_deadlines }),
    record: { state: row.state, startedAt: row.started_at, endedAt: row.ended_at, reason: row.reason, cancelling: row.cancelling === 1 },
  };
}
