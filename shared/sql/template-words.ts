/** The words that templates of a task's SQL may use. A test of the engine compares them with what it hands to templates. */
import type { TemplateWord } from "./language.ts";

/** What differs from DAG to DAG. */
export interface TemplateSubjects {
  readonly params?: readonly string[];
  readonly tasks?: readonly string[];
  readonly vars?: readonly string[];
  readonly secrets?: readonly string[];
}

const standing: readonly (readonly [name: string, doc: string])[] = [
  ["ds", "The logical date, 2026-01-31."],
  ["ds_nodash", "The logical date, 20260131."],
  ["ts", "The logical date with its time, 2026-01-31T04:30:00+00:00."],
  ["ts_nodash", "The logical date with its time, 20260131T043000."],
  ["logical_date", "The instant that the run stands for."],
  ["data_interval_start", "Where the run's data begins."],
  ["data_interval_end", "Where the run's data ends."],
  ["final_schema", "The schema in which tables are published."],
  ["prep_schema", "The schema in which tables are built and checked."],
  ["this", "The table under audit, in checks and in the task's own SQL."],
  ["run_id", "Id of the run."],
  ["dag.dag_id", "Id of the DAG."],
  ["dag.owner", "Owner of the DAG."],
  ["dag_run.run_id", "Id of the run."],
  ["dag_run.run_type", "What started the run: manual, scheduled, asset_triggered, backfill."],
  ["dag_run.conf", "What the run was started with."],
  ["conf", "What the run was started with: `conf.key`."],
  ["params", "The DAG's params: `params.name`."],
  ["var.value", "Variables of the workspace: `var.value.name`."],
  ["var.json", "Variables of the workspace: `var.json.name`."],
  ["task.task_id", "Id of the task."],
  ["try_number", "Number of the try, from 1."],
  ["attempt_id", "Id of the try."],
  ["xcom", "What tasks pushed: `xcom.task` or `xcom.task.key`."],
  ["xcom_pull", "What a task pushed: `xcom_pull(task_ids='task', key='key')`."],
  ["triggering_asset_events", "The loads that called for the run, by asset: lists, the oldest first."],
];

export function templateWordsOf({ params = [], tasks = [], vars = [], secrets = [] }: TemplateSubjects): TemplateWord[] {
  return [
    ...standing.map(([name, doc]) => ({ name, doc })),
    ...params.map((name) => ({ name: reach("params", name), doc: "Param of the DAG." })),
    ...vars.map((name) => ({ name: reach("var", name), doc: "Variable of the workspace." })),
    ...secrets.map((name) => ({ name: reach("secret", name), doc: "Secret of the workspace; masked in logs." })),
    ...tasks.map((name) => ({ name: reach("xcom", name), doc: `What task \`${name}\` pushed.` })),
  ];
}

function reach(owner: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${owner}.${name}` : `${owner}["${name}"]`;
}
