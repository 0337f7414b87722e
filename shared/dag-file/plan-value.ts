/** Plans the edits of one value: where it is written, what changes in the text, what the file means afterwards. */
import { suggestion } from "./did-you-mean.ts";
import { type DagEdit, Refusal } from "./edit.ts";
import { formatPath, parsePath } from "./field-path.ts";
import { addEntry, addItem, type Page, removeEntry, removeFromList, replaceValue, type Written } from "./patch.ts";
import { getIn, removeIn, setIn } from "./plain-edit.ts";
import { isFullMap } from "./render-yaml.ts";
import { itemSlot, pairSlot } from "./slot.ts";
import type { TextChange } from "../document/text-change.ts";
import { child, nodeAt, type TreeMap, type TreeNode, type TreeScalar, type TreeSeq, toPlain } from "./yaml-tree.ts";

export interface Plan {
  readonly changes: TextChange[];
  /** The whole file as plain values after the edit. */
  readonly expected: unknown;
  /** Ids that the edit chose for tasks it made. */
  readonly made?: readonly string[];
  /** What belongs to the edit and is planned on the text that this plan leads to. */
  readonly then?: DagEdit;
}

export type Steps = (string | number)[];

export function planSet(page: Page, root: TreeNode, edit: { path: string; value: unknown; source?: string }): Plan {
  const path = resolvePath(root, edit.path);
  if (path.length > 2 && path[2] !== "config_type") needTask(root, path);
  if (!isJson(edit.value)) throw new Refusal("edit/invalid-value", `\`${edit.path}\`: the value is not plain data; write text, a number, true, false, null, a list or a mapping.`);
  const expected = setIn(toPlain(root), path, edit.value);
  return { changes: putAt(page, root, path, { value: edit.value, source: edit.source }), expected };
}

/** The changes that write a value at a path; mappings on the way are made. */
export function putAt(page: Page, root: TreeNode, path: Steps, written: Written): TextChange[] {
  const { at, rest } = walk(root, path);
  return put(page, at, rest, written, formatPath(path));
}

export function planRemove(page: Page, root: TreeNode, edit: { path: string }): Plan {
  const path = resolvePath(root, edit.path);
  const plain = toPlain(root);
  if (getIn(plain, path) === undefined) {
    needTask(root, path);
    const around = nodeAt(root, path.slice(0, -1));
    throw new Refusal("edit/not-found", `\`${edit.path}\` is not in the file.${suggestion(String(path.at(-1)), around?.kind === "map" ? around.entries.keys() : [])}`);
  }
  const { at } = walk(root, path);
  const last = path.at(-1) ?? "";
  const changes = at.kind === "seq" ? removeFromList(page, at, Number(last)) : at.kind === "map" ? removeEntry(page, at, String(last)) : [];
  return { changes, expected: removeIn(plain, path) };
}

/** A field of a task that is not there is a slip in its id, not the wish for a new task. */
function needTask(root: TreeNode, path: Steps): void {
  const [area, id] = path;
  if (area === "tasks" && typeof id === "string" && child(child(root, "tasks"), id) === null) refuseUnknownTask(root, id);
}

export function needTasks(root: TreeNode, ids: readonly string[]): void {
  const tasks = child(root, "tasks");
  for (const id of ids) if (child(tasks, id) === null) refuseUnknownTask(root, id);
}

export function refuseUnknownTask(root: TreeNode, id: string): never {
  const tasks = child(root, "tasks");
  throw new Refusal("edit/not-found", `There is no task \`${id}\`.${suggestion(id, tasks?.kind === "map" ? tasks.entries.keys() : [])}`);
}

/** The steps of a path; a task id with dots need not be quoted when it is in the file. */
export function resolvePath(root: TreeNode, text: string): Steps {
  const parsed = parsePath(text);
  if (parsed === null) throw new Refusal("edit/invalid-path", `\`${text}\` is not a path; write one such as tasks.load.retries, tasks.load.deps[0] or tasks["a.b"].retries.`);
  if (parsed.includes("__proto__")) throw new Refusal("edit/invalid-path", "The key `__proto__` is not taken.");
  const steps: Steps = [];
  let node: TreeNode | null = root;
  for (let index = 0; index < parsed.length; ) {
    if (node?.kind === "seq" && typeof parsed[index] === "string") throw new Refusal("edit/not-found", `\`${text}\` does not fit the file: \`${formatPath(steps)}\` is a list, and its items are named by number, as in ${formatPath(steps)}[0].`);
    const taken = longestKey(node, parsed, index);
    steps.push(taken.key);
    node = taken.node;
    index += taken.count;
  }
  return steps;
}

function longestKey(node: TreeNode | null, parts: readonly (string | number)[], index: number): { key: string | number; node: TreeNode | null; count: number } {
  const first = parts[index] ?? "";
  if (node?.kind === "seq" && typeof first === "number") return { key: first, node: node.items[first]?.value ?? null, count: 1 };
  if (node?.kind !== "map" || typeof first === "number") return { key: first, node: null, count: 1 };
  let key = first;
  for (let count = 1; count <= parts.length - index; count++) {
    if (count > 1) key += `.${parts[index + count - 1]}`;
    const entry = node.entries.get(key);
    if (entry !== undefined) return { key, node: entry.value, count };
  }
  return { key: first, node: null, count: 1 };
}

