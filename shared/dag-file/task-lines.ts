/** Which task's lines hold all that differs between two texts. Pure. */
import { child, type TreeMap } from "./yaml-tree.ts";

export interface Around {
  readonly tasks: TreeMap;
  /** The task as the text before named it. */
  readonly id: string;
  /** Its lines in the text before: from its key's line to that of the next key. */
  readonly start: number;
  readonly end: number;
  /** How much longer the new text is. */
  readonly delta: number;
  /** Spaces before the key. */
  readonly column: number;
  /** What comes behind its lines: the next task, the next key of the file, or nothing. */
  readonly followedBy: "task" | "key" | "end";
  /** Its lines in the new text. */
  readonly block: string;
}

/** Null when the texts differ elsewhere, or the tasks are not written one below the other. */
export function taskAround(before: { readonly text: string; readonly root: TreeMap }, text: string): Around | null {
  const tasks = child(before.root, "tasks");
  if (tasks?.kind !== "map" || tasks.flow) return null;
  const changed = changedStretch(before.text, text);
  const entries = [...tasks.entries.values()];
  const index = entries.findLastIndex(({ keySpan }) => keySpan.start - columnOf(before.text, keySpan.start) <= changed.start);
  const entry = entries[index];
  if (entry === undefined) return null;
  const column = columnOf(before.text, entry.keySpan.start);
  const start = entry.keySpan.start - column;
  const next = entries[index + 1]?.keySpan.start;
  const nextKey = next ?? keyAfterTasks(before.root);
  const end = nextKey === undefined ? before.text.length : nextKey - columnOf(before.text, nextKey);
  if (!isBlank(before.text.slice(end, nextKey ?? end)) || changed.end > end || column === 0 || !isBlank(before.text.slice(start, entry.keySpan.start))) return null;
  const delta = text.length - before.text.length;
  const block = text.slice(start, end + delta);
  if (end + delta !== text.length && !block.endsWith("\n")) return null;
  const followedBy = next !== undefined ? "task" : nextKey === undefined ? "end" : "key";
  return { tasks, id: entry.key, start, end, delta, column, followedBy, block };
}

function keyAfterTasks(root: TreeMap): number | undefined {
  const keys = [...root.entries.values()];
  return keys[keys.findIndex(({ key }) => key === "tasks") + 1]?.keySpan.start;
}

/** From and to, in the text before. */
function changedStretch(before: string, now: string): { start: number; end: number } {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === now.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < shorter - start && before.charCodeAt(before.length - 1 - tail) === now.charCodeAt(now.length - 1 - tail)) tail++;
  return { start, end: before.length - tail };
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

function isBlank(text: string): boolean {
  return /^ *$/.test(text);
}
