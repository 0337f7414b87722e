/** The order in which a form shows its fields. Only an order: a field that is named nowhere stands under "More". Pure. */
import { t } from "../../../strings/t.ts";
import type { FieldDescriptor } from "./field-control.ts";

export interface FormSection {
  readonly title: string;
  readonly fields: readonly FieldDescriptor[];
}

type Order = Readonly<Record<string, readonly string[]>>;

export const taskOrder: Order = {
  [t("What it runs")]: ["sql", "branches", "otherwise", "condition", "python", "bash", "ignore_downstream_trigger_rules", "url", "method", "headers", "query", "body", "json", "expected_status", "response_check", "max_redirects", "channel", "subject", "message", "file", "time", "http", "dag_run", "trigger_dag", "conf", "trigger_run_id", "logical_date", "wait_for_completion", "allowed_states", "failed_states", "reset_dag_run", "skip_when_already_exists", "connection", "poke_interval", "exponential_backoff", "max_wait", "soft_fail"],
  [t("Table and checks")]: ["ddl", "load", "checks", "outlets"],
  [t("Mapped over")]: ["expand", "map_index_template", "max_map_length"],
  [t("Dependencies")]: ["deps", "trigger_rule", "depends_on_past", "wait_for_downstream", "ignore_first_depends_on_past", "setup", "teardown", "on_failure_fail_dagrun", "group"],
  [t("Retries and time")]: ["enabled", "retries", "retry_delay", "retry_backoff", "retry_max_delay", "retry_exponential_backoff", "max_retry_delay", "timeout", "deadlines", "on_crash"],
  [t("Slots and order")]: ["pool", "pool_slots", "priority_weight", "weight_rule", "max_active_tis_per_dag", "max_active_tis_per_dagrun"],
  [t("Messages")]: ["on_failure", "on_success", "on_retry", "on_skipped", "on_deadline"],
  [t("Environment")]: ["env", "cwd"],
  [t("Description")]: ["doc"],
};

export const dagOrder: Order = {
  [t("About")]: ["dag", "owner", "doc", "tags"],
  [t("Schedule")]: ["schedule", "timezone", "start_date", "end_date", "catchup", "historical_drop", "max_active_runs", "max_active_tasks", "dagrun_timeout", "deadlines", "overlap", "latency_sensitive", "queue", "retention"],
  [t("Messages")]: ["on_failure", "on_success", "on_retry", "on_skipped", "on_deadline"],
  [t("Params and search")]: ["params", "search_keys"],
  [t("Tables and files")]: ["connection", "prep_schema", "final_schema", "base_path"],
  [t("Defaults of its tasks")]: ["defaults"],
};

export function sectionsOf(fields: readonly FieldDescriptor[], order: Order): FormSection[] {
  const named = new Set(Object.values(order).flat());
  const all: [string, readonly FieldDescriptor[]][] = [
    ...Object.entries(order).map(([title, keys]): [string, readonly FieldDescriptor[]] => [title, keys.flatMap((key) => fields.find((field) => field.key === key) ?? [])]),
    [t("More"), fields.filter((field) => !named.has(field.key))],
  ];
  return all.filter(([, inside]) => inside.length > 0).map(([title, inside]) => ({ title, fields: inside }));
}
