/** Plans the edits of whole tasks and of the links between them. */
import { targetNodes, withTargets } from "./branch-targets.ts";
import { taskIdPattern, taskIdWords } from "./check-graph.ts";
import { suggestion } from "./did-you-mean.ts";
import { type DagEdit, Refusal } from "./edit.ts";
import { taskForms } from "./file-schema.ts";
import { addItem, type Page, removeEntry, removeFromList, replaceValue } from "./patch.ts";
import { type Plan, planSet, containerAt, refuseUnknownTask } from "./plan-value.ts";
import { formatPath } from "./field-path.ts";
import { forgetPlaces } from "./forget-places.ts";
import { findPath } from "./find-path.ts";
import { Draft, joinRemovals } from "./patch-map.ts";
import { getIn, removeIn, setIn } from "./plain-edit.ts";
import { isPlain } from "./plain-form.ts";
import { renderText } from "./render-yaml.ts";
import { expandedTasks } from "./read-expand.ts";
import { renameInTemplates } from "./rename-in-template.ts";
import { pairSlot } from "./slot.ts";
import { sensorKinds } from "../model/sensor.ts";
import type { TextChange } from "../document/text-change.ts";
import { child, mapScalars, nodeAt, textsOf, toPlain, type TreeEntry, type TreeMap, type TreeNode, type TreeScalar } from "./yaml-tree.ts";

type Edit<K extends DagEdit["kind"]> = Extract<DagEdit, { kind: K }>;

/** What a new task starts with, so that the file stays one that runs. */
const starters: Readonly<Record<string, (id: string, fields: Readonly<Record<string, unknown>>) => Record<string, unknown>>> = {
  SqlTask: () => ({ sql: "select 1" }),
  PythonTask: (id) => ({ python: `print(${JSON.stringify(id)})` }),
  BashTask: (id) => ({ bash: `echo ${id}` }),
  HttpTask: () => ({ url: "https://example.org/" }),
  SensorTask: (_, fields) => (sensorKinds.some((kind) => kind in fields) ? {} : { time: { after: "1h" } }),
  TriggerDagTask: () => ({ trigger_dag: "other_dag" }),
  NotifyTask: (id) => ({ channel: "team", message: `${id} was reached` }),
  EmptyTask: () => ({}),
  BranchTask: () => ({ branches: [{ when: "{{ true }}", to: [] }] }),
  ShortCircuitTask: () => ({ condition: "{{ true }}" }),
};

export function planAddTask(page: Page, root: TreeNode, edit: Edit<"addTask">): Plan {
  checkNewId(edit.id, root);
  const starter = starters[edit.taskKind];
  const kinds = Object.keys(taskForms);
  if (starter === undefined) throw new Refusal("edit/invalid-value", `\`${edit.taskKind}\` is no task type; use one of ${kinds.join(", ")}.${suggestion(edit.taskKind, kinds)}`);
  const value = { config_type: edit.taskKind, ...starter(edit.id, edit.fields ?? {}), ...edit.fields };
  return planSet(page, root, { path: formatPath(["tasks", edit.id]), value });
}

export function checkNewId(id: string, root: TreeNode): void {
  if (!taskIdPattern.test(id) || id === "__proto__") throw new Refusal("edit/invalid-value", `Task id ${JSON.stringify(id)}: an id has ${taskIdWords}.`);
  if (child(child(root, "tasks"), id) !== null) throw new Refusal("edit/exists", `There is a task \`${id}\` already.`);
}