/** Goes down to the container that holds, or will hold, the next step; `rest` is what is left of the path. */
function walk(root: TreeNode, path: Steps): { at: TreeNode; rest: Steps } {
  let at = root;
  for (const [index, part] of path.slice(0, -1).entries()) {
    const entry = at.kind === "map" ? at.entries.get(String(part)) : undefined;
    const item = at.kind === "seq" ? at.items[Number(part)] : undefined;
    const value = entry?.value ?? item?.value;
    if (value === undefined || value.kind === "scalar") return { at, rest: path.slice(index) };
    if (shared(entry, item)) refuseShared(path.slice(0, index + 1));
    at = value;
  }
  return { at, rest: path.slice(-1) };
}

/** The mapping or list at a path, which must be written in the text itself. */
export function containerAt(root: TreeNode, path: Steps): TreeNode {
  return walk(root, [...path, ""]).at;
}

function shared(entry: { alias: unknown; pair: unknown } | undefined, item: { alias: unknown } | undefined): boolean {
  return (entry !== undefined && (entry.alias !== null || entry.pair === null)) || (item !== undefined && item.alias !== null);
}

function refuseShared(path: Steps): never {
  throw new Refusal("edit/shared", `\`${formatPath(path)}\` is shared with other places through an anchor or merge key. Edit the anchor in the text, or write the value out here first.`);
}

function put(page: Page, at: TreeNode, rest: Steps, written: Written, path: string): TextChange[] {
  const [part, ...deeper] = rest;
  if (part === undefined) throw new Refusal("edit/invalid-path", "The whole file cannot be set; name a field.");
  const nested = deeper.length === 0 ? written : { value: setIn(undefined, deeper, written.value) };
  if (deeper.some((step) => typeof step === "number" && step !== 0)) throw new Refusal("edit/not-found", `\`${path}\`: there is no such list item.`);
  if (at.kind === "map" && typeof part === "string") return putInMap(page, at, part, nested, deeper);
  if (at.kind === "seq" && typeof part === "number") return putInList(page, at, part, nested);
  throw new Refusal("edit/not-found", `\`${path}\` does not fit the file: ${at.kind === "seq" ? "a list item is named by [number]" : "there is no list here"}.`);
}

function putInMap(page: Page, map: TreeMap, key: string, written: Written, deeper: Steps): TextChange[] {
  const entry = map.entries.get(key);
  if (entry === undefined || entry.pair === null) {
    const before = map === rootOf(page, map) && key !== "ui" ? lastBeforeTasks(map) : undefined;
    return map.entries.size === 0 && map.flow ? fillFlow(page, map, key, written) : addEntry(page, map, { key, ...written }, before);
  }
  const slot = pairSlot(map, entry);
  if (deeper.length > 0 && entry.value.kind === "scalar" && entry.value.value !== null) {
    throw new Refusal("edit/not-found", `\`${key}\` is no mapping; it cannot hold \`${formatPath(deeper)}\`.`, entry.keySpan);
  }
  return replaceValue(page, slot, written);
}

function rootOf(page: Page, map: TreeMap): TreeMap | null {
  return page.slots.has(map) ? null : map;
}

/** New fields of the DAG go before a closing `tasks`, where people look for them; only `ui`, which nobody reads, goes behind. */
function lastBeforeTasks(map: TreeMap): string | undefined {
  const own = [...map.entries.values()].filter(({ pair }) => pair !== null).map(({ key }) => key);
  return own.at(-1) === "tasks" ? own.at(-2) : undefined;
}

/** An empty `{}` in block style becomes a block mapping, so that what follows reads like the rest of the file. */
function fillFlow(page: Page, map: TreeMap, key: string, written: Written): TextChange[] {
  const slot = page.slots.get(map);
  const hasComment = page.text.slice(map.span.start, map.span.end).includes("#");
  if (slot === undefined || slot.parent.flow || !slot.isPair || hasComment || !isFullMap(written.value)) return addEntry(page, map, { key, ...written });
  const nothing: TreeScalar = { kind: "scalar", value: null, source: "", style: "plain", span: { start: map.span.start, end: map.span.start }, node: null, size: 1, depth: 1 };
  const start = page.text.slice(0, map.span.start).trimEnd().length;
  return [{ start, end: map.span.end, text: "" }, ...replaceValue(page, { ...slot, value: nothing }, { value: { [key]: written.value } })];
}

function putInList(page: Page, seq: TreeSeq, index: number, written: Written): TextChange[] {
  if (index < seq.items.length) return replaceValue(page, itemSlot(seq, index), written);
  if (index > seq.items.length) throw new Refusal("edit/not-found", `The list has ${seq.items.length} items; item ${index} would leave a gap.`, seq.span);
  return addItem(page, seq, written);
}

function isJson(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth > 50) return false;
  return Object.entries(value).every(([key, item]) => key !== "__proto__" && isJson(item, depth + 1));
}
