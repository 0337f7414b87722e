/** Plans the edits of whole tasks and of the links between them. */
import { taskIdPattern, taskIdWords } from "./check-graph.ts";
import { suggestion } from "./did-you-mean.ts";
import { type DagEdit, Refusal } from "./edit.ts";
import { taskForms } from "./file-schema.ts";
import { addItem, type Page, removeEntry, removeFromList, replaceValue } from "./patch.ts";
import { type Plan, planSet, containerAt, refuseUnknownTask } from "./plan-value.ts";
import { formatPath } from "./field-path.ts";
import { findPath } from "./find-path.ts";
import { getIn, removeIn, setIn } from "./plain-edit.ts";
import { isPlain } from "./plain-form.ts";
import { renderText } from "./render-yaml.ts";
import { renameInTemplates } from "./rename-in-template.ts";
import { pairSlot } from "./slot.ts";
import type { TextChange } from "../document/text-change.ts";
import { child, mapScalars, textsOf, toPlain, type TreeEntry, type TreeMap, type TreeNode, type TreeScalar } from "./yaml-tree.ts";

type Edit<K extends DagEdit["kind"]> = Extract<DagEdit, { kind: K }>;

/** What a new task starts with, so that the file stays one that runs. */
const starters: Readonly<Record<string, (id: string) => Record<string, unknown>>> = {
  SqlTask: () => ({ sql: "select 1" }),
  PythonTask: (id) => ({ python: `print(${JSON.stringify(id)})` }),
  BashTask: (id) => ({ bash: `echo ${id}` }),
  EmptyTask: () => ({}),
};

export function planAddTask(page: Page, root: TreeNode, edit: Edit<"addTask">): Plan {
  checkNewId(edit.id, root);
  const starter = starters[edit.taskKind];
  const kinds = Object.keys(taskForms);
  if (starter === undefined) throw new Refusal("edit/invalid-value", `\`${edit.taskKind}\` is no task type; use one of ${kinds.join(", ")}.${suggestion(edit.taskKind, kinds)}`);
  const value = { config_type: edit.taskKind, ...starter(edit.id), ...edit.fields };
  return planSet(page, root, { path: formatPath(["tasks", edit.id]), value });
}

function checkNewId(id: string, root: TreeNode): void {
  if (!taskIdPattern.test(id) || id === "__proto__") throw new Refusal("edit/invalid-value", `Task id ${JSON.stringify(id)}: an id has ${taskIdWords}.`);
  if (child(child(root, "tasks"), id) !== null) throw new Refusal("edit/exists", `There is a task \`${id}\` already.`);
}

export function planRemoveTask(page: Page, root: TreeNode, edit: Edit<"removeTask">): Plan {
  const { tasks } = taskEntry(root, edit.id);
  const changes = removeEntry(page, tasks, edit.id);
  const gone = changes.map(({ start, end }) => ({ start, end }));
  const stands = (node: TreeNode): boolean => !gone.some(({ start, end }) => node.span.start >= start && node.span.end <= end);
  for (const deps of depsNodes(tasks)) if (stands(deps)) changes.push(...dropDep(page, deps, edit.id));
  const plain = removeIn(toPlain(root), ["tasks", edit.id]);
  return { changes, expected: withDeps(plain, (deps) => deps.filter((dep) => dep !== edit.id)) };
}

/** Takes one id out of a deps list or scalar, wherever in the text it is written. */
function dropDep(page: Page, deps: TreeNode, id: string): TextChange[] {
  const slot = page.slots.get(deps);
  if (deps.kind === "scalar") return deps.source === id && slot !== undefined ? replaceValue(page, slot, { value: [] }) : [];
  if (deps.kind !== "seq") return [];
  const hits = deps.items.flatMap((item, index) => (item.value.kind === "scalar" && item.value.source === id ? [index] : []));
  const [only] = hits;
  if (only === undefined) return [];
  if (hits.length === 1) return removeFromList(page, deps, only);
  // Named more than once: the list is written anew.
  return slot === undefined ? [] : replaceValue(page, slot, { value: textsOf(deps).filter((dep) => dep !== id) });
}

export function planRenameTask(page: Page, root: TreeNode, edit: Edit<"renameTask">): Plan {
  const { tasks, entry } = taskEntry(root, edit.from);
  checkNewId(edit.to, root);
  pairSlot(tasks, entry);
  const changes: TextChange[] = [{ ...entry.keySpan, text: renderText(edit.to, keyStyle(page, entry)) }];
  for (const deps of depsNodes(tasks)) changes.push(...renameDep(deps, edit));
  for (const scalar of page.slots.keys()) {
    if (scalar.kind !== "scalar") continue;
    const raw = page.text.slice(scalar.span.start, scalar.span.end);
    const renamed = renameInTemplates(raw, edit, scalar.style);
    if (renamed !== raw) changes.push({ ...scalar.span, text: renamed });
  }
  const plain = mapScalars(root, (scalar) => (typeof scalar.value === "string" ? renameInTemplates(scalar.value, edit, scalar.style) : scalar.value));
  const expected = withDeps(renameKey(plain, edit), (deps) => deps.map((dep) => (dep === edit.from ? edit.to : dep)));
  return { changes, expected };
}