export function planRemoveTasks(page: Page, root: TreeNode, { ids, reconnect }: { ids: readonly string[]; reconnect: boolean }): Plan {
  const gone = new Set(ids);
  const [first] = gone;
  if (first === undefined) return new Draft(page, root);
  const { tasks } = taskEntry(root, first);
  const draft = new Draft(page, root);
  const isRewritten = removeEntries(draft, tasks, { gone, reconnect });
  const removed = joinRemovals(draft.changes);
  const stands = (node: TreeNode): boolean => !removed.some(({ start, end }) => node.span.start >= start && node.span.end <= end);
  for (const [id, { value }] of tasks.entries) {
    if (gone.has(id) || !reconnect || isRewritten) continue;
    const next = depsWithout(tasks, id, gone);
    if (next.length > textsOf(child(value, "deps")).filter((dep) => !gone.has(dep)).length) draft.put(["tasks", id, "deps"], next);
  }
  const rewritten = new Set(draft.rewritten);
  for (const deps of depsNodes(tasks)) if (stands(deps) && !rewritten.has(deps)) draft.changes.push(...dropDeps(page, deps, gone));
  for (const targets of targetNodes(tasks)) if (stands(targets) && !isRewritten) draft.changes.push(...dropDeps(page, targets, gone));
  draft.expected = withDeps(draft.expected, (deps) => deps.filter((dep) => !gone.has(String(dep))));
  forgetPlaces(draft, gone);
  return draft;
}

/** True when the whole mapping is written anew, deps and all. */
function removeEntries(draft: Draft, tasks: TreeMap, { gone, reconnect }: { gone: ReadonlySet<string>; reconnect: boolean }): boolean {
  for (const id of gone) if (!tasks.entries.has(id)) refuseUnknownTask(draft.root, id);
  const own = [...tasks.entries.values()].filter(({ pair }) => pair !== null);
  const isAll = own.length > 1 && own.every(({ key }) => gone.has(key));
  // One by one in `{ … }` they would quarrel over the commas.
  if (isAll || (tasks.flow && gone.size > 1)) {
    const left = Object.entries(getIn(draft.expected, ["tasks"]) ?? {}).filter(([id]) => !gone.has(id));
    draft.put(["tasks"], Object.fromEntries(left.map(([id, task]) => [id, withoutDeps(task, tasks, { id, gone, reconnect })])));
    return true;
  }
  for (const id of gone) {
    draft.changes.push(...removeEntry(draft.page, tasks, id));
    draft.expected = removeIn(draft.expected, ["tasks", id]);
  }
  return false;
}

function withoutDeps(task: unknown, tasks: TreeMap, { id, gone, reconnect }: { id: string; gone: ReadonlySet<string>; reconnect: boolean }): unknown {
  const deps = textsOf(child(child(tasks, id), "deps"));
  const kept = withTargets(task, (targets) => changeDeps(targets, (ids) => ids.filter((one) => !gone.has(String(one)))));
  if (!isPlain(kept) || !deps.some((dep) => gone.has(dep))) return kept;
  return { ...kept, deps: reconnect ? depsWithout(tasks, id, gone) : deps.filter((dep) => !gone.has(dep)) };
}

/** The deps of a task, with those that go replaced by what they depended on. */
function depsWithout(tasks: TreeMap, id: string, gone: ReadonlySet<string>): string[] {
  const next = new Set<string>();
  const seen = new Set<string>();
  const waiting = textsOf(child(child(tasks, id), "deps"));
  for (let dep = waiting.shift(); dep !== undefined; dep = waiting.shift()) {
    if (!gone.has(dep)) next.add(dep);
    else if (!seen.has(dep)) waiting.unshift(...textsOf(child(child(tasks, dep), "deps")));
    seen.add(dep);
  }
  next.delete(id);
  return [...next];
}

/** Takes ids out of a deps list or scalar, wherever in the text it is written. */
export function dropDeps(page: Page, deps: TreeNode, gone: ReadonlySet<string>): TextChange[] {
  const slot = page.slots.get(deps);
  if (deps.kind === "scalar") return gone.has(deps.source) && slot !== undefined ? replaceValue(page, slot, { value: [] }) : [];
  if (deps.kind !== "seq") return [];
  const hits = deps.items.flatMap((item, index) => (item.value.kind === "scalar" && gone.has(item.value.source) ? [index] : []));
  const [only] = hits;
  if (only === undefined) return [];
  if (hits.length === 1) return removeFromList(page, deps, only);
  // Several at once: the list is written anew.
  return slot === undefined ? [] : replaceValue(page, slot, { value: textsOf(deps).filter((dep) => !gone.has(dep)) });
}

