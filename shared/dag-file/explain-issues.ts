/** Turns what the schema complains about into diagnostics: where, what was found, what would be right, did you mean. */
import type { z } from "zod";
import { suggestion } from "./did-you-mean.ts";
import { QueueForm } from "./queue-schema.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { DeadlineForm } from "./deadline-schema.ts";
import { BranchForm, DagForm, ParamFullForm, RetentionForm, TaskForm, taskForms } from "./file-schema.ts";
import { httpFields } from "./http-schema.ts";
import { CheckForm, checkKinds } from "./check-schema.ts";
import { meantKey, meantKind, writtenFor } from "./meant-key.ts";
import { dagMessageFields, MessageForm } from "./message-schema.ts";
import type { Report } from "./report.ts";
import { child, nodeAt, spanAt, type TreeNode } from "./yaml-tree.ts";
import { isTooBig } from "./yaml-traps.ts";

type Issue = z.core.$ZodIssue;

interface Context {
  readonly root: TreeNode;
  readonly report: Report;
  /** Unknown keys, told at the end: what an error has named as the slip that it is, is not told again. */
  readonly unknown: { key: string; path: FieldPath }[];
  readonly told: Set<string>;
}

/** True when nothing but unknown keys was found: the value then has its meaning all the same. */
export function reportIssues(form: unknown, root: TreeNode, report: Report): boolean {
  const result = DagForm.safeParse(form);
  const context: Context = { root, report, unknown: [], told: new Set() };
  let sound = true;
  for (const issue of result.success ? [] : result.error.issues) sound = explain(issue, [], context) && sound;
  for (const { key, path } of context.unknown) if (!context.told.has(formatPath([...path, key]))) warnOfKey(key, path, context);
  return sound;
}

/** Reports one issue; true when it is only a warning. */
function explain(issue: Issue, above: FieldPath, context: Context): boolean {
  const path = [...above, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) context.unknown.push({ key, path });
    return true;
  }
  if (issue.code === "invalid_union") {
    if (issue.errors.length === 0 && nodeAt(context.root, path.at(-1) === "config_type" ? path.slice(0, -1) : path)?.kind === "map") return complainOfKind(path, context);
    const inner = likeliest(issue.errors);
    if (inner !== null) return inner.map((one) => explain(one, path, context)).every(Boolean);
  }
  complain(issue, path, context);
  return false;
}

/** The issues of the branch that was meant: the one whose type fits and that has the fewest. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const fitting = branches.filter((branch) => branch.every((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys" || issue.code === "custom"));
  const rank = (branch: readonly Issue[]): number => branch.filter((issue) => issue.code === "unrecognized_keys").length * 10 + branch.length;
  return fitting.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

function complain(issue: Issue, path: FieldPath, context: Context): void {
  const { root, report } = context;
  const node = nodeAt(root, path);
  const expected = expectationOf(issue);
  const where = path.length === 0 ? "The file" : `\`${formatPath(path)}\``;
  if (node === null || (node.kind === "scalar" && node.value === null && node.source === "")) {
    const key = String(path.at(-1) ?? "");
    const message = path.length === 0 ? `The file has no content; expected ${expected}.` : `${where} is missing; expected ${expected}.${keyHint(key, path.slice(0, -1), context)}`;
    report.add({ code: "dag/missing-key", message, span: spanAt(root, path), path });
    return;
  }
  const message = `${where}: found ${show(node)}; expected ${expected}.${valueHint(issue, path, node, context)}`;
  report.add({ code: "dag/invalid-value", message, span: spanAt(root, path), path });
}

/** The schema's own words; where it has none, those of the library in ours. */
function expectationOf(issue: Issue): string {
  if (!/^(?:Invalid|Too )/.test(issue.message)) return issue.message;
  if (issue.code === "invalid_type") return typeWords[issue.expected] ?? issue.expected;
  return issue.code === "invalid_value" ? `one of ${issue.values.map(String).join(", ")}` : issue.message.replace(/^.*expected /, "");
}

const typeWords: Readonly<Record<string, string>> = { string: "text", number: "a number, without quotes", int: "a whole number, without quotes", boolean: "true or false", array: "a list", object: "a mapping", record: "a mapping" };

function valueHint(issue: Issue, path: FieldPath, node: TreeNode, context: Context): string {
  if (node.kind === "scalar") return issue.code === "invalid_value" ? typeHint(path, node.source) || referenceHint(path, node.source) || suggestion(node.source, valuesOf(issue)) : "";
  // `{rowcount: …}` among the checks: no check is named, and the unknown key says which was meant.
  if (node.kind !== "map" || issue.code !== "custom" || path.at(-2) !== "checks") return "";
  for (const key of node.entries.keys()) {
    const meant = Object.hasOwn(CheckForm.shape, key) ? null : meantKey(key, checkKinds);
    if (meant === null) continue;
    context.told.add(formatPath([...path, key]));
    return ` Did you mean \`${meant}\` by \`${key}\`?`;
  }
  return "";
}

