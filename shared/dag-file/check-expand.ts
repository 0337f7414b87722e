/** Rules of mapped tasks: what each value comes from, what it is called, and that an XCom comes from upstream. */
import type { GraphTask } from "../model/dag.ts";
import { suggestion } from "./did-you-mean.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { isSource } from "./read-expand.ts";
import type { Report } from "./report.ts";
import { child, nodeAt, spanAt, textOf, type TreeNode } from "./yaml-tree.ts";

interface Context {
  readonly root: TreeNode;
  readonly report: Report;
  readonly taskId: string;
  /** The task and all that comes before it; made when an XCom is asked for. */
  readonly upstream: () => ReadonlySet<string>;
}

export function checkExpands(tasks: readonly GraphTask[], root: TreeNode, report: Report): void {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  for (const { id, kind } of tasks) {
    const node = nodeAt(root, ["tasks", id]);
    const context = { root, report, taskId: id, upstream: () => before(byId, id) };
    if (child(node, "expand") !== null && kind !== "EmptyTask") checkExpand(context);
    else checkAlone(node, context);
  }
}

/** Fields that say something of instances where there are none. */
function checkAlone(node: TreeNode | null, { root, report, taskId }: Context): void {
  for (const key of ["map_index_template", "max_map_length"]) {
    if (child(node, key) === null) continue;
    const path = ["tasks", taskId, key];
    report.add({ code: "dag/missing-key", severity: "warning", message: `Task \`${taskId}\` has \`${key}\` and no \`expand\`, so it has no effect. Write what the task expands over, or remove it.`, span: spanAt(root, path, "key"), path });
  }
}

function checkExpand(context: Context): void {
  const path = ["tasks", context.taskId, "expand"];
  const expand = nodeAt(context.root, path);
  if (expand === null) return;
  const zip = child(expand, "zip");
  if (zip === null && isSource(expand)) checkSource(expand, path, context);
  else checkNamed(zip ?? expand, zip === null ? path : [...path, "zip"], context);
  checkLoad(context);
}

const namePattern = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const taken = new Set(["index", "item", "label", "zip", "xcom", "query", "key", "connection"]);

function checkNamed(named: TreeNode, path: FieldPath, context: Context): void {
  if (named.kind !== "map") return;
  if (named.entries.size === 0) refuse("dag/missing-key", `\`${formatPath(path)}\` names nothing to expand over. Write a list, {xcom: task} or {query: SELECT …}.`, path, context);
  const seen = new Map<string, string>();
  for (const [name, { value }] of named.entries) {
    const at = [...path, name];
    const other = seen.get(name.toLowerCase());
    if (!namePattern.test(name)) refuse("dag/invalid-id", `\`${formatPath(path)}\`: ${JSON.stringify(name.slice(0, 80))} is no name for a value. Use letters, digits and \`_\`, not starting with a digit.`, at, context);
    else if (taken.has(name.toLowerCase())) refuse("dag/id-clash", `\`${formatPath(path)}\`: \`${name}\` has a meaning of its own in \`expand\` and \`map\`. Give the value another name.`, at, context);
    else if (other !== undefined) refuse("dag/id-clash", `\`${formatPath(path)}\`: \`${other}\` and \`${name}\` differ only in upper and lower case, and would be one environment variable. Rename one.`, at, context);
    seen.set(name.toLowerCase(), name);
    checkSource(value, at, context);
  }
}

function checkSource(node: TreeNode, path: FieldPath, context: Context): void {
  if (node.kind === "seq") return;
  if (node.kind === "scalar") return checkTemplate(node.source, path, context);
  const xcom = textOf(child(node, "xcom"));
  const has = (key: string): boolean => child(node, key) !== null;
  const clash = has("xcom") && has("query") ? "query" : has("xcom") && has("connection") ? "connection" : has("query") && has("key") ? "key" : null;
  if (clash !== null) refuse("dag/conflict", `\`${formatPath(path)}\` has both \`${has("xcom") ? "xcom" : "query"}\` and \`${clash}\`; they exclude each other. Keep one.`, [...path, clash], context);
  else if (xcom !== null) checkXCom(xcom, [...path, "xcom"], context);
  else if (!has("query")) refuse("dag/invalid-value", `\`${formatPath(path)}\`: found a mapping; expected a list, {xcom: task} or {query: SELECT …}.`, path, context);
}

function checkTemplate(text: string, path: FieldPath, context: Context): void {
  if (text.includes("{{") || text.includes("{%")) return;
  refuse("dag/invalid-value", `\`${formatPath(path)}\`: found the text ${JSON.stringify(text.slice(0, 80))}; expected a list, {xcom: task}, {query: SELECT …}, or a template that renders to a JSON list, such as {{ params.files | tojson }}.`, path, context);
}

function checkXCom(task: string, path: FieldPath, context: Context): void {
  const { root, taskId } = context;
  const tasks = child(root, "tasks");
  const known = tasks?.kind === "map" ? [...tasks.entries.keys()] : [];
  if (!known.includes(task)) return refuse("dag/missing-task", `Task \`${taskId}\` expands over an XCom of \`${task}\`, which is not in this DAG.${suggestion(task, known)}`, path, context);
  if (task === taskId || !context.upstream().has(task)) refuse("dag/missing-task", `Task \`${taskId}\` expands over an XCom of \`${task}\`, which does not come before it. Add \`${task}\` to its deps.`, path, context);
}

/** Instances that each replace one table leave the rows of whichever ends last. */
function checkLoad({ root, report, taskId }: Context): void {
  const task = nodeAt(root, ["tasks", taskId]);
  const ddl = textOf(child(task, "ddl"));
  const load = textOf(child(task, "load")) ?? (child(task, "load") === null ? "replace" : textOf(nodeAt(task, ["load", "mode"])));
  if (ddl === null || load !== "replace" || !/\s/.test(ddl) || /\{[{%][^}]*\bmap\b/.test(ddl)) return;
  const path = ["tasks", taskId, "ddl"];
  report.add({ code: "dag/conflict", severity: "warning", message: `Each instance of \`${taskId}\` replaces the same table, so only the rows of the last one stay. Use \`load: append\` or \`merge\`, or a table name with {{ map.index }}.`, span: spanAt(root, path), path });
}

function refuse(code: "dag/missing-key" | "dag/invalid-id" | "dag/id-clash" | "dag/conflict" | "dag/invalid-value" | "dag/missing-task", message: string, path: FieldPath, { root, report }: Context): void {
  report.add({ code, message, span: spanAt(root, path), path });
}

function before(byId: ReadonlyMap<string, GraphTask>, start: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(byId.get(start)?.deps ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(byId.get(id)?.deps ?? []));
  }
  return seen;
}
