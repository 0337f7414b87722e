/** Gives `expand` of a task its meaning. Lenient: check-expand.ts says what is wrong with it. */
import type { Expand, MapSource } from "../model/dag.ts";
import { mapDefaults } from "./expand-schema.ts";
import { readSource } from "./text-source.ts";
import { child, nodeAt, textOf, toPlain, type TreeNode } from "./yaml-tree.ts";

/** `node` is the task. Undefined when it is not mapped. */
export function readExpand(node: TreeNode | null, maxLength: number | undefined): Expand | undefined {
  const expand = child(node, "expand");
  if (expand === null || (expand.kind === "scalar" && expand.value === null)) return undefined;
  const zip = child(expand, "zip");
  const named = zip ?? expand;
  const label = textOf(child(node, "map_index_template"));
  const rest = { label, maxLength: maxLength ?? mapDefaults.max_map_length };
  if (zip === null && isSource(expand)) return { combine: "one", sources: [{ name: "item", from: readSourceOf(expand) }], ...rest };
  const sources = named.kind === "map" ? [...named.entries].map(([name, { value }]) => ({ name, from: readSourceOf(value) })) : [];
  return { combine: zip === null ? "product" : "zip", sources, ...rest };
}

/** Where tasks are named whose XComs others expand over. */
export function expandedTasks(root: TreeNode): string[][] {
  const tasks = child(root, "tasks");
  return tasks?.kind === "map" ? [...tasks.entries.keys()].flatMap((id) => xcomsBelow(root, ["tasks", id, "expand"])) : [];
}

function xcomsBelow(root: TreeNode, path: readonly string[]): string[][] {
  const node = nodeAt(root, path);
  if (node?.kind !== "map") return [];
  if (textOf(child(node, "xcom")) !== null) return [[...path, "xcom"]];
  return [...node.entries.keys()].flatMap((name) => xcomsBelow(root, [...path, name]));
}

/** True for a single source, as against several by name. */
export function isSource(node: TreeNode): boolean {
  return node.kind !== "map" || child(node, "xcom") !== null || child(node, "query") !== null;
}

function readSourceOf(node: TreeNode): MapSource {
  const xcom = textOf(child(node, "xcom"));
  if (xcom !== null) return { kind: "xcom", task: xcom, key: textOf(child(node, "key")) ?? mapDefaults.key };
  const query = child(node, "query");
  if (query !== null) return { kind: "query", query: readSource(query, "sql") ?? { kind: "inline", text: "" }, connection: textOf(child(node, "connection")) };
  const plain: unknown = toPlain(node);
  return Array.isArray(plain) ? { kind: "list", items: plain } : { kind: "template", text: textOf(node) ?? "" };
}
