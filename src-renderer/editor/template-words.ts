/** The words that a template may use, as docs/dag-file.md lists them. */
import { mapWords, templateFilters, templateMembers } from "../../shared/dag-file/template-vocabulary.ts";
import { t } from "../strings/t.ts";
import type { Proposal } from "./editor-parts.ts";

const words: readonly (readonly [word: string, doc: string])[] = [
  ["ds", t("Logical date in UTC: 2026-01-31")],
  ["ds_nodash", t("Logical date in UTC: 20260131")],
  ["ts", t("Logical date with time: 2026-01-31T06:00:00+00:00")],
  ["ts_nodash", t("Logical date with time: 20260131T060000")],
  ["logical_date", t("Instant of the logical date")],
  ["data_interval_start", t("Start of the interval that the run covers")],
  ["data_interval_end", t("End of the interval that the run covers")],
  ["params", t("Values of the run, by name")],
  ["conf", t("Values given to this run, by name")],
  ["var", t("Variables of dagwright.json, by name")],
  ["secret", t("Secrets of dagwright.json; use them in `env`")],
  ["xcom", t("What earlier tasks pushed: xcom.task.key")],
  ["xcom_pull", t("What an earlier task pushed: xcom_pull('task', 'key')")],
  ["run_id", t("Id of the run")],
  ["dag_run", t("The run: dag_run.run_type, dag_run.conf")],
  ["triggering_asset_events", t("The loads that called for the run, by asset: lists, the oldest first")],
  ["dag", t("The DAG: dag.dag_id, dag.owner")],
  ["task", t("The task: task.task_id")],
  ["try_number", t("Number of the try, from 1")],
  ["attempt_id", t("Id of the try")],
  ["prep_schema", t("Schema where tables are built and checked")],
  ["final_schema", t("Schema where checked tables are published")],
  ["this", t("The table under audit, in checks")],
];

export interface TemplateNames {
  readonly params: readonly string[];
  readonly tasks: readonly string[];
}

/**
 * What fits behind `before`, the text of the file up to the cursor; null outside of templates. Pure.
 */
export function proposeTemplateWords(before: string, names: TemplateNames): Proposal[] | null {
  const inside = insideTemplate(before);
  if (inside === null) return null;
  const path = /(?:^|[^\w.])((?:\w+\.)+)\w*$/.exec(inside)?.[1]?.slice(0, -1);
  if (path === undefined) return /\|\s*\w*$/.test(inside) ? filters() : words.map(([label, doc]) => ({ label, kind: "template", detail: doc }));
  const known: Readonly<Record<string, readonly string[]>> = { ...templateMembers, map: mapWords, params: names.params, conf: names.params, "dag_run.conf": names.params, xcom: names.tasks };
  return (known[path] ?? []).map((label) => ({ label, kind: path === "xcom" ? "task" : "template" }));
}

function filters(): Proposal[] {
  return templateFilters.map((label) => ({ label, kind: "function", detail: "filter" }));
}

/** The template's own text up to the cursor: behind the last `{{` or `{%` that nothing closes. */
function insideTemplate(before: string): string | null {
  const near = before.slice(-2_000);
  const open = Math.max(near.lastIndexOf("{{"), near.lastIndexOf("{%"));
  if (open < 0) return null;
  const inside = near.slice(open + 2);
  return /[%}]\}/.test(inside) ? null : inside;
}
