/**
 * The tree as the plain value that the schema judges. Keys left empty (`deps:`) count as not written, and the YAML 1.1
 * words yes, no, on, off count as booleans where a boolean is asked for: files written for Airflow's reader have them.
 */
import type { z } from "zod";
import { DagForm, taskForms } from "./file-schema.ts";
import { child, toPlain, type TreeNode } from "./yaml-tree.ts";

type Plain = Record<string, unknown>;

/** Fields of a DAG, of tasks and of `python` that take true or false and no text. */
export const booleanFields: ReadonlySet<string> = new Set([DagForm, ...Object.values(taskForms)].flatMap(({ shape }) => Object.entries(shape).flatMap(([key, form]) => (isBoolean(form) ? [key] : []))).concat("warm"));
const dagKeys: ReadonlySet<string> = new Set(Object.keys(DagForm.shape).filter((key) => key !== "schedule"));
const taskKeys: ReadonlySet<string> = new Set(Object.values(taskForms).flatMap((form) => Object.keys(form.shape)));
const words: Readonly<Record<string, boolean>> = { yes: true, on: true, true: true, no: false, off: false, false: false };

export function plainForm(root: TreeNode): unknown {
  const plain = toPlain(root);
  if (!isPlain(plain)) return plain;
  const form = tidy(plain, root, dagKeys);
  if (isPlain(form["defaults"])) form["defaults"] = tidy(form["defaults"], child(root, "defaults"));
  const tasks = child(root, "tasks");
  if (tasks?.kind === "map") form["tasks"] = tidyTasks(tasks);
  else if (plain["tasks"] === null) form["tasks"] = {};
  return form;

  function tidyTasks(node: TreeNode): Plain {
    const tidied: Plain = {};
    const seen = new Map<TreeNode, unknown>();
    if (node.kind !== "map") return tidied;
    const plainTasks = isPlain(plain) && isPlain(plain["tasks"]) ? plain["tasks"] : {};
    for (const [id, { value }] of node.entries) {
      const task = plainTasks[id];
      if (!seen.has(value)) seen.set(value, isPlain(task) ? tidyTask(task, value) : task);
      tidied[id] = seen.get(value);
    }
    return tidied;
  }
}

function tidyTask(task: Plain, node: TreeNode): Plain {
  const tidied = tidy(task, node, taskKeys);
  if (isPlain(tidied["python"])) tidied["python"] = tidy(tidied["python"], child(node, "python"));
  return tidied;
}

/** Leaves out the empty keys; with `known`, only those: an empty key that nobody knows has to be told of. */
function tidy(plain: Plain, node: TreeNode | null, known: ReadonlySet<string> | null = null): Plain {
  const tidied: Plain = {};
  for (const [key, value] of Object.entries(plain)) {
    if (value === null && (known === null || known.has(key))) continue;
    tidied[key] = booleanFields.has(key) ? (booleanWord(child(node, key)) ?? value) : value;
  }
  return tidied;
}

function booleanWord(node: TreeNode | null): boolean | null {
  if (node?.kind !== "scalar" || node.style !== "plain") return null;
  return words[node.source.toLowerCase()] ?? null;
}

function isBoolean(form: z.ZodType): boolean {
  return form.safeParse(true).success && !form.safeParse("yes").success;
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