const paramTypes: Readonly<Record<string, string>> = { int: "integer", str: "string", text: "string", float: "number", double: "number", decimal: "number", bool: "boolean", list: "array", dict: "object", json: "object", mapping: "object" };

/** The types of a param by their names in Python; a date is a text with a format. */
function typeHint(path: FieldPath, written: string): string {
  if (path.length !== 3 || path[0] !== "params" || path[2] !== "type") return "";
  if (/^date[-_ ]?time$|^timestamp$/i.test(written)) return " Write `type: string, format: date-time`.";
  if (/^date$/i.test(written)) return " Write `type: string, format: date`.";
  const type = paramTypes[written.toLowerCase()];
  return type === undefined ? "" : ` Did you mean \`${type}\`?`;
}

/** Airflow's names for what a deadline counts from. */
function referenceHint(path: FieldPath, written: string): string {
  if (path.at(-1) !== "reference" || path.at(-3) !== "deadlines") return "";
  if (/fixed_datetime$/i.test(written)) return " Write `at: 2026-03-01T06:00` in place of `interval` and `reference`.";
  const meant = /(?:dagrun_)?(logical_date|queued_at|average_runtime)$/i.exec(written)?.[1]?.toLowerCase();
  return meant === undefined ? "" : ` Did you mean \`${meant}\`?`;
}

/** A missing `config_type` next to a `config_typ`. */
function keyHint(key: string, around: FieldPath, { root, told }: Context): string {
  const parent = nodeAt(root, around);
  if (parent?.kind !== "map") return "";
  const fused = [...parent.entries.keys()].find((one) => one.startsWith(`${key} `) || one.startsWith(`${key}:`));
  if (fused !== undefined) return ` Write a colon and a space in \`${fused.slice(0, 60)}\`, after \`${key}\`.`;
  const known = new Set(knownKeys(around, root));
  const written = writtenFor(key, [...parent.entries.keys()].filter((one) => !known.has(one)));
  if (written !== null) told.add(formatPath([...around, written]));
  if (written !== null) return ` Is \`${written}\` meant to be it?`;
  return key === "config_type" ? kindHint(parent) : "";
}

/** The first kind that a field tells of: a sensor may have `sql` too. */
const kindByField = Object.entries({ sql: "SqlTask", python: "PythonTask", bash: "BashTask", url: "HttpTask", file: "SensorTask", time: "SensorTask", http: "SensorTask", dag_run: "SensorTask", trigger_dag: "TriggerDagTask" });

/** What a task without a kind most likely is. */
function kindHint(parent: TreeNode): string {
  const [field, kind] = kindByField.find(([key]) => child(parent, key) !== null) ?? [];
  return field === undefined ? "" : ` With \`${field}\` it is a ${kind}.`;
}

function valuesOf(issue: Issue): string[] {
  return "values" in issue ? issue.values.map(String) : [];
}

/** What stands there, short. */
export function show(node: TreeNode): string {
  if (node.kind !== "scalar") return node.kind === "map" ? "a mapping" : `a list of ${node.items.length}`;
  if (node.value === null) return "nothing (null)";
  if (isTooBig(node)) return `${node.source.slice(0, 60)}, which is too big to be an exact number (over ${Number.MAX_SAFE_INTEGER})`;
  const text = node.source.length > 60 ? `${node.source.slice(0, 57)}…` : node.source;
  return typeof node.value === "string" ? `the text ${JSON.stringify(text)}` : `the ${typeof node.value} ${text}`;
}

function complainOfKind(path: FieldPath, context: Context): boolean {
  const { root, report } = context;
  const kinds = Object.keys(taskForms);
  const task = path.at(-1) === "config_type" ? path.slice(0, -1) : path;
  const written = child(nodeAt(root, task), "config_type");
  const where = formatPath([...task, "config_type"]);
  if (written === null || (written.kind === "scalar" && written.value === null)) {
    const message = `\`${where}\` is missing; expected one of ${kinds.join(", ")}.${keyHint("config_type", task, context)}`;
    report.add({ code: "dag/missing-key", message, span: spanAt(root, task, "key"), path: [...task, "config_type"] });
  } else {
    const found = written.kind === "scalar" ? suggestion(written.source, kinds) || kindOfOther(written.source) : "";
    const message = `\`${where}\`: found ${show(written)}; expected one of ${kinds.join(", ")}.${found}`;
    report.add({ code: "dag/unknown-config-type", message, span: spanAt(root, [...task, "config_type"]), path: [...task, "config_type"] });
  }
  return false;
}

