/** Tables attempt and attempt_detail: every try, from its committed intent to its outcome. */
import type { Database } from "better-sqlite3";
import type { Attempt, AttemptProcess, AttemptState, CheckResult, RenderedField } from "../../shared/model/run.ts";
import type { Store, TryKey } from "../ports/store.ts";
import { prepareAttemptRows, prepareStartRows } from "./attempt-rows.ts";
import type { Gathering } from "./gathering.ts";
import { fromJsonOr } from "./json.ts";
import { processOf, type ProcessTexts } from "./process-texts.ts";

interface Row {
  run: number;
  task: number;
  task_id: string;
  try_number: number;
  state: AttemptState;
  pid: number | null;
  queued_at: number;
  started_at: number | null;
  ended_at: number | null;
  exit_code: number | null;
  signal: string | null;
  reason: string | null;
  table_name: string | null;
  rows_loaded: number | null;
  log_bytes: number | null;
  log_dropped: number | null;
  cpu_ms: number | null;
  peak_rss: number | null;
  rendered: string | null;
  checks: string | null;
  /** Of the process itself, or where its text is shared, of the task's name in it. */
  process: string | null;
  process_text: string | null;
}

interface OpenRow {
  run: number;
  task: number;
  try_number: number;
  state: "starting" | "running";
  pid: number | null;
  started_at: number | null;
}

export function prepareAttempts(database: Database, storeId: string, texts: ProcessTexts, gathering: Gathering): Store["attempts"] {
  const rows = prepareAttemptRows(database, gathering);
  const saveStart = prepareStartRows(database, gathering);
  const checks = prepareDetail(database, "checks");
  const ofTask = database.prepare<[number, number], Row>(
    `select attempt.*, task_instance.task_id, rendered, checks, process, attempt_process.text as process_text from attempt join task_instance using (run, task)
       left join attempt_detail using (run, task, try_number) left join attempt_process on attempt_process.run = attempt.run and attempt_process.id = process_id
     where attempt.run = ? and task = ? order by try_number`,
  );
  const open = database.prepare<[], OpenRow>(
    `select run, task, attempt.try_number, attempt.state, pid, attempt.started_at from attempt join task_instance using (run, task)
     where attempt.state in ('starting', 'running') and task_instance.state <> 'deferred'`,
  );
  const published = database.prepare<[number, number, number], { table: string; rows: number | null }>("select table_name as \"table\", rows_loaded as rows from attempt where run = ? and task = ? and try_number = ? and table_name is not null");
  const loaded = database.prepare<[number, number, number], Pick<Row, "rows_loaded">>("select rows_loaded from attempt where run = ? and task = ? and try_number = ?");
  return {
    begin: rows.begin,
    started: rows.started,
    end: (key, end) => {
      rows.end(key, end);
      if (end.checks.length > 0) checks(key, JSON.stringify(end.checks));
    },
    saveStart: (key, { rendered, process }) => {
      const kept = process === null ? null : texts.keep(key.run, { attemptId: attemptIdOf(storeId, key), tryNumber: key.tryNumber }, process);
      saveStart({ key, rendered: rendered.length === 0 ? null : JSON.stringify(rendered), process: kept?.task ?? null, processId: kept?.id ?? null });
    },
    listOf: (run, task) => ofTask.all(run, task).map((row) => toAttempt(row, storeId)),
    rowsLoaded: (key) => loaded.get(...keyOf(key))?.rows_loaded ?? null,
    published: (key) => published.get(...keyOf(key)) ?? null,
    listOpen: () => open.all().map(toOpen),
  };
}

function prepareDetail(database: Database, column: "checks"): (key: TryKey, json: string) => void {
  const upsert = database.prepare(
    `insert into attempt_detail (run, task, try_number, ${column}) values (?, ?, ?, ?)
     on conflict (run, task, try_number) do update set ${column} = excluded.${column}`,
  );
  return (key, json) => void upsert.run(...keyOf(key), json);
}

const keyOf = (key: TryKey): [number, number, number] => [key.run, key.task, key.tryNumber];

function toOpen(row: OpenRow): ReturnType<Store["attempts"]["listOpen"]>[number] {
  return { run: row.run, task: row.task, tryNumber: row.try_number, state: row.state, pid: row.pid, startedAt: row.started_at };
}

const attemptIdOf = (storeId: string, { run, task, tryNumber }: TryKey): string => `${storeId}.${run}.${task}.${tryNumber}`;

function toAttempt(row: Row, storeId: string): Attempt {
  const attemptId = attemptIdOf(storeId, { run: row.run, task: row.task, tryNumber: row.try_number });
  return {
    attemptId,
    taskId: row.task_id,
    tryNumber: row.try_number,
    state: row.state,
    pid: row.pid,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    exitCode: row.exit_code,
    signal: row.signal,
    reason: row.reason,
    rendered: fromJsonOr<RenderedField[]>(row.rendered, []),
    checks: fromJsonOr<CheckResult[]>(row.checks, []),
    table: row.table_name,
    rowsLoaded: row.rows_loaded,
    logBytes: row.log_bytes,
    logDroppedBytes: row.log_dropped,
    cpuMs: row.cpu_ms,
    peakRssBytes: row.peak_rss,
    process: row.process_text === null ? fromJsonOr<AttemptProcess | null>(row.process, null) : processOf(row.process_text, row.process, { attemptId, tryNumber: row.try_number }),
  };
}
