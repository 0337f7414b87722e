/** Gives an accepted file its meaning: the model's Dag, with the file's `defaults` and the built-in ones applied. */
import { parseDuration } from "../base/duration.ts";
import type { Dag, Load, Task, TaskKind, TextSource } from "../model/dag.ts";
import { isSafeMethod } from "../model/http-request.ts";
import type { DeadlineRule } from "../model/deadline.ts";
import type { MessageSpecs } from "../model/message.ts";
import { builtIn, type DagForm, type TaskForm } from "./file-schema.ts";
import { httpBuiltIn } from "./http-schema.ts";
import { readOutlets } from "./read-assets.ts";
import { readChecks } from "./read-checks.ts";
import type { FieldPath } from "./field-path.ts";
import { readDeadlines } from "./read-deadlines.ts";
import { readMessages } from "./read-messages.ts";
import { readHttp } from "./read-http.ts";
import { readSensor } from "./read-sensor.ts";
import { readTrigger } from "./read-trigger.ts";
import { sensorBuiltIn } from "./sensor-schema.ts";
import { readQueue } from "./read-queue.ts";
import { checkRequired, readParams } from "./read-params.ts";
import { readExpand } from "./read-expand.ts";
import { checkDates, readDate, readSchedule } from "./read-schedule.ts";
import type { Report } from "./report.ts";
import { readSource } from "./text-source.ts";
import { pathInside } from "./workspace-path.ts";
import { child, nodeAt, textOf, textRecord, textsOf, type TreeNode } from "./yaml-tree.ts";

/** `form` has passed the schema, unknown keys apart; texts are taken from the tree, where they stand as written. */
export function toDag(form: DagForm, root: TreeNode, report: Report): Dag {
  const text = (key: string): string | null => textOf(child(root, key));
  const { schedule, assets, timezone } = readSchedule(root, report);
  const deadlinesOf = (path: FieldPath): { deadlines?: DeadlineRule[] } => {
    const deadlines = readDeadlines([...path, "deadlines"], { root, timezone, report });
    return deadlines === undefined ? {} : { deadlines };
  };
  const outletsOf = (id: string): { outlets?: string[] } => {
    const outlets = readOutlets(["tasks", id], { root, report });
    return outlets === undefined ? {} : { outlets };
  };
  const inherited = { messages: child(root, "defaults"), defaults: form.defaults ?? {}, env: textRecord(nodeAt(root, ["defaults", "env"])), cwd: textOf(nodeAt(root, ["defaults", "cwd"])), pool: textOf(nodeAt(root, ["defaults", "pool"])) };
  const queue = readQueue(root);
  const dag: Dag = {
    id: text("dag") ?? "",
    owner: text("owner"),
    doc: text("doc"),
    tags: textsOf(child(root, "tags")),
    schedule,
    ...(assets === null ? {} : { assets }),
    timezone,
    startDate: readDate(root, "start_date", report),
    endDate: readDate(root, "end_date", report),
    catchup: form.catchup ?? false,
    ...(form.historical_drop === true ? { historicalDrop: true } : {}),
    ...(form.latency_sensitive === true ? { latencySensitive: true } : {}),
    ...(form.max_active_tasks === undefined ? {} : { maxActiveTasks: form.max_active_tasks }),
    ...(form.overlap === undefined ? {} : { overlap: form.overlap }),
    ...(form.dagrun_timeout === undefined ? {} : { dagrunTimeoutMs: parseDuration(form.dagrun_timeout) ?? 0 }),
    ...(form.retention === undefined ? {} : { retention: { maxAgeMs: form.retention.max_age === undefined ? null : parseDuration(form.retention.max_age), maxRuns: form.retention.max_runs ?? null } }),
    maxActiveRuns: form.max_active_runs ?? builtIn.max_active_runs,
    prepSchema: text("prep_schema") ?? builtIn.prep_schema,
    finalSchema: text("final_schema") ?? builtIn.final_schema,
    basePath: pathInside("", text("base_path") ?? "") ?? "",
    connection: text("connection"),
    params: readParams(root, report),
    ...(queue === undefined ? {} : { queue }),
    searchKeys: textRecord(child(root, "search_keys")),
    ...messagesOf(readMessages(root)),
    ...deadlinesOf([]),
    tasks: Object.entries(form.tasks).map(([id, task]) => ({ ...toTask(id, task, nodeAt(root, ["tasks", id]), inherited), ...deadlinesOf(["tasks", id]), ...outletsOf(id) })),
  };
  checkDates(root, dag, report);
  checkRequired(root, dag, report);
  return dag;
}