export function planRenameTask(page: Page, root: TreeNode, edit: Edit<"renameTask">): Plan {
  const { tasks, entry } = taskEntry(root, edit.from);
  checkNewId(edit.to, root);
  pairSlot(tasks, entry);
  const changes: TextChange[] = [{ ...entry.keySpan, text: renderText(edit.to, keyStyle(page, entry)) }];
  for (const deps of [...depsNodes(tasks), ...targetNodes(tasks)]) changes.push(...renameDep(deps, edit));
  for (const scalar of page.slots.keys()) {
    if (scalar.kind !== "scalar") continue;
    const raw = page.text.slice(scalar.span.start, scalar.span.end);
    const renamed = renameInTemplates(raw, edit, scalar.style);
    if (renamed !== raw) changes.push({ ...scalar.span, text: renamed });
  }
  for (const node of new Set(expandedTasks(root).flatMap((path) => nodeAt(root, path) ?? []))) changes.push(...renameDep(node, edit));
  changes.push(...renamePlaces(root, edit));
  const plain = mapScalars(root, (scalar) => (typeof scalar.value === "string" ? renameInTemplates(scalar.value, edit, scalar.style) : scalar.value));
  const expected = withDeps(renameKey(plain, ["tasks"], edit), (deps) => deps.map((dep) => (dep === edit.from ? edit.to : dep)));
  const mapped = expandedTasks(root).reduce<unknown>((before, path) => (getIn(before, path) === edit.from ? setIn(before, path, edit.to) : before), expected);
  return { changes, expected: withPlaces(mapped, edit) };
}

/** The task under `ui`: its place, its pin, and among those that a layout leaves alone. */
function renamePlaces(root: TreeNode, { from, to }: Edit<"renameTask">): TextChange[] {
  const keys = ["positions", "pins"].flatMap((key) => {
    const map = nodeAt(root, ["ui", key]);
    const entry = map?.kind === "map" ? map.entries.get(from) : undefined;
    return entry === undefined ? [] : [{ ...entry.keySpan, text: renderText(to) }];
  });
  const pinned = nodeAt(root, ["ui", "pinned"]);
  return pinned === null ? keys : [...keys, ...renameDep(pinned, { kind: "renameTask", from, to })];
}

function withPlaces(plain: unknown, edit: Edit<"renameTask">): unknown {
  const renamed = ["positions", "pins"].reduce((before, key) => renameKey(before, ["ui", key], edit), plain);
  const pinned = getIn(renamed, ["ui", "pinned"]);
  return Array.isArray(pinned) ? setIn(renamed, ["ui", "pinned"], pinned.map((id: unknown) => (id === edit.from ? edit.to : id))) : renamed;
}

function keyStyle(page: Page, entry: TreeEntry): TreeScalar["style"] {
  const first = page.text[entry.keySpan.start];
  return first === "'" ? "single" : first === '"' ? "double" : "plain";
}

export function renameDep(deps: TreeNode, { from, to }: Edit<"renameTask">): TextChange[] {
  const items = deps.kind === "seq" ? deps.items : deps.kind === "scalar" ? [{ value: deps, alias: null }] : [];
  return items.flatMap(({ value, alias }) => {
    if (value.kind !== "scalar" || value.source !== from || value.value === null) return [];
    return [{ ...(alias ?? value.span), text: renderText(to, value.style === "block" ? "plain" : value.style) }];
  });
}

