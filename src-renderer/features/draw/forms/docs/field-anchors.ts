/** Which section of docs/dag-file.md says more about a field. Pure; a test holds it against that page. */
const ofTask: Readonly<Record<string, string>> = {
  sql: "sqltask",
  ddl: "sqltask",
  load: "sqltask",
  connection: "sqltask",
  checks: "checks",
  python: "pythontask",
  bash: "bashtask-and-emptytask",
  channel: "notifytask-and-messages",
  subject: "notifytask-and-messages",
  message: "notifytask-and-messages",
  on_failure: "notifytask-and-messages",
  on_success: "notifytask-and-messages",
  on_retry: "notifytask-and-messages",
  on_skipped: "notifytask-and-messages",
  on_deadline: "deadlines-and-timeouts",
  deadlines: "deadlines-and-timeouts",
  url: "httptask",
  method: "httptask",
  headers: "httptask",
  query: "httptask",
  body: "httptask",
  json: "httptask",
  expected_status: "httptask",
  response_check: "httptask",
  max_redirects: "httptask",
  ...Object.fromEntries(["file", "time", "http", "dag_run", "poke_interval", "exponential_backoff", "max_wait", "soft_fail"].map((key) => [key, "sensortask"])),
  ...Object.fromEntries(["trigger_dag", "trigger_run_id", "conf", "logical_date", "wait_for_completion", "allowed_states", "failed_states", "reset_dag_run", "skip_when_already_exists"].map((key) => [key, "triggerdagtask"])),
  branches: "branchtask-and-shortcircuittask",
  otherwise: "branchtask-and-shortcircuittask",
  condition: "branchtask-and-shortcircuittask",
  ignore_downstream_trigger_rules: "branchtask-and-shortcircuittask",
  group: "groups-and-the-drawing",
  outlets: "assets-runs-when-tables-were-loaded",
};

const ofDag: Readonly<Record<string, string>> = { on_failure: "notifytask-and-messages", on_success: "notifytask-and-messages", on_retry: "notifytask-and-messages", on_skipped: "notifytask-and-messages", on_deadline: "deadlines-and-timeouts", deadlines: "deadlines-and-timeouts", dagrun_timeout: "deadlines-and-timeouts", task_groups: "groups-and-the-drawing", queue: "a-queue-of-events" };

/** `key` is that of the form: what lies below it is told in the same section. */
export function anchorFor(subject: "dag" | "task", key: string): string {
  return subject === "dag" ? (ofDag[key] ?? "the-dag") : (ofTask[key] ?? "every-task");
}
