/** Patches of several entries of a mapping, or of a list of names, at once: what the edits of the drawing are made of. */
import { addEntry, addItem, type Page, removeEntry, removeFromList, replaceValue } from "./patch.ts";
import { getIn, removeIn, setIn } from "./plain-edit.ts";
import { isPlain } from "./plain-form.ts";
import { putAt, type Steps } from "./plan-value.ts";
import { pairSlot } from "./slot.ts";
import type { TextChange } from "../document/text-change.ts";
import { nodeAt, toPlain, type TreeMap, type TreeNode } from "./yaml-tree.ts";

/** Changes that are planned on one tree, with what the file means after all of them. */
export class Draft {
  readonly page: Page;
  readonly root: TreeNode;
  readonly changes: TextChange[] = [];
  /** Nodes whose text was written anew: no other change may touch it. */
  readonly rewritten: TreeNode[] = [];
  expected: unknown;

  constructor(page: Page, root: TreeNode) {
    this.page = page;
    this.root = root;
    this.expected = toPlain(root);
  }

  put(path: Steps, value: unknown): void {
    const old = nodeAt(this.root, path);
    if (old !== null) this.rewritten.push(old);
    this.changes.push(...putAt(this.page, this.root, path, { value }));
    this.expected = setIn(this.expected, path, value);
  }

  /** Takes out what stands there, and the mappings above it that would be empty then. */
  remove(path: Steps): void {
    const gone = prunedPath(this.root, path);
    const map = nodeAt(this.root, gone.slice(0, -1));
    if (map?.kind !== "map" || !map.entries.has(String(gone.at(-1)))) return;
    this.changes.push(...removeEntry(this.page, map, String(gone.at(-1))));
    this.expected = removeIn(this.expected, gone);
  }

  /** Sets entries of a mapping and takes out those that are undefined; makes the mapping where there is none. */
  patch(path: Steps, entries: Readonly<Record<string, unknown>>): void {
    const known = getIn(this.expected, path);
    const before = isPlain(known) ? known : {};
    const after = Object.fromEntries(Object.entries({ ...before, ...entries }).filter(([, value]) => value !== undefined));
    if (Object.keys(after).length === 0) {
      if (isPlain(known)) this.remove(path);
      return;
    }
    const map = nodeAt(this.root, path);
    // A mapping that is shared is written whole; that is refused with its reason.
    if (map?.kind !== "map" || map.flow || map.entries.size === 0 || !this.page.slots.has(map)) return this.put(path, after);
    for (const [key, value] of Object.entries(entries)) this.changes.push(...entryChanges(this.page, map, key, value));
    this.expected = setIn(this.expected, path, after);
  }

  /** Makes a list of names be this one; without names the list goes. */
  names(path: Steps, next: readonly string[]): void {
    const known = getIn(this.expected, path);
    const before = Array.isArray(known) ? known.map(String) : [];
    if (before.join("\n") === next.join("\n")) return;
    if (next.length === 0) return this.remove(path);
    const list = nodeAt(this.root, path);
    const added = next.slice(before.length);
    const gone = before.flatMap((name, index) => (next.includes(name) ? [] : [index]));
    const [only = -1] = gone;
    if (list?.kind !== "seq" || list.items.length === 0) return this.put(path, [...next]);
    if (gone.length === 0 && added.length === 1) this.changes.push(...addItem(this.page, list, { value: added[0] }));
    else if (gone.length === 1 && next.length === before.length - 1) this.changes.push(...removeFromList(this.page, list, only));
    else return this.put(path, [...next]);
    this.expected = setIn(this.expected, path, [...next]);
  }
}

function entryChanges(page: Page, map: TreeMap, key: string, value: unknown): TextChange[] {
  const entry = map.entries.get(key);
  if (entry === undefined) return value === undefined ? [] : addEntry(page, map, { key, value });
  if (value === undefined) return removeEntry(page, map, key);
  return isSame(toPlain(entry.value), value) ? [] : replaceValue(page, pairSlot(map, entry), { value });
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The highest mapping on the way that holds nothing else; the first key of the file is never one of them. */
function prunedPath(root: TreeNode, path: Steps): Steps {
  let gone = path;
  while (gone.length > 1) {
    const above = nodeAt(root, gone.slice(0, -1));
    if (above?.kind !== "map" || above.entries.size !== 1) break;
    gone = gone.slice(0, -1);
  }
  return gone;
}

/** Removals that touch or overlap become one: each may take along the same line break. */
export function joinRemovals(changes: readonly TextChange[]): TextChange[] {
  const joined: TextChange[] = [];
  for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last !== undefined && last.text === "" && change.text === "" && last.end > last.start && change.start < last.end) joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, change.end), text: "" };
    else joined.push(change);
  }
  return joined;
}