function renameKey(plain: unknown, path: string[], { from, to }: Edit<"renameTask">): unknown {
  const map = getIn(plain, path);
  if (!isPlain(map) || !Object.hasOwn(map, from)) return plain;
  return setIn(plain, path, Object.fromEntries(Object.entries(map).map(([id, value]) => [id === from ? to : id, value])));
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
  const plan = planDeps(page, root, edit.to, { deps: deps.filter((dep) => dep !== edit.from), removed: edit.from });
  return withoutTarget(page, root, plan, edit);
}

/** A branch cannot lead to a task that does not come right after it any more. */
function withoutTarget(page: Page, root: TreeNode, plan: Plan, { from, to }: Edit<"disconnect">): Plan {
  const { tasks, entry } = taskEntry(root, from);
  const gone = new Set([to]);
  const changes = [...targetNodes({ ...tasks, entries: new Map([[from, entry]]) })].flatMap((targets) => dropDeps(page, targets, gone));
  if (changes.length === 0) return plan;
  const path = ["tasks", from];
  const branch = withTargets(getIn(plan.expected, path), (targets) => changeDeps(targets, (ids) => ids.filter((id) => id !== to)));
  return { ...plan, changes: [...plan.changes, ...changes], expected: setIn(plan.expected, path, branch) };
}

/** Changes the deps of one task where they are written; ones that come from a merge or alias are written out in the task. */
export function planDeps(page: Page, root: TreeNode, id: string, next: { deps: string[]; added?: string; removed?: string }): Plan {
  const path = ["tasks", id, "deps"];
  const expected = setIn(toPlain(root), path, next.deps);
  const task = containerAt(root, ["tasks", id]);
  const own = task.kind === "map" ? task.entries.get("deps") : undefined;
  const list = own?.value;
  const isWhole = next.added === undefined && next.removed === undefined;
  if (isWhole || own === undefined || own.pair === null || own.alias !== null || list?.kind !== "seq" || list.items.length === 0) {
    return { changes: planSet(page, root, { path: formatPath(path), value: next.deps }).changes, expected };
  }
  const changes = next.added === undefined ? dropDeps(page, list, new Set([next.removed ?? ""])) : addItem(page, list, { value: next.added });
  return { changes, expected };
}

export function describePath(path: readonly string[]): string {
  return path.length <= 10 ? path.join(" → ") : [...path.slice(0, 4), `… ${path.length - 8} more …`, ...path.slice(-4)].join(" → ");
}

export function taskEntry(root: TreeNode, id: string): { tasks: TreeMap; entry: TreeEntry } {
  const tasks = containerAt(root, ["tasks"]);
  const entry = tasks.kind === "map" && tasks !== root ? tasks.entries.get(id) : undefined;
  if (tasks.kind === "map" && entry !== undefined) return { tasks, entry };
  return refuseUnknownTask(root, id);
}

/** Every deps node of the tasks, each once, also when several tasks share it. */
function depsNodes(tasks: TreeMap): Set<TreeNode> {
  return new Set([...tasks.entries.values()].flatMap(({ value }) => child(value, "deps") ?? []));
}

export function withDeps(plain: unknown, change: (deps: unknown[]) => unknown[]): unknown {
  const tasks = getIn(plain, ["tasks"]);
  if (!isPlain(tasks)) return plain;
  const changed = Object.entries(tasks).map(([id, task]) => {
    const kept = withTargets(task, (targets) => changeDeps(targets, change));
    return [id, isPlain(kept) && "deps" in kept ? { ...kept, deps: changeDeps(kept["deps"], change) } : kept];
  });
  return setIn(plain, ["tasks"], Object.fromEntries(changed));
}

/** A lone text stays one unless it goes: `deps: a` becomes `deps: b`, or `deps: []`. */
function changeDeps(deps: unknown, change: (deps: unknown[]) => unknown[]): unknown {
  if (Array.isArray(deps)) return change(deps);
  if (typeof deps !== "string") return deps;
  const changed = change([deps]);
  return changed.length === 1 ? changed[0] : changed;
}