interface Inherited {
  readonly defaults: NonNullable<DagForm["defaults"]>;
  readonly env: Record<string, string>;
  readonly messages: TreeNode | null;
  readonly cwd: string | null;
  readonly pool: string | null;
}

const messagesOf = (messages: MessageSpecs | undefined): { messages?: MessageSpecs } => (messages === undefined ? {} : { messages });

function toTask(id: string, form: TaskForm, node: TreeNode | null, inherited: Inherited): Task {
  const { defaults } = inherited;
  // What bounds the work of the others is no bound of a wait.
  const timeout = form.timeout ?? (form.config_type === "SensorTask" ? sensorBuiltIn.timeout : form.config_type === "TriggerDagTask" ? undefined : (defaults.timeout ?? (form.config_type === "HttpTask" ? httpBuiltIn.timeout : undefined)));
  const loads = (form.config_type === "SqlTask" || form.config_type === "PythonTask") && form.ddl !== undefined;
  const asks = form.config_type === "HttpTask" && isSafeMethod(form.method ?? httpBuiltIn.method);
  const base = {
    id,
    deps: textsOf(child(node, "deps")),
    retries: form.retries ?? defaults.retries ?? builtIn.retries,
    retryDelayMs: parseDuration(form.retry_delay ?? defaults.retry_delay ?? builtIn.retry_delay) ?? 0,
    retryBackoff: backoffOf(form) ?? backoffOf(defaults) ?? builtIn.retry_backoff,
    retryMaxDelayMs: parseDuration(longestWaitOf(form) ?? longestWaitOf(defaults) ?? builtIn.retry_max_delay) ?? 0,
    timeoutMs: timeout === undefined ? null : parseDuration(timeout),
    pool: textOf(child(node, "pool")) ?? inherited.pool ?? builtIn.pool,
    ...slotFieldsOf({ ...defaults, ...form }),
    triggerRule: form.teardown === true ? ("all_done_setup_success" as const) : (form.trigger_rule ?? defaults.trigger_rule ?? builtIn.trigger_rule),
    ...(form.setup === true ? { setup: true } : {}),
    ...(form.teardown === true ? { teardown: true, ...(form.on_failure_fail_dagrun === true ? { onFailureFailDagrun: true } : {}) } : {}),
    ...pastFieldsOf({ ...defaults, ...form }),
    env: { ...inherited.env, ...textRecord(child(node, "env")) },
    cwd: textOf(child(node, "cwd")) ?? inherited.cwd,
    ...messagesOf(readMessages(node, inherited.messages)),
    doc: textOf(child(node, "doc")),
    enabled: form.enabled ?? true,
    // An atomic load either happened or did not, and a question changes nothing: running it again is safe. Anything else may have acted already.
    onCrash: form.on_crash ?? defaults.on_crash ?? (loads || asks ? ("rerun" as const) : ("interrupt" as const)),
  };
  const expand = "max_map_length" in form || "expand" in form ? readExpand(node, form.max_map_length) : undefined;
  return form.config_type === "SensorTask" ? { ...base, ...sensorOf(form, node) } : { ...base, ...(expand === undefined ? {} : { expand }), ...fieldsOf(form.config_type, node) };
}

/** In this format's words or in Airflow's; that one mapping has both is told by check-meaning.ts. */
function backoffOf(form: NonNullable<DagForm["defaults"]>): "fixed" | "exponential" | undefined {
  const inAirflow = form.retry_exponential_backoff;
  return form.retry_backoff ?? (inAirflow === undefined ? undefined : inAirflow ? "exponential" : "fixed");
}

const longestWaitOf = (form: NonNullable<DagForm["defaults"]>): string | number | undefined => form.retry_max_delay ?? form.max_retry_delay;

/** Only what the file says: the rest means what it always has. */
function slotFieldsOf(form: NonNullable<DagForm["defaults"]>) {
  return {
    ...(form.priority_weight === undefined ? {} : { priorityWeight: form.priority_weight }),
    ...(form.weight_rule === undefined ? {} : { weightRule: form.weight_rule }),
    ...(form.pool_slots === undefined ? {} : { poolSlots: form.pool_slots }),
    ...(form.max_active_tis_per_dag === undefined ? {} : { maxActiveTisPerDag: form.max_active_tis_per_dag }),
    ...(form.max_active_tis_per_dagrun === undefined ? {} : { maxActiveTisPerDagrun: form.max_active_tis_per_dagrun }),
  };
}

