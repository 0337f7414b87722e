/** Gives an accepted file its meaning: the model's Dag, with the file's `defaults` and the built-in ones applied. */
import { parseDuration } from "../base/duration.ts";
import type { Dag, Load, Task, TaskKind, TextSource } from "../model/dag.ts";
import { builtIn, type DagForm, type TaskForm } from "./file-schema.ts";
import { readChecks } from "./read-checks.ts";
import { readParams } from "./read-params.ts";
import { readDate, readSchedule } from "./read-schedule.ts";
import type { Report } from "./report.ts";
import { readSource } from "./text-source.ts";
import { pathInside } from "./workspace-path.ts";
import { child, nodeAt, textOf, textRecord, textsOf, type TreeNode } from "./yaml-tree.ts";

/** `form` has passed the schema, unknown keys apart; texts are taken from the tree, where they stand as written. */
export function toDag(form: DagForm, root: TreeNode, report: Report): Dag {
  const text = (key: string): string | null => textOf(child(root, key));
  const { schedule, timezone } = readSchedule(root, report);
  const inherited = { defaults: form.defaults ?? {}, env: textRecord(nodeAt(root, ["defaults", "env"])), cwd: textOf(nodeAt(root, ["defaults", "cwd"])), pool: textOf(nodeAt(root, ["defaults", "pool"])) };
  return {
    id: text("dag") ?? "",
    owner: text("owner"),
    doc: text("doc"),
    tags: textsOf(child(root, "tags")),
    schedule,
    timezone,
    startDate: readDate(root, "start_date", report),
    endDate: readDate(root, "end_date", report),
    catchup: form.catchup ?? false,
    maxActiveRuns: form.max_active_runs ?? builtIn.max_active_runs,
    prepSchema: text("prep_schema") ?? builtIn.prep_schema,
    finalSchema: text("final_schema") ?? builtIn.final_schema,
    basePath: pathInside("", text("base_path") ?? "") ?? "",
    connection: text("connection"),
    params: readParams(root, report),
    searchKeys: textRecord(child(root, "search_keys")),
    tasks: Object.entries(form.tasks).map(([id, task]) => toTask(id, task, nodeAt(root, ["tasks", id]), inherited)),
  };
}

interface Inherited {
  readonly defaults: NonNullable<DagForm["defaults"]>;
  readonly env: Record<string, string>;
  readonly cwd: string | null;
  readonly pool: string | null;
}

function toTask(id: string, form: TaskForm, node: TreeNode | null, inherited: Inherited): Task {
  const { defaults } = inherited;
  const ms = (key: "retry_delay" | "retry_max_delay"): number => parseDuration(form[key] ?? defaults[key] ?? builtIn[key]) ?? 0;
  const timeout = form.timeout ?? defaults.timeout;
  const loads = (form.config_type === "SqlTask" || form.config_type === "PythonTask") && form.ddl !== undefined;
  const base = {
    id,
    deps: textsOf(child(node, "deps")),
    retries: form.retries ?? defaults.retries ?? builtIn.retries,
    retryDelayMs: ms("retry_delay"),
    retryBackoff: form.retry_backoff ?? defaults.retry_backoff ?? builtIn.retry_backoff,
    retryMaxDelayMs: ms("retry_max_delay"),
    timeoutMs: timeout === undefined ? null : parseDuration(timeout),
    pool: textOf(child(node, "pool")) ?? inherited.pool ?? builtIn.pool,
    triggerRule: form.trigger_rule ?? defaults.trigger_rule ?? builtIn.trigger_rule,
    env: { ...inherited.env, ...textRecord(child(node, "env")) },
    cwd: textOf(child(node, "cwd")) ?? inherited.cwd,
    doc: textOf(child(node, "doc")),
    enabled: form.enabled ?? true,
    // An atomic load either happened or did not: running it again is safe. Anything else may have acted already.
    onCrash: form.on_crash ?? defaults.on_crash ?? (loads ? ("rerun" as const) : ("interrupt" as const)),
  };
  return { ...base, ...fieldsOf(form.config_type, node) };
}

type KindFields = { [K in TaskKind]: Omit<Extract<Task, { kind: K }>, keyof Extract<Task, { kind: "EmptyTask" }>> & { kind: K } }[TaskKind];

function fieldsOf(kind: TaskKind, node: TreeNode | null): KindFields {
  switch (kind) {
    case "SqlTask":
      return { kind, sql: sourceOf(child(node, "sql"), "sql"), ...tableOf(node) };
    case "PythonTask":
      return { kind, python: pythonOf(child(node, "python")), ...tableOf(node) };
    case "BashTask":
      return { kind, bash: sourceOf(child(node, "bash"), "bash") };
    case "EmptyTask":
      return { kind };
  }
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
  const warm = child(node, "warm");
  return {
    source: sourceOf(node, "python"),
    args: textsOf(child(node, "args")),
    interpreter: textOf(child(node, "interpreter")),
    venv: textOf(child(node, "venv")),
    requirements: requirements === null ? null : textsOf(requirements).flatMap(requirementLines),
    warm: !(warm?.kind === "scalar" && /^(?:false|no|off)$/i.test(warm.source)),
  };
}

function requirementLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}
