/** Turns what the schema complains about into diagnostics: where, what was found, what would be right, did you mean. */
import type { z } from "zod";
import { nearest, suggestion } from "./did-you-mean.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { DagForm, ParamFullForm, TaskForm, taskForms } from "./file-schema.ts";
import { CheckForm } from "./check-schema.ts";
import type { Report } from "./report.ts";
import { child, nodeAt, spanAt, type TreeNode } from "./yaml-tree.ts";

type Issue = z.core.$ZodIssue;

/** True when nothing but unknown keys was found: the value then has its meaning all the same. */
export function reportIssues(form: unknown, root: TreeNode, report: Report): boolean {
  const result = DagForm.safeParse(form);
  let sound = true;
  for (const issue of result.success ? [] : result.error.issues) sound = explain(issue, [], root, report) && sound;
  return sound;
}

/** Reports one issue; true when it is only a warning. */
function explain(issue: Issue, above: FieldPath, root: TreeNode, report: Report): boolean {
  const path = [...above, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) warnOfKey(key, path, root, report);
    return true;
  }
  if (issue.code === "invalid_union") {
    if (issue.errors.length === 0) return complainOfKind(path, root, report);
    const inner = likeliest(issue.errors);
    if (inner !== null) return inner.map((one) => explain(one, path, root, report)).every(Boolean);
  }
  complain(issue, path, root, report);
  return false;
}

/** The issues of the branch that was meant: the one whose type fits and that has the fewest. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const fitting = branches.filter((branch) => branch.every((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys" || issue.code === "custom"));
  const rank = (branch: readonly Issue[]): number => branch.filter((issue) => issue.code === "unrecognized_keys").length * 10 + branch.length;
  return fitting.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

function complain(issue: Issue, path: FieldPath, root: TreeNode, report: Report): void {
  const node = nodeAt(root, path);
  const where = path.length === 0 ? "The file" : `\`${formatPath(path)}\``;
  if (node === null || (node.kind === "scalar" && node.value === null && node.source === "")) {
    const key = String(path.at(-1) ?? "");
    const message = path.length === 0 ? `The file has no content; expected ${issue.message}.` : `${where} is missing; expected ${issue.message}.${keyHint(key, nodeAt(root, path.slice(0, -1)))}`;
    report.add({ code: "dag/missing-key", message, span: spanAt(root, path), path });
    return;
  }
  const hint = node.kind === "scalar" && issue.code === "invalid_value" ? suggestion(node.source, valuesOf(issue)) : "";
  const message = `${where}: found ${show(node)}; expected ${issue.message}.${hint}`;
  report.add({ code: "dag/invalid-value", message, span: spanAt(root, path), path });
}

/** A missing `config_type` next to a `config_typ`. */
function keyHint(key: string, parent: TreeNode | null): string {
  if (parent?.kind !== "map") return "";
  const fused = [...parent.entries.keys()].find((one) => one.startsWith(`${key} `) || one.startsWith(`${key}:`));
  if (fused !== undefined) return ` Write a colon and a space in \`${fused.slice(0, 60)}\`, after \`${key}\`.`;
  const written = nearest(key, parent.entries.keys());
  return written === null || written === key ? "" : ` Is \`${written}\` a slip for it?`;
}

function valuesOf(issue: Issue): string[] {
  return "values" in issue ? issue.values.map(String) : [];
}

/** What stands there, short. */
export function show(node: TreeNode): string {
  if (node.kind !== "scalar") return node.kind === "map" ? "a mapping" : `a list of ${node.items.length}`;
  if (node.value === null) return "nothing (null)";
  const text = node.source.length > 60 ? `${node.source.slice(0, 57)}…` : node.source;
  return typeof node.value === "string" ? `the text ${JSON.stringify(text)}` : `the ${typeof node.value} ${text}`;
}

function complainOfKind(path: FieldPath, root: TreeNode, report: Report): boolean {
  const kinds = Object.keys(taskForms);
  const task = path.at(-1) === "config_type" ? path.slice(0, -1) : path;
  const written = child(nodeAt(root, task), "config_type");
  const where = formatPath([...task, "config_type"]);
  if (written === null || (written.kind === "scalar" && written.value === null)) {
    const message = `\`${where}\` is missing; expected one of ${kinds.join(", ")}.${keyHint("config_type", nodeAt(root, task))}`;
    report.add({ code: "dag/missing-key", message, span: spanAt(root, task, "key"), path: [...task, "config_type"] });
  } else {
    const found = written.kind === "scalar" ? suggestion(written.source, kinds) : "";
    const message = `\`${where}\`: found ${show(written)}; expected one of ${kinds.join(", ")}.${found}`;
    report.add({ code: "dag/unknown-config-type", message, span: spanAt(root, [...task, "config_type"]), path: [...task, "config_type"] });
  }
  return false;
}

function warnOfKey(key: string, path: FieldPath, root: TreeNode, report: Report): void {
  if (path.length === 0 && key.startsWith("x-")) return; // A place for anchors, as in Compose files.
  const known = knownKeys(path, root);
  const owner = path.length === 2 && path[0] === "tasks" ? ownerOf(key) : null;
  const here = path.length === 0 ? "a DAG" : `\`${formatPath(path)}\``;
  const hint = isCutByComma(path, key, root) ? " A comma inside { … } ends a value: put the value before it in quotes." : owner === null ? suggestion(key, known) : ` It belongs to ${owner}.`;
  const message = `The key \`${key}\` is not known in ${here}; it is kept and not used.${hint}`;
  report.add({ code: "dag/unknown-key", severity: "warning", message, span: spanAt(root, [...path, key], "key"), path: [...path, key] });
}

/** `{ sql: select a, b }` has a key `b` that nobody wrote as one. */
function isCutByComma(path: FieldPath, key: string, root: TreeNode): boolean {
  const around = nodeAt(root, path);
  const node = child(around, key);
  return around?.kind === "map" && around.flow && node?.kind === "scalar" && node.value === null && node.source === "";
}

function ownerOf(key: string): string | null {
  const owners = Object.entries(taskForms).filter(([, form]) => key in form.shape).map(([name]) => name);
  return owners.length > 0 ? owners.join(" and ") : null;
}

/** The keys that the schema has at a path; for the hint only, so places that have none give none. */
function knownKeys(path: FieldPath, root: TreeNode): string[] {
  if (path.length === 0) return Object.keys(DagForm.shape);
  if (path[0] === "defaults") return Object.keys(DagForm.shape.defaults.unwrap().shape);
  if (path[0] === "params") return Object.keys(ParamFullForm.shape);
  if (path[0] !== "tasks") return ["cron", "timezone", "every"];
  if (path.length === 2) return keysOfKind(child(nodeAt(root, path), "config_type"));
  if (path[2] === "checks") return path.length === 4 ? Object.keys(CheckForm.shape) : ["column", "values", "min", "max", "to", "field", "max_age", "file", "text"];
  return ["file", "text", "args", "interpreter", "venv", "requirements", "warm", "mode", "keys", "merge"];
}

function keysOfKind(kind: TreeNode | null): string[] {
  const form = TaskForm.options.find((option) => kind?.kind === "scalar" && option.shape.config_type.value === kind.source);
  return Object.keys(form?.shape ?? taskForms.SqlTask.shape);
}