function keyStyle(page: Page, entry: TreeEntry): TreeScalar["style"] {
  const first = page.text[entry.keySpan.start];
  return first === "'" ? "single" : first === '"' ? "double" : "plain";
}

function renameDep(deps: TreeNode, { from, to }: Edit<"renameTask">): TextChange[] {
  const items = deps.kind === "seq" ? deps.items : deps.kind === "scalar" ? [{ value: deps, alias: null }] : [];
  return items.flatMap(({ value, alias }) => {
    if (value.kind !== "scalar" || value.source !== from || value.value === null) return [];
    return [{ ...(alias ?? value.span), text: renderText(to, value.style === "block" ? "plain" : value.style) }];
  });
}

function renameKey(plain: unknown, { from, to }: Edit<"renameTask">): unknown {
  const tasks = getIn(plain, ["tasks"]);
  if (!isPlain(tasks)) return plain;
  return setIn(plain, ["tasks"], Object.fromEntries(Object.entries(tasks).map(([id, task]) => [id === from ? to : id, task])));
}

export function planConnect(page: Page, root: TreeNode, edit: Edit<"connect">): Plan {
  const { tasks, entry } = taskEntry(root, edit.to);
  taskEntry(root, edit.from);
  if (edit.from === edit.to) throw new Refusal("edit/self-dependency", `Task \`${edit.to}\` cannot depend on itself.`, entry.keySpan);
  const deps = textsOf(child(entry.value, "deps"));
  if (deps.includes(edit.from)) throw new Refusal("edit/already-connected", `Task \`${edit.to}\` depends on \`${edit.from}\` already.`, entry.keySpan);
  const back = findPath(edit.from, edit.to, (id) => textsOf(child(child(tasks, id), "deps")));
  if (back !== null) throw new Refusal("edit/cycle", `That would close a circle: ${describePath([edit.to, ...back])} (each depends on the next).`, entry.keySpan);
  return planDeps(page, root, edit.to, { deps: [...deps, edit.from], added: edit.from });
}

export function planDisconnect(page: Page, root: TreeNode, edit: Edit<"disconnect">): Plan {
  const { entry } = taskEntry(root, edit.to);
  const deps = textsOf(child(entry.value, "deps"));
  if (!deps.includes(edit.from)) throw new Refusal("edit/not-found", `Task \`${edit.to}\` does not depend on \`${edit.from}\`.`, entry.keySpan);
  return planDeps(page, root, edit.to, { deps: deps.filter((dep) => dep !== edit.from), removed: edit.from });
}

/** Changes the deps of one task where they are written; ones that come from a merge or alias are written out in the task. */
function planDeps(page: Page, root: TreeNode, id: string, next: { deps: string[]; added?: string; removed?: string }): Plan {
  const path = ["tasks", id, "deps"];
  const expected = setIn(toPlain(root), path, next.deps);
  const task = containerAt(root, ["tasks", id]);
  const own = task.kind === "map" ? task.entries.get("deps") : undefined;
  const list = own?.value;
  if (own === undefined || own.pair === null || own.alias !== null || list?.kind !== "seq" || list.items.length === 0) {
    return { changes: planSet(page, root, { path: formatPath(path), value: next.deps }).changes, expected };
  }
  const changes = next.added === undefined ? dropDep(page, list, next.removed ?? "") : addItem(page, list, { value: next.added });
  return { changes, expected };
}

function describePath(path: readonly string[]): string {
  return path.length <= 10 ? path.join(" → ") : [...path.slice(0, 4), `… ${path.length - 8} more …`, ...path.slice(-4)].join(" → ");
}

function taskEntry(root: TreeNode, id: string): { tasks: TreeMap; entry: TreeEntry } {
  const tasks = containerAt(root, ["tasks"]);
  const entry = tasks.kind === "map" && tasks !== root ? tasks.entries.get(id) : undefined;
  if (tasks.kind === "map" && entry !== undefined) return { tasks, entry };
  return refuseUnknownTask(root, id);
}

/** Every deps node of the tasks, each once, also when several tasks share it. */
function depsNodes(tasks: TreeMap): Set<TreeNode> {
  return new Set([...tasks.entries.values()].flatMap(({ value }) => child(value, "deps") ?? []));
}

function withDeps(plain: unknown, change: (deps: unknown[]) => unknown[]): unknown {
  const tasks = getIn(plain, ["tasks"]);
  if (!isPlain(tasks)) return plain;
  const changed = Object.entries(tasks).map(([id, task]) => [id, isPlain(task) && "deps" in task ? { ...task, deps: changeDeps(task["deps"], change) } : task]);
  return setIn(plain, ["tasks"], Object.fromEntries(changed));
}

/** A lone text stays one unless it goes: `deps: a` becomes `deps: b`, or `deps: []`. */
function changeDeps(deps: unknown, change: (deps: unknown[]) => unknown[]): unknown {
  if (Array.isArray(deps)) return change(deps);
  if (typeof deps !== "string") return deps;
  const changed = change([deps]);
  return changed.length === 1 ? changed[0] : changed;
}
