/** Which key was meant: a slip of the finger, or the word that another tool has for the same thing. */
import { nearest } from "./did-you-mean.ts";

/** Words of Airflow, dbt, Prefect, GitHub Actions and of this format's own other places. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  config_type: ["type", "kind", "operator", "task_type"],
  deps: ["depends_on", "dependencies", "depends", "needs", "upstream", "after", "requires"],
  schedule: ["schedule_interval", "cron", "interval", "timetable"],
  dag: ["dag_id", "id", "name"],
  defaults: ["default_args", "defaultargs", "task_defaults"],
  doc: ["description", "doc_md", "docs", "comment"],
  env: ["environment", "envs", "variables"],
  cwd: ["workdir", "working_dir", "working_directory"],
  bash: ["bash_command", "command", "cmd", "run", "shell"],
  sql: ["query", "statement"],
  python: ["python_callable", "callable", "script"],
  file: ["path", "script"],
  checks: ["tests", "asserts"],
  timeout: ["execution_timeout", "timeout_seconds"],
  dagrun_timeout: ["run_timeout", "dag_timeout", "dag_run_timeout", "max_run_time"],
  deadlines: ["deadline", "sla", "slas", "deadline_alerts"],
  on_deadline: ["sla_miss_callback", "on_sla_miss", "on_miss", "callback"],
  no_success_by: ["no_success"],
  at: ["fixed_datetime", "datetime"],
  on_failure: ["on_failure_callback", "email_on_failure"],
  on_success: ["on_success_callback"],
  on_retry: ["on_retry_callback", "email_on_retry"],
  on_skipped: ["on_skipped_callback"],
  trigger_dag: ["trigger_dag_id", "dag", "dag_id"],
  dag_run: ["external_dag_id", "external_dag", "dag", "dag_id"],
  expand: ["expand_kwargs", "map", "for_each", "foreach", "with_items"],
  retries: ["retry", "max_retries", "attempts"],
  connection: ["conn_id", "connection_id", "conn", "database"],
  timezone: ["tz", "time_zone"],
  catchup: ["catch_up", "backfill"],
  historical_drop: ["historical", "initial_load", "full_load_first"],
  overlap: ["overlap_policy", "on_overlap", "concurrency_policy"],
  max_active_runs: ["max_runs"],
  max_active_tasks: ["concurrency", "max_tasks"],
  max_active_tis_per_dag: ["task_concurrency"],
  priority_weight: ["priority", "weight"],
  pool_slots: ["slots"],
  min: ["minimum", "at_least", "gte"],
  max: ["maximum", "at_most", "lte"],
  minimum: ["min", "ge"],
  maximum: ["max", "le"],
};

export function meantKey(written: string, known: Iterable<string>): string | null {
  const keys = [...known];
  const word = written.toLowerCase().replaceAll("-", "_");
  return keys.find((key) => otherWords[key]?.includes(word)) ?? (written.length > 100 ? null : nearest(written, keys));
}

/** Words in the names of Airflow's operators, or that a person writes for a kind; the first that fits counts. */
const kindWords: readonly (readonly [RegExp, string])[] = [
  [/sensor/i, "SensorTask"],
  [/branch/i, "BranchTask"],
  [/short_?circuit/i, "ShortCircuitTask"],
  [/trigger/i, "TriggerDagTask"],
  [/http/i, "HttpTask"],
  [/mail|smtp|slack|notif/i, "NotifyTask"],
  [/empty|dummy|noop/i, "EmptyTask"],
  [/bash|shell/i, "BashTask"],
  [/python/i, "PythonTask"],
  [/sql|postgres|duckdb/i, "SqlTask"],
];

/** The kind that does what `BashOperator` and the like do elsewhere. */
export function meantKind(written: string): string | null {
  return written.length > 100 ? null : (kindWords.find(([word]) => word.test(written))?.[1] ?? null);
}

/** Among the keys that were written, the one that was meant to be `wanted`. */
export function writtenFor(wanted: string, written: Iterable<string>): string | null {
  const keys = [...written].filter((key) => key !== wanted);
  return keys.find((key) => meantKey(key, [wanted]) === wanted) ?? null;
}
