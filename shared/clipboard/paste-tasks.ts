/**
 * Tasks out of clipboard text: a whole DAG file, our own piece of one, or just tasks by name. Says what to add to a DAG so
 * that nothing there is touched: ids are made unique, edges among the pasted tasks are kept, others are left behind.
 * Whatever else the clipboard may hold is refused with a reason.
 */
import { taskIdPattern, taskIdWords } from "../dag-file/check-graph.ts";
import type { DagEdit } from "../dag-file/edit.ts";
import { taskForms } from "../dag-file/file-schema.ts";
import { readDag } from "../dag-file/parse-dag.ts";
import { isPlain } from "../dag-file/plain-form.ts";
import { renameInTemplates } from "../dag-file/rename-in-template.ts";
import { child, toPlain } from "../dag-file/yaml-tree.ts";
import { orderTasks } from "./order-tasks.ts";
import { uniqueId } from "./unique-id.ts";

export interface PastedTask {
  readonly id: string;
  readonly edit: Extract<DagEdit, { kind: "addTask" }>;
  /** Where it stood among the others; null when the text does not say. */
  readonly at: { readonly x: number; readonly y: number } | null;
}

export type Pasted = { readonly ok: true; readonly tasks: readonly PastedTask[] } | { readonly ok: false; readonly reason: string };

export interface PasteInto {
  /** Ids that are taken. */
  readonly taken: readonly string[];
  /** Keeps dependencies on tasks that the DAG has already, too. */
  readonly keepIncoming?: boolean;
}

/** A larger text is no selection of tasks but an accident. */
const mostCharacters = 2_000_000;

export function pasteTasks(text: string, { taken, keepIncoming = false }: PasteInto): Pasted {
  if (text.trim() === "") return refuse("The clipboard is empty.");
  if (text.length > mostCharacters) return refuse("The clipboard holds more than 2 MB of text; copy fewer tasks.");
  const read = readDag(text, "clipboard");
  const root = read.root === null ? null : toPlain(read.root);
  const first = read.report.diagnostics().find((each) => each.severity === "error");
  if (!isPlain(root)) return refuse(first === undefined || first.code === "dag/missing-key" || root !== null ? "The clipboard holds plain text, not tasks. Copy tasks on a canvas, or their lines in a DAG file." : `The clipboard holds no YAML: ${first.message}`);
  if (!read.isSound) return refuse(`The YAML in the clipboard has a mistake in line ${first?.line ?? 1}: ${first?.message ?? "it cannot be read."}`);
  const tasks = isPlain(root["tasks"]) ? root["tasks"] : looksLikeTasks(root) ? root : null;
  if (tasks === null) return refuse("The YAML in the clipboard has no tasks: expected `tasks:` with a mapping, or tasks by name, each with a `config_type`.");
  if (Object.keys(tasks).length === 0) return refuse("`tasks` in the clipboard is empty.");
  for (const [id, task] of Object.entries(tasks)) {
    const reason = faultOf(id, task);
    if (reason !== null) return refuse(reason);
  }
  return { ok: true, tasks: rename(tasks as Record<string, Record<string, unknown>>, { taken, keepIncoming }, placesIn(read.root)) };
}

function refuse(reason: string): Pasted {
  return { ok: false, reason };
}

function looksLikeTasks(root: Record<string, unknown>): boolean {
  const values = Object.values(root);
  return values.length > 0 && values.every((value) => isPlain(value) && "config_type" in value);
}

function faultOf(id: string, task: unknown): string | null {
  if (!taskIdPattern.test(id) || id === "__proto__") return `Task id ${JSON.stringify(id)} in the clipboard: an id has ${taskIdWords}.`;
  if (!isPlain(task)) return `Task \`${id}\` in the clipboard is no mapping; expected one with a \`config_type\`.`;
  const kind = task["config_type"];
  if (typeof kind !== "string" || !Object.hasOwn(taskForms, kind)) return `Task \`${id}\` in the clipboard has ${kind === undefined ? "no `config_type`" : `the \`config_type\` ${JSON.stringify(kind)}`}; expected one of ${Object.keys(taskForms).join(", ")}.`;
  return null;
}

function placesIn(root: Parameters<typeof child>[0]): Record<string, unknown> {
  const positions = child(child(root, "ui"), "positions");
  const plain = positions === null ? null : toPlain(positions);
  return isPlain(plain) ? plain : {};
}

function rename(tasks: Record<string, Record<string, unknown>>, into: Required<PasteInto>, places: Record<string, unknown>): PastedTask[] {
  const taken = new Set(into.taken);
  const names = new Map<string, string>();
  for (const id of Object.keys(tasks)) {
    const name = uniqueId(id, taken);
    taken.add(name);
    names.set(id, name);
  }
  const had = new Set(into.taken);
  const renamed = [...names].map(([from, id]) => {
    const { config_type, deps, group: _group, ...fields } = tasks[from] ?? {};
    const kept = textList(deps).flatMap((dep) => names.get(dep) ?? (into.keepIncoming && had.has(dep) ? [dep] : []));
    const values = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, renameIn(value, names)]));
    const edit = { kind: "addTask", id, taskKind: String(config_type), fields: { ...values, ...(kept.length === 0 ? {} : { deps: kept }) } } as const;
    return { id, deps: kept, edit, at: pointOf(Object.hasOwn(places, from) ? places[from] : null) };
  });
  return orderTasks(renamed).map(({ id, edit, at }) => ({ id, edit, at }));
}

function textList(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string");
}

function renameIn(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return [...names].reduce((text, [from, to]) => (from === to ? text : renameInTemplates(text, { from, to }, "plain")), value);
  if (Array.isArray(value)) return value.map((item) => renameIn(item, names));
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameIn(item, names)]));
  return value;
}

function pointOf(value: unknown): PastedTask["at"] {
  if (!Array.isArray(value)) return null;
  const [x, y]: unknown[] = value;
  return typeof x === "number" && typeof y === "number" && Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null;
}