function kindOfOther(written: string): string {
  const meant = meantKind(written);
  return meant === null ? "" : ` Did you mean \`${meant}\`?`;
}

function warnOfKey(key: string, path: FieldPath, { root, report }: Context): void {
  if (path.length === 0 && key.startsWith("x-")) return; // A place for anchors, as in Compose files.
  const known = knownKeys(path, root);
  const owner = path.length === 0 ? taskOwnerOf(key) : path.length === 2 && path[0] === "tasks" ? ownerOf(key) : null;
  const here = path.length === 0 ? "a DAG" : `\`${formatPath(path)}\``;
  const hint = isCutByComma(path, key, root) ? " A comma inside { … } ends a value: put the value before it in quotes." : owner === null ? meantHint(key, known) : ` It belongs to ${owner}.`;
  const message = `The key \`${key}\` is not known in ${here}; it is kept and not used.${hint}`;
  report.add({ code: "dag/unknown-key", severity: "warning", message, span: spanAt(root, [...path, key], "key"), path: [...path, key] });
}

function meantHint(key: string, known: readonly string[]): string {
  if (known.includes(key)) return " It cannot stand beside the others that are there.";
  const meant = meantKey(key, known);
  return meant === null ? "" : ` Did you mean \`${meant}\`?`;
}

/** `{ sql: select a, b }` has a key `b` that nobody wrote as one. */
function isCutByComma(path: FieldPath, key: string, root: TreeNode): boolean {
  const around = nodeAt(root, path);
  const node = child(around, key);
  return around?.kind === "map" && around.flow && node?.kind === "scalar" && node.value === null && node.source === "";
}

/** What tasks have, and not the DAG, as in Airflow's default_args. */
function taskOwnerOf(key: string): string | null {
  if (key in DagForm.shape.defaults.unwrap().shape) return "`defaults`, for all tasks, or to a task";
  const owners = ownersOf(key);
  return owners.length === 0 ? null : owners.length > 3 ? "a task" : `a task: ${owners.join(" or ")}`;
}

function ownerOf(key: string): string | null {
  const owners = ownersOf(key);
  return owners.length > 0 ? owners.join(" and ") : null;
}

function ownersOf(key: string): string[] {
  const all = Object.entries(taskForms).flatMap(([name, { shape }]) => {
    const part = Object.entries(shape).find(([each]) => each === key)?.[1];
    return part === undefined ? [] : [{ name, isNeeded: !part.safeParse(undefined).success }];
  });
  // Who needs it is rather meant than who may have it.
  const needing = all.filter(({ isNeeded }) => isNeeded);
  return (needing.length > 0 ? needing : all).map(({ name }) => name);
}

/** The keys that the schema has at a path; for the hint only, so places that have none give none. */
function knownKeys(path: FieldPath, root: TreeNode): string[] {
  if (path.length === 0) return Object.keys(DagForm.shape);
  if (path[0] === "defaults") return Object.keys(DagForm.shape.defaults.unwrap().shape);
  if (path[0] === "params") return Object.keys(ParamFullForm.shape);
  if (path[0] === "queue") return Object.keys(QueueForm.shape);
  if (path[0] === "retention") return Object.keys(RetentionForm.shape);
  if (path[0] === "task_groups") return ["doc", "group"];
  if (path.some((part) => typeof part === "string" && part in dagMessageFields)) return Object.keys(MessageForm.shape);
  if (path.at(-2) === "deadlines") return Object.keys(DeadlineForm.shape);
  if (path[0] !== "tasks") return ["cron", "timezone", "every", "at", "assets", "all", "any"];
  if (path.length === 2) return keysOfKind(child(nodeAt(root, path), "config_type"));
  if (path[2] === "http") return Object.keys(httpFields);
  if (path[2] === "dag_run") return ["dag", "task", "delta", "allowed_states", "failed_states"];
  if (path[2] === "branches") return path.length === 4 ? Object.keys(BranchForm.shape) : [];
  if (path[2] === "checks") return path.length === 4 ? Object.keys(CheckForm.shape) : ["column", "values", "min", "max", "to", "field", "max_age", "file", "text"];
  return ["file", "text", "path", "min_age", "min_size", "at", "after", "args", "interpreter", "venv", "requirements", "warm", "mode", "keys", "merge"];
}

function keysOfKind(kind: TreeNode | null): string[] {
  const form = TaskForm.options.find((option) => kind?.kind === "scalar" && option.shape.config_type.value === kind.source);
  return Object.keys(form?.shape ?? taskForms.SqlTask.shape);
}