function pastFieldsOf(form: NonNullable<DagForm["defaults"]>) {
  const { depends_on_past: dependsOnPast, wait_for_downstream: waitForDownstream, ignore_first_depends_on_past: ignoreFirst } = form;
  return {
    ...(dependsOnPast === true || waitForDownstream === true ? { dependsOnPast: true } : {}),
    ...(waitForDownstream === true ? { waitForDownstream } : {}),
    ...(ignoreFirst === undefined ? {} : { ignoreFirstDependsOnPast: ignoreFirst }),
  };
}

function sensorOf(form: Extract<TaskForm, { config_type: "SensorTask" }>, node: TreeNode | null) {
  return {
    kind: "SensorTask" as const,
    condition: readSensor(node),
    sql: readSource(child(node, "sql"), "sql"),
    connection: textOf(child(node, "connection")),
    pokeIntervalMs: parseDuration(form.poke_interval ?? sensorBuiltIn.poke_interval) ?? 0,
    softFail: form.soft_fail ?? sensorBuiltIn.soft_fail,
    exponentialBackoff: form.exponential_backoff ?? sensorBuiltIn.exponential_backoff,
    maxWaitMs: form.max_wait === undefined ? null : parseDuration(form.max_wait),
  };
}

type SimpleKind = Exclude<TaskKind, "SensorTask">;
type KindFields = { [K in SimpleKind]: Omit<Extract<Task, { kind: K }>, keyof Extract<Task, { kind: "EmptyTask" }>> & { kind: K } }[SimpleKind];

function fieldsOf(kind: SimpleKind, node: TreeNode | null): KindFields {
  switch (kind) {
    case "SqlTask":
      return { kind, sql: sourceOf(child(node, "sql"), "sql"), ...tableOf(node) };
    case "PythonTask":
      return { kind, python: pythonOf(child(node, "python")), ...tableOf(node) };
    case "BashTask":
      return { kind, bash: sourceOf(child(node, "bash"), "bash") };
    case "HttpTask":
      return { kind, request: readHttp(node) };
    case "NotifyTask":
      return { kind, channels: textsOf(child(node, "channel")), subject: textOf(child(node, "subject")), message: textOf(child(node, "message")) ?? "" };
    case "TriggerDagTask":
      return { kind, trigger: readTrigger(node) };
    case "EmptyTask":
      return { kind };
    case "BranchTask":
      return { kind, ...deciderOf(node), branches: branchesOf(child(node, "branches")), otherwise: textsOf(child(node, "otherwise")) };
    case "ShortCircuitTask":
      return { kind, ...deciderOf(node), condition: textOf(child(node, "condition")), ignoreDownstreamTriggerRules: !isFalse(child(node, "ignore_downstream_trigger_rules")) };
  }
}

function deciderOf(node: TreeNode | null) {
  const python = child(node, "python");
  return { python: python === null ? null : pythonOf(python), bash: readSource(child(node, "bash"), "bash") };
}

function branchesOf(node: TreeNode | null): { when: string; to: string[] }[] {
  if (node?.kind !== "seq") return [];
  return node.items.map(({ value }) => ({ when: textOf(child(value, "when")) ?? "", to: textsOf(child(value, "to")) }));
}

function isFalse(node: TreeNode | null): boolean {
  return node?.kind === "scalar" && /^(?:false|no|off)$/i.test(node.source);
}

function sourceOf(node: TreeNode | null, language: "sql" | "bash" | "python"): TextSource {
  return readSource(node, language) ?? { kind: "inline", text: "" };
}

function tableOf(node: TreeNode | null) {
  return {
    ddl: readSource(child(node, "ddl"), "sql"),
    load: loadOf(child(node, "load")),
    connection: textOf(child(node, "connection")),
    checks: readChecks(child(node, "checks")),
  };
}

function loadOf(node: TreeNode | null): Load {
  const merge = child(node, "merge");
  const mode = merge === null ? (textOf(node) ?? textOf(child(node, "mode"))) : "merge";
  if (mode === "merge") return { mode, keys: textsOf(merge ?? child(node, "keys")) };
  return mode === "append" ? { mode } : { mode: "replace" };
}

function pythonOf(node: TreeNode | null) {
  const requirements = child(node, "requirements");
  return {
    source: sourceOf(node, "python"),
    args: textsOf(child(node, "args")),
    interpreter: textOf(child(node, "interpreter")),
    venv: textOf(child(node, "venv")),
    requirements: requirements === null ? null : textsOf(requirements).flatMap(requirementLines),
    warm: !isFalse(child(node, "warm")),
  };
}

function requirementLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}
