/** What comparing runs asks of the tables: the facts of all tasks of a run in one go, and the last run that was good. */
import { hash } from "node:crypto";
import type { Database } from "better-sqlite3";
import type { CheckResult, RenderedField } from "../../shared/model/run.ts";
import { longestRendered, type TaskFacts } from "../../shared/run-view/run-side.ts";
import type { RunRow, Store } from "../ports/store.ts";
import { fromJson } from "./json.ts";
import type { PackedTasks } from "./pack/packed-tasks.ts";
import { toRun, type RunTableRow } from "./run-row.ts";

interface FactRow {
  task: number;
  task_id: string;
  try_number: number;
  exit_code: number | null;
  table_name: string | null;
  cpu_ms: number | null;
  peak_rss: number | null;
  log_bytes: number | null;
}

interface TextRow {
  task: number;
  try_number: number;
  /** Bytes of it, and itself where it is short. */
  rendered_size: number | null;
  rendered: string | null;
  checks: string | null;
}

interface XComRow {
  task_id: string;
  key: string;
  value: string;
}

interface RenderedRow {
  task_id: string;
  rendered: string;
}

/** Beyond so many runs back a task's last good run is no use any more. */
const mostRunsBack = 2000;

export function prepareComparing(database: Database, packed: PackedTasks): Store["comparing"] {
  const ofRun = database.prepare<[number], FactRow>(
    "select task, task_id, try_number, exit_code, table_name, cpu_ms, peak_rss, log_bytes from task_instance left join attempt using (run, task, try_number) where run = ? and map_of is null order by task",
  );
  // Read through once: to look each of thousands up by its key takes five times as long.
  const texts = database.prepare<[number], TextRow>(
    `select task, try_number, octet_length(rendered) as rendered_size, case when octet_length(rendered) <= ${longestRendered} then rendered end as rendered, checks
     from attempt_detail where run = ?`,
  );
  const long = database.prepare<[number], RenderedRow>(
    `select task_id, rendered from task_instance join attempt_detail using (run, task, try_number) where run = ? and octet_length(rendered) > ${longestRendered}`,
  );
  const xcoms = database.prepare<[number], XComRow>("select task_id, key, value from xcom join task_instance using (run, task) where run = ? order by task, key");
  const rendered = database.prepare<[number, string], RenderedRow>(
    `select task_id, rendered from task_instance join attempt_detail using (run, task, try_number)
     where run = ? and task_id in (select value from json_each(?)) and rendered is not null order by task`,
  );
  const good = database.prepare<unknown[], RunTableRow>(
    `select * from dag_run indexed by dag_run_good where dag_id = ? and state = 'success' and run_type <> 'try' and selection is null
       and queued_at <= ? and (queued_at < ? or id < ?) order by queued_at desc, id desc limit 1`,
  );
  // Tasks keep their place from version to version as a rule; only where another stands there, all of the run's are looked through.
  const goodOf = database.prepare<unknown[], RunTableRow>(
    `select * from (select * from dag_run where dag_id = ? and run_type <> 'try' and queued_at <= ? and (queued_at < ? or id < ?)
                      order by queued_at desc, id desc limit ${mostRunsBack}) as r
     where case when (select task_id from task_instance where run = r.id and task = ?) = ?
       then (select state from task_instance where run = r.id and task = ?) = 'success'
       else exists (select 1 from task_instance where run = r.id and task_id = ? and state = 'success') end limit 1`,
  );
  const runsBack = database.prepare<[string, number, number, number], { id: number; queued_at: number; is_packed: number }>(
    `select id, queued_at, is_packed from dag_run where dag_id = ? and run_type <> 'try' and queued_at <= ? and (queued_at < ? or id < ?) order by queued_at desc, id desc limit ${mostRunsBack}`,
  );
  const byKey = database.prepare<[number], RunTableRow>("select * from dag_run where id = ?");
  /** The newest packed run in which the task went well, of those that are newer than `least`. */
  const goodPacked = ({ dagId, queuedAt, key }: RunRow, taskId: string, least: RunTableRow | undefined): RunTableRow | undefined => {
    for (const { id, queued_at, is_packed: isPacked } of runsBack.all(dagId, queuedAt, queuedAt, key)) {
      if (least !== undefined && (queued_at < least.queued_at || (queued_at === least.queued_at && id < least.id))) return undefined;
      if (isPacked === 1 && packed.of(id).some((task) => task.taskId === taskId && task.state === "success")) return byKey.get(id);
    }
    return undefined;
  };
  const found = (row: RunTableRow | undefined): RunRow | null => (row ? toRun(row) : null);
  return {
    facts: (run) => {
      const found = new Map(texts.all(run).map((row) => [keyOf(row), row]));
      // Row by row, so that no more than one long text is held.
      const hashes = new Map<string, string>();
      if ([...found.values()].some((row) => (row.rendered_size ?? 0) > longestRendered)) for (const row of long.iterate(run)) hashes.set(row.task_id, digest(row.rendered));
      const values = xcomsByTask(xcoms.all(run));
      return ofRun.all(run).map((row) => toFacts(row, { text: found.get(keyOf(row)), hash: hashes.get(row.task_id) ?? "", xcoms: values.get(row.task_id) ?? [] }));
    },
    rendered: (run, taskIds) => rendered.all(run, JSON.stringify(taskIds)).map((row) => ({ taskId: row.task_id, fields: fromJson<RenderedField[]>(row.rendered) })),
    lastGood: ({ dagId, queuedAt, key }) => found(good.get(dagId, queuedAt, queuedAt, key)),
    lastGoodOf: (run, { id, index }) => {
      const inRows = goodOf.get(run.dagId, run.queuedAt, run.queuedAt, run.key, index, id, index, id);
      return found(goodPacked(run, id, inRows) ?? inRows);
    },
  };
}

/** Tries of a task are far fewer. */
const mostTries = 1_000_000;

const keyOf = (row: { readonly task: number; readonly try_number: number }): number => row.task * mostTries + row.try_number;

function toFacts(row: FactRow, { text, hash: long, xcoms }: { readonly text: TextRow | undefined; readonly hash: string; readonly xcoms: TaskFacts["xcoms"] }): TaskFacts {
  return {
    taskId: row.task_id,
    exitCode: row.exit_code,
    table: row.table_name,
    cpuMs: row.cpu_ms,
    peakRssBytes: row.peak_rss,
    logBytes: row.log_bytes,
    rendered: text === undefined || text.rendered_size === null ? null : text.rendered === null ? { hash: long } : { json: text.rendered },
    checks: text?.checks == null ? [] : fromJson<CheckResult[]>(text.checks).map(({ name, severity, outcome, failingCount }) => ({ name, severity, outcome, failingCount })),
    xcoms,
  };
}

function xcomsByTask(rows: readonly XComRow[]): Map<string, TaskFacts["xcoms"]> {
  const byTask = new Map<string, TaskFacts["xcoms"]>();
  for (const { task_id: taskId, key, value } of rows) {
    const known = byTask.get(taskId);
    if (known === undefined) byTask.set(taskId, [{ key, hash: digest(value) }]);
    else known.push({ key, hash: digest(value) });
  }
  return byTask;
}

function digest(text: string): string {
  return hash("sha1", text, "base64");
}
