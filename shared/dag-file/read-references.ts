/** What a DAG file names of other files: DAGs that it starts or waits for, tasks of theirs, assets. For who knows which there are. */
import { assetOf, problemOfAssetName } from "../model/asset.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { assetPaths } from "./read-assets.ts";
import type { Span } from "./report.ts";
import { child, nodeAt, spanAt, textOf, toPlain, type TreeNode } from "./yaml-tree.ts";

type Named =
  /** `holds`: a run with this task cannot end well before that of the other DAG has. */
  | { readonly kind: "dag"; readonly by: "trigger" | "sensor"; readonly dag: string; readonly holds: boolean }
  /** Named by a sensor, together with its DAG. */
  | { readonly kind: "task"; readonly dag: string; readonly task: string }
  /** Waited for by the schedule; in the spelling by which assets are compared. */
  | { readonly kind: "asset"; readonly asset: string }
  /** What a task starts a DAG with, as far as it is known before it runs: values with templates are undefined, and all of it is null where one template makes it. */
  | { readonly kind: "conf"; readonly dag: string; readonly conf: Readonly<Record<string, unknown>> | null };

export type NamedReference = Named & {
  /** Dotted path of the name: `tasks.go.trigger_dag`, `tasks.wait.dag_run.task`, `schedule.assets[0]`. */
  readonly field: string;
  readonly span: Span;
};

/** In file order. Tasks that are not enabled name nothing: they never run. */
export function readReferences(root: TreeNode | null): NamedReference[] {
  if (root === null) return [];
  const tasks = child(root, "tasks");
  const ids = tasks?.kind === "map" ? [...tasks.entries.keys()] : [];
  return [...assetPaths(root).flatMap((path) => assetsAt(root, path)), ...ids.flatMap((id) => ofTask(root, ["tasks", id]))];
}

function assetsAt(root: TreeNode, path: FieldPath): NamedReference[] {
  const node = nodeAt(root, path);
  if (node?.kind === "seq") return node.items.flatMap((_, index) => assetsAt(root, [...path, index]));
  if (node?.kind === "map") return [...node.entries.keys()].flatMap((key) => assetsAt(root, [...path, key]));
  const name = textOf(node);
  return name === null || problemOfAssetName(name) !== null ? [] : [{ kind: "asset", asset: assetOf(name), ...placeAt(root, path) }];
}

function ofTask(root: TreeNode, path: FieldPath): NamedReference[] {
  const task = nodeAt(root, path);
  const kind = textOf(child(task, "config_type"));
  if ((kind !== "TriggerDagTask" && kind !== "SensorTask") || /^(?:false|no|off)$/i.test(textOf(child(task, "enabled")) ?? "")) return [];
  if (kind === "SensorTask") return ofSensor(root, [...path, "dag_run"]);
  const dag = textOf(child(task, "trigger_dag"));
  const holds = /^(?:true|yes|on)$/i.test(textOf(child(task, "wait_for_completion")) ?? "");
  if (dag === null) return [];
  const conf = child(task, "conf");
  const named: NamedReference = { kind: "dag", by: "trigger", dag, holds, ...placeAt(root, [...path, "trigger_dag"]) };
  return [named, { kind: "conf", dag, conf: confOf(conf), ...placeAt(root, [...path, conf === null ? "trigger_dag" : "conf"]) }];
}

function confOf(node: TreeNode | null): Readonly<Record<string, unknown>> | null {
  if (node !== null && node.kind !== "map") return null;
  return Object.fromEntries(Object.entries(Object(toPlain(node))).map(([name, value]) => [name, /\{\{|\{%/.test(JSON.stringify(value) ?? "") ? undefined : value]));
}

function ofSensor(root: TreeNode, path: FieldPath): NamedReference[] {
  const node = nodeAt(root, path);
  const at = node?.kind === "map" ? [...path, "dag"] : path;
  const dag = textOf(nodeAt(root, at));
  if (dag === null) return [];
  const task = textOf(child(node, "task"));
  const tasks = child(node, "tasks");
  const holds = task === null && tasks === null && child(node, "delta") === null;
  const named: NamedReference = { kind: "dag", by: "sensor", dag, holds, ...placeAt(root, at) };
  const paths = tasks?.kind === "seq" ? tasks.items.map((_, index): FieldPath => [...path, "tasks", index]) : [[...path, task === null ? "tasks" : "task"]];
  return [named, ...paths.flatMap((one): NamedReference[] => namedTask(root, dag, one))];
}

function namedTask(root: TreeNode, dag: string, path: FieldPath): NamedReference[] {
  const task = textOf(nodeAt(root, path));
  return task === null ? [] : [{ kind: "task", dag, task, ...placeAt(root, path) }];
}

function placeAt(root: TreeNode, path: FieldPath): { field: string; span: Span } {
  return { field: formatPath(path), span: spanAt(root, path) };
}
