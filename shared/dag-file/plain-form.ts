/**
 * The tree as the plain value that the schema judges. Keys left empty (`deps:`) count as not written, and the YAML 1.1
 * words yes, no, on, off count as booleans where a boolean is asked for: files written for Airflow's reader have them.
 */
import { booleanPlaces, type BooleanPlace } from "./boolean-fields.ts";
import { DagForm, taskForms } from "./file-schema.ts";
import { child, toPlain, type TreeNode } from "./yaml-tree.ts";

type Plain = Record<string, unknown>;

const places = booleanPlaces(DagForm);
const taskPlaces = places?.fields.get("tasks")?.each ?? null;
const dagKeys: ReadonlySet<string> = new Set(Object.keys(DagForm.shape).filter((key) => key !== "schedule"));
const taskKeys: ReadonlySet<string> = new Set(Object.values(taskForms).flatMap((form) => Object.keys(form.shape)));
const words: Readonly<Record<string, boolean>> = { yes: true, on: true, true: true, no: false, off: false, false: false };

export function plainForm(root: TreeNode): unknown {
  const plain = toPlain(root);
  if (!isPlain(plain)) return plain;
  const form = withWords(tidy(plain, dagKeys), root, places, "tasks");
  if (isPlain(form["defaults"])) form["defaults"] = tidy(form["defaults"]);
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
  const tidied = withWords(tidy(task, taskKeys), node, taskPlaces);
  if (isPlain(tidied["python"])) tidied["python"] = tidy(tidied["python"]);
  return tidied;
}

/** Leaves out the empty keys; with `known`, only those: an empty key that nobody knows has to be told of. */
function tidy(plain: Plain, known: ReadonlySet<string> | null = null): Plain {
  const tidied: Plain = {};
  for (const [key, value] of Object.entries(plain)) {
    if (value === null && (known === null || known.has(key))) continue;
    tidied[key] = value;
  }
  return tidied;
}

/** Of a mapping of its own, in which it changes what is written with such words. */
function withWords(form: Plain, node: TreeNode, place: BooleanPlace | null, apart?: string): Plain {
  for (const [key, below] of place?.fields ?? []) if (key !== apart && Object.hasOwn(form, key)) form[key] = meant(form[key], child(node, key), below);
  return form;
}

/** The same value where no such word stands in it. */
function meant(plain: unknown, node: TreeNode | null, { isBoolean, fields, each }: BooleanPlace): unknown {
  if (node?.kind === "scalar") return isBoolean ? (booleanWord(node) ?? plain) : plain;
  if (node?.kind === "seq" && Array.isArray(plain) && each !== null) return plain.map((item, index) => meant(item, node.items[index]?.value ?? null, each));
  if (node?.kind !== "map" || !isPlain(plain)) return plain;
  const keys = each === null ? [...fields.keys()].filter((key) => node.entries.has(key)) : [...node.entries.keys()];
  const changed = keys.flatMap((key): [string, unknown][] => {
    const below = fields.get(key) ?? each;
    const value = below === null ? plain[key] : meant(plain[key], child(node, key), below);
    return value === plain[key] ? [] : [[key, value]];
  });
  return changed.length === 0 ? plain : { ...plain, ...Object.fromEntries(changed) };
}

function booleanWord(node: TreeNode): boolean | null {
  if (node.kind !== "scalar" || node.style !== "plain") return null;
  return words[node.source.toLowerCase()] ?? null;
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
