/** An archived run as one line of JSON with the columns of its Parquet file, and back. Pure. Instants are ISO texts there, so that the file's columns are timestamps. */
import { type ArchivedAct, ArchivedRun, type ArchivedTask, type ArchivedTry } from "../contract/archive.ts";

type Plain = Readonly<Record<string, unknown>>;

export function archiveLine(run: ArchivedRun): string {
  return JSON.stringify({
    ...{ run_number: run.number, dag_id: run.dagId, run_id: run.runId, state: run.state, run_type: run.runType },
    ...{ logical_date: iso(run.logicalDate), data_interval_start: iso(run.dataIntervalStart), data_interval_end: iso(run.dataIntervalEnd) },
    ...{ queued_at: iso(run.queuedAt), started_at: iso(run.startedAt), ended_at: iso(run.endedAt), reason: run.reason },
    ...{ conf: run.conf, params: run.params, dag_hash: run.dagHash, dag_file: run.dagFile, search_keys: run.searchKeys },
    tasks: run.tasks.map(lineOfTask),
    acts: run.acts.map(({ at, by, act, taskId, reason }) => ({ at: iso(at), by, act, task_id: taskId, reason })),
  });
}

function lineOfTask({ taskId, mapIndex, state, tryNumber, queuedAt, startedAt, endedAt, reason, tries }: ArchivedTask): Plain {
  return { task_id: taskId, map_index: mapIndex, state, try_number: tryNumber, queued_at: iso(queuedAt), started_at: iso(startedAt), ended_at: iso(endedAt), reason, tries: tries.map(lineOfTry) };
}

function lineOfTry(one: ArchivedTry): Plain {
  return {
    ...{ try_number: one.tryNumber, state: one.state, queued_at: iso(one.queuedAt), started_at: iso(one.startedAt), ended_at: iso(one.endedAt) },
    ...{ exit_code: one.exitCode, signal: one.signal, reason: one.reason, table_name: one.table, rows_loaded: one.rowsLoaded },
    ...{ log_bytes: one.logBytes, cpu_ms: one.cpuMs, peak_rss_bytes: one.peakRssBytes },
  };
}

/** Instants as DuckDB writes them: `2026-01-01 00:00:00.5+00`. Throws where it is no such run. */
export function parseArchiveLine(line: string): ArchivedRun {
  // Judged as a whole below.
  const { run_number: number, dag_id: dagId, run_id: runId, run_type: runType, dag_hash: dagHash, dag_file: dagFile, search_keys: searchKeys, ...rest } = JSON.parse(line) as Plain;
  return ArchivedRun.parse({
    ...{ ...rest, number, dagId, runId, runType, dagHash, dagFile, searchKeys },
    ...{ logicalDate: instant(rest["logical_date"]), dataIntervalStart: instant(rest["data_interval_start"]), dataIntervalEnd: instant(rest["data_interval_end"]) },
    ...{ queuedAt: instant(rest["queued_at"]), startedAt: instant(rest["started_at"]), endedAt: instant(rest["ended_at"]) },
    tasks: listOf(rest["tasks"]).map((task) => ({ ...times(task), taskId: task["task_id"], mapIndex: task["map_index"], state: task["state"], tryNumber: task["try_number"], reason: task["reason"], tries: listOf(task["tries"]).map(tryOf) })),
    acts: listOf(rest["acts"]).map((act) => ({ at: instant(act["at"]), by: act["by"], act: act["act"], taskId: act["task_id"], reason: act["reason"] }) satisfies Record<keyof ArchivedAct, unknown>),
  });
}

function tryOf(one: Plain): Record<keyof ArchivedTry, unknown> {
  return {
    ...{ ...times(one), tryNumber: one["try_number"], state: one["state"], exitCode: one["exit_code"], signal: one["signal"], reason: one["reason"], table: one["table_name"] },
    ...{ rowsLoaded: one["rows_loaded"], logBytes: one["log_bytes"], cpuMs: one["cpu_ms"], peakRssBytes: one["peak_rss_bytes"] },
  };
}

function times(of: Plain): { queuedAt: number | null; startedAt: number | null; endedAt: number | null } {
  return { queuedAt: instant(of["queued_at"]), startedAt: instant(of["started_at"]), endedAt: instant(of["ended_at"]) };
}

const listOf = (value: unknown): readonly Plain[] => (Array.isArray(value) ? value : []) as readonly Plain[];
const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function instant(text: unknown): number | null {
  if (typeof text !== "string") return null;
  return Date.parse(text.replace(" ", "T").replace(/\+00$/, "Z"));
}
