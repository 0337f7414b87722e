/** How a key of the file reads as the label of a field. Pure. */
import { t } from "../../../strings/t.ts";

const words: Readonly<Record<string, string>> = {
  sql: "SQL",
  ddl: t("Table (DDL)"),
  dag: t("DAG id"),
  env: t("Environment variables"),
  cwd: t("Working folder"),
  deps: t("Runs after"),
  doc: t("Description"),
  venv: t("Virtual environment"),
  args: t("Arguments"),
  url: t("Address"),
  json: t("JSON body"),
  trigger_dag: t("DAG to start"),
  trigger_run_id: t("Run id"),
  reset_dag_run: t("Reset a run that exists"),
};

/** `retry_max_delay` → `Retry max delay`, `maxLength` → `Max length`. */
export function labelOf(key: string): string {
  const text = key.replaceAll("_", " ").replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words[key] ?? text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a try renders before it starts (services/attempt-plan.ts), and the keys that a run can be found by. */
export const templated: ReadonlySet<string> = new Set(["sql", "ddl", "bash", "python", "env", "checks", "search_keys", "subject", "message", "url", "headers", "query", "body", "json", "response_check", "file", "time", "dag_run", "http", "when", "condition", "trigger_dag", "trigger_run_id", "conf", "logical_date"]);
